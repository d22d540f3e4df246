import { describe, expect, it } from '@jest/globals';
import { blendedModel, turnOf } from '@vocloop/text';
import { hear, keyOf, tell, type Conversation, type Spoken } from './conversation.js';

const empty: Conversation = { tenant: 'acme', source: 'desk', conversation: 'c', turns: [] };
const at = '2026-03-02T10:00:00.000Z';
const spoken = (text: string, turn?: number, feedback?: string, said = at): Spoken =>
  ({ tenant: 'acme', source: 'desk', conversation: 'c', touchpoint: 'support', at: said, turn: { ...turnOf(text, { turn: 0, ...(feedback && { feedback }) }, blendedModel.read(text, 'en')), turn } });

describe('hear', () => {
  it('asks for a human once, and stays handed off', () => {
    const calm = hear(empty, spoken('Where is my parcel', 0));
    expect(calm.raised).toBeUndefined();
    const asked = hear(calm.next, spoken('I want to talk to a person', 1));
    expect(asked).toMatchObject({ raised: { reason: 'explicit_request', turn: 1 }, next: { handedOffAt: at } });
    const again = hear(asked.next, spoken('human please!', 2, undefined, '2026-03-02T11:00:00.000Z'));
    expect(again.raised).toBeUndefined();
    expect(again.next).toMatchObject({ handedOffAt: at, handoff: asked.raised });
  });

  it('keeps what was raised, whatever is said or revised later', () => {
    const asked = hear(empty, spoken('the tracking number please', 1, 'f1')).next;
    const repeated = hear(asked, spoken('this is annoying, the tracking number please', 2, 'f2'));
    expect(repeated.raised).toMatchObject({ reason: 'repetition', turn: 2 });
    for (const later of [spoken('This is ridiculous and unacceptable!!', 3), spoken('All is well, thanks', 2, 'f2')]) expect(hear(repeated.next, later)).toMatchObject({ next: { handoff: repeated.raised } });
  });

  it('keeps what it sees in a chat that was handed off before that was kept, and asks for nobody again', () => {
    const old: Conversation = { ...empty, handedOffAt: at };
    expect(hear(old, spoken('hello', 1)).next).toEqual(expect.not.objectContaining({ handoff: expect.anything() }));
    const heard = hear(old, spoken('human please!', 2));
    expect(heard.raised).toBeUndefined();
    expect(heard.next).toMatchObject({ handedOffAt: at, handoff: { reason: 'explicit_request', turn: 2 } });
  });

  it('asks for nobody where the turn is too old, but where the chat goes on', () => {
    const old = hear(empty, spoken('I want to talk to a person', 0), '2026-03-02T10:00:00.001Z');
    expect(old.raised).toBeUndefined();
    expect(old.next.handedOffAt).toBeUndefined();
    expect(hear(old.next, spoken('hello?', 1, undefined, '2026-03-02T10:00:00.001Z'), '2026-03-02T10:00:00.001Z')).toMatchObject({ raised: { turn: 0 }, next: { handedOffAt: '2026-03-02T10:00:00.001Z' } });
  });

  it('counts a turn once that was scored before its feedback arrived', () => {
    const said = 'the tracking number of my parcel please';
    const heard = [spoken(said), spoken(said, undefined, 'f1')].reduce((it, turn) => hear(it, turn).next, empty);
    expect(heard.turns).toHaveLength(1);
    expect(heard.turns[0]).toMatchObject({ turn: 0, feedback: 'f1' });
  });

  it('takes a revision for what it replaces', () => {
    const first = hear(empty, spoken('This is annoying', 0, 'f1')).next;
    expect(hear(first, spoken('All is well, thanks', 0, 'f1')).next.turns).toEqual([expect.objectContaining({ feedback: 'f1', frustration: 0 })]);
  });

  it('leaves a chat without numbers as it is where a turn is revised that is kept no more', () => {
    const chat = Array.from({ length: 13 }, (_, n) => spoken(`ok ${n}`, undefined, `f${n}`)).reduce((it, turn) => hear(it, turn).next, empty);
    const revised = (feedback: string): Spoken => ({ ...spoken('I want to talk to a person', undefined, feedback), revision: 2 });
    expect(hear(chat, revised('f0'))).toEqual({ next: chat });
    expect(hear(chat, revised('f1'))).toMatchObject({ raised: { turn: 1 } });
  });
});

describe('tell', () => {
  const raised = { due: true, reason: 'frustration', turn: 2, explanation: 'why' } as const;

  it('tells of no hand-off where none was raised', () => expect(tell(empty, 1)).toEqual({ next: empty, answer: { due: false } }));

  it('tells now in the answer to one turn, asked again too, and before in all others', () => {
    // Raised by feedback at turn 2; the bot asks about turn 3 only.
    const { next, answer } = tell({ ...empty, handoff: raised }, 3);
    expect(answer).toEqual({ ...raised, told: 'now' });
    expect([3, 4, 2, 3].map((turn) => tell(next, turn))).toEqual((['now', 'before', 'before', 'now'] as const).map((told) => ({ next, answer: { ...raised, told } })));
  });
});

it('tells conversations of two tenants apart, whatever their names', () => {
  const key = (tenant: string, source: string, conversation: string) => keyOf({ tenant, source, conversation });
  expect(key('a', 's', 'b')).not.toBe(key('b', 's', 'a'));
  expect(key('a', 's', 'b')).not.toBe(key('a', 't', 'b'));
  expect(key('a","b', 's', 'c')).not.toBe(key('a', 'b","s', 'c'));
});
