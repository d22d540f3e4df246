import { describe, expect, it } from '@jest/globals';
import { blendedModel, turnOf } from '@vocloop/text';
import { hear, keyOf, type Conversation, type Spoken } from './conversation.js';

const empty: Conversation = { tenant: 'acme', source: 'desk', conversation: 'c', turns: [] };
const at = '2026-03-02T10:00:00.000Z';
const spoken = (text: string, turn?: number, feedback?: string, said = at): Spoken =>
  ({ tenant: 'acme', source: 'desk', conversation: 'c', touchpoint: 'support', at: said, turn: { ...turnOf(text, { turn: 0, ...(feedback && { feedback }) }, blendedModel.read(text, 'en')), turn } });

describe('hear', () => {
  it('asks for a human once, and stays handed off', () => {
    const calm = hear(empty, spoken('Where is my parcel', 0));
    expect(calm).toMatchObject({ decision: { due: false }, first: false });
    const asked = hear(calm.next, spoken('I want to talk to a person', 1));
    expect(asked).toMatchObject({ decision: { due: true, reason: 'explicit_request', turn: 1 }, first: true, next: { handedOffAt: at } });
    const again = hear(asked.next, spoken('human please!', 2, undefined, '2026-03-02T11:00:00.000Z'));
    expect(again).toMatchObject({ decision: { due: true }, first: false, next: { handedOffAt: at } });
  });

  it('asks for nobody where the turn is too old, but where the chat goes on', () => {
    const old = hear(empty, spoken('I want to talk to a person', 0), '2026-03-02T10:00:00.001Z');
    expect(old).toMatchObject({ decision: { due: true }, first: false });
    expect(old.next.handedOffAt).toBeUndefined();
    expect(hear(old.next, spoken('hello?', 1, undefined, '2026-03-02T10:00:00.001Z'), '2026-03-02T10:00:00.001Z')).toMatchObject({ first: true, next: { handedOffAt: '2026-03-02T10:00:00.001Z' } });
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
    expect(hear(chat, revised('f0'))).toEqual({ next: chat, decision: { due: false }, first: false });
    expect(hear(chat, revised('f1'))).toMatchObject({ decision: { due: true, turn: 1 }, first: true });
  });
});

it('tells conversations of two tenants apart, whatever their names', () => {
  const key = (tenant: string, source: string, conversation: string) => keyOf({ tenant, source, conversation });
  expect(key('a', 's', 'b')).not.toBe(key('b', 's', 'a'));
  expect(key('a', 's', 'b')).not.toBe(key('a', 't', 'b'));
  expect(key('a","b', 's', 'c')).not.toBe(key('a', 'b","s', 'c'));
});
