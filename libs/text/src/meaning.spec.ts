import { describe, expect, it } from '@jest/globals';
import { alike, meaningOf, Meanings, together, type Meaning } from './meaning.js';

const said = (text: string): Meaning => meaningOf(text, 'en') as Meaning;
const nearest = (meanings: Meanings<string>, meaning: Meaning, least = alike): string | undefined => {
  let best: string | undefined;
  meanings.scan(meaning, least, (key, similarity) => ((best = key), similarity));
  return best;
};
const texts = ['my card has not arrived yet', 'I forgot my passcode', 'the exchange rate is wrong', 'how do I top up by cheque', 'why was I charged a fee', 'I want to close my account'];
const many = (): Meanings<string> => {
  const meanings = new Meanings<string>();
  for (const it of texts) meanings.put(it, said(it));
  for (let n = 0; n < 100; n++) meanings.put(`other ${n}`, said(`the ${n} lamp in room ${n} flickers at night`));
  return meanings;
};

describe('what texts mean', () => {
  it('is near where they say the same in other words', () => {
    expect(nearest(many(), said('still waiting for my card to arrive'))).toBe(texts[0]);
    expect(nearest(many(), said('I can not remember my passcode'))).toBe(texts[1]);
  });

  it('is far where they speak of something else', () => expect(nearest(many(), said('the waiter spilled soup over my trousers'))).toBeUndefined());

  it('is found whatever the least, as by comparing with each', () => {
    for (const it of texts) expect(nearest(many(), said(it), 0.999)).toBe(it);
    let all = 0;
    many().scan(said('lamp'), -1, () => (all++, -1));
    expect(all).toBe(106);
  });

  it('goes to the middle of those that came together, and comes to rest', () => {
    const [card, passcode] = [said(texts[0] as string), said(texts[1] as string)];
    const middle = together(card, passcode);
    expect(middle.texts).toBe(2);
    const both = new Meanings<string>();
    both.put('middle', middle);
    for (const it of [card, passcode]) both.scan(it, -1, (_, similarity) => (expect(similarity).toBeGreaterThan(0.5), -1));
    let group = card;
    for (let n = 0; n < 100; n++) group = together(group, passcode);
    expect(group.texts).toBe(50);
    expect(together(group, card)).toBe(group);
  });

  it('is put in the place of what its key meant before', () => {
    const meanings = many();
    meanings.put(texts[0] as string, said('the soup was cold'));
    expect(nearest(meanings, said('cold soup'))).toBe(texts[0]);
    expect(nearest(meanings, said(texts[0] as string), 0.99)).toBeUndefined();
  });

  it('survives JSON', () => expect(JSON.parse(JSON.stringify(said('late again')))).toEqual(said('late again')));
  it.each([['Wo bleibt mein Paket', 'de'], ['', 'en'], ['123', 'und']])('is unknown of %j (%s)', (text, language) => expect(meaningOf(text, language)).toBeUndefined());
});
