import { describe, expect, it } from '@jest/globals';
import { lexiconModel } from './model.js';
import { handoffOf, keptTurns, placeOf, turnOf, withTurn, type Turn } from './conversation.js';

const said = (text: string, place: { turn: number; feedback?: string }, language?: string): Turn => turnOf(text, place, lexiconModel.read(text, language));
const spoken = (language: string, ...texts: string[]): Turn[] => texts.map((text, turn) => said(text, { turn }, language));

describe('a hand-off is due', () => {
  it.each([
    ['en', 'Let me talk to a real person'], ['en', 'I want to speak to a human NOW'], ['en', 'agent please'], ['es', 'Quiero hablar con una persona'], ['de', 'Ich möchte mit einem Mitarbeiter sprechen'],
    ['fr', 'Je veux parler à un conseiller'], ['it', 'Vorrei parlare con un operatore'], ['pt', 'Quero falar com um atendente'],
  ])('when the customer asks for a human (%s: "%s")', (language, text) => {
    const decision = handoffOf(spoken(language, text));
    expect(decision).toMatchObject({ due: true, reason: 'explicit_request', turn: 0 });
    expect(decision.due && decision.explanation).toMatch(/Turn 0 asks for a human: ".+"/);
  });

  it('when frustration adds up over the turns, and not before', () => {
    const turns = spoken('en', 'Where is my order?', 'That does not help, it is annoying', 'This is ridiculous, I am fed up!!');
    expect(handoffOf(turns.slice(0, 2))).toEqual({ due: false });
    expect(handoffOf(turns)).toMatchObject({ due: true, reason: 'frustration', turn: 2 });
  });

  it('when the same thing is said a third time', () => {
    const turns = spoken('en', 'I need the tracking number of my parcel', 'What is the tracking number of my package', 'the tracking number of the parcel please');
    expect(handoffOf(turns.slice(0, 2))).toEqual({ due: false });
    expect(handoffOf(turns)).toMatchObject({ due: true, reason: 'repetition', turn: 2 });
  });
});

describe('a bot that does not understand', () => {
  const chat = (...turns: readonly (readonly [text: string, botConfidence?: number])[]): Turn[] => turns.map(([text, botConfidence], turn) => turnOf(text, { turn, botConfidence }, lexiconModel.read(text, 'en')));
  it('hands over at the second time in a row', () => {
    const turns = chat(['I want to change the thing', 0.3], ['The thing from before', 0.2]);
    expect(handoffOf(turns.slice(0, 1))).toEqual({ due: false });
    expect(handoffOf(turns)).toEqual({ due: true, reason: 'not_understood', turn: 1, explanation: 'The bot did not understand turn 1 (sure to 0.2), and turn 0 before it.' });
  });
  it('hands over at once where there is a problem', () => expect(handoffOf(chat(['My parcel arrived broken', 0.1]))).toMatchObject({ due: true, reason: 'not_understood', turn: 0 }));
  it.each([[[['I want to change the thing', 0.3], ['ok, my address', 0.9], ['The other thing', 0.3]]], [[['hello'], ['how are you']]]] as const)('goes on where it understood in between, or said nothing of it', (turns) => expect(handoffOf(chat(...turns))).toEqual({ due: false }));
});

describe('a hand-off is not due', () => {
  it.each([
    ['a calm chat', ['Hello', 'How do I change my address?', 'Great, thank you', 'And my phone number?', 'Perfect, thanks a lot!']],
    ['thanks said often', ['thanks', 'thanks', 'thanks!', 'ok thanks']],
    ['one problem told once', ['My parcel is late, can you check?']],
    ['a human who is not wanted', ["I don't need a human, thanks", 'Please do not connect me to an agent']],
    ['a question about people', ['Is the delivery person paid by you?']],
    ['nothing', []],
  ])('in %s', (_, texts) => expect(handoffOf(spoken('en', ...texts))).toEqual({ due: false }));

  it('by frustration that faded', () => {
    expect(handoffOf(spoken('en', 'This is annoying', 'ok', 'yes', 'the blue one', 'annoying'))).toEqual({ due: false });
  });
});

describe('turns', () => {
  const turn = (number: number, feedback?: string, text = 'hello there'): Turn => said(text, { turn: number, ...(feedback && { feedback }) });

  it('stand in the order of their numbers, whatever order they came in', () => {
    expect([3, 1, 2].reduce<Turn[]>((all, it) => withTurn(all, turn(it, `f${it}`)), []).map((it) => it.turn)).toEqual([1, 2, 3]);
  });

  it('are replaced by their revision, also where its number changed', () => {
    const turns = withTurn([turn(1, 'a', 'human please'), turn(2, 'b')], turn(1, 'a', 'thanks'));
    expect(turns).toHaveLength(2);
    expect(handoffOf(turns)).toEqual({ due: false });
    expect(withTurn([turn(1, 'a')], turn(5, 'a')).map((it) => it.turn)).toEqual([5]);
  });

  it('without a number are the next, their own revision, or what was scored before', () => {
    const turns = [turn(0, 'a', 'where is it'), turn(4, undefined, 'my parcel is late')];
    expect(placeOf([], turn(0, 'z'))).toBe(0);
    expect(placeOf(turns, turn(0, 'a', 'other words'))).toBe(0);
    expect(placeOf(turns, turn(0, 'c', 'my parcel is late'))).toBe(4);
    expect(placeOf(turns, turn(0, 'd', 'something else'))).toBe(5);
    expect(placeOf(turns, turn(0, undefined, 'my parcel is late'))).toBe(5);
  });

  it('without a number that revise one kept no more have no place', () => {
    expect(placeOf([turn(4, 'b')], turn(0, 'a'), 2)).toBeUndefined();
    expect(placeOf([turn(4, 'b')], turn(0, 'b', 'other words'), 2)).toBe(4);
  });

  it('scored before their feedback arrived are taken over by it, each once, whatever their numbers', () => {
    const scoredFirst = [turn(0, undefined, 'my parcel is late'), turn(1, undefined, 'my parcel is late'), turn(2, undefined, 'hello?')];
    const once = withTurn(scoredFirst, turn(7, 'a', 'my parcel is late'));
    expect(once.map((it) => [it.turn, it.feedback])).toEqual([[1, undefined], [2, undefined], [7, 'a']]);
    expect(withTurn(once, turn(8, 'b', 'my parcel is late')).map((it) => [it.turn, it.feedback])).toEqual([[2, undefined], [7, 'a'], [8, 'b']]);
    expect(withTurn(scoredFirst, turn(1, 'a', 'my parcel is late')).map((it) => [it.turn, it.feedback])).toEqual([[0, undefined], [1, 'a'], [2, undefined]]);
    expect(withTurn(once, turn(7, 'a', 'hello?')).map((it) => [it.turn, it.feedback])).toEqual([[1, undefined], [2, undefined], [7, 'a']]);
  });

  it('are kept to the last ones', () => {
    const turns = Array.from({ length: 50 }, (_, at) => turn(at, `f${at}`)).reduce<Turn[]>(withTurn, []);
    expect(turns).toHaveLength(keptTurns);
    expect(turns.at(-1)?.turn).toBe(49);
  });

  it('keep no text beyond the deciding words', () => {
    expect(JSON.stringify(turn(1, 'a', 'My neighbour Gertrude says this is unacceptable'))).not.toContain('says this');
  });
});
