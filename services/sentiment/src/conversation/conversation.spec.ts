import { describe, expect, it } from '@jest/globals';
import { turnOf } from '@vocloop/text';
import { hear, keyOf, type Conversation, type Spoken } from './conversation.js';

const empty: Conversation = { tenant: 'acme', conversation: 'c', turns: [] };
const spoken = (text: string, turn?: number, feedback?: string): Spoken =>
  ({ tenant: 'acme', conversation: 'c', touchpoint: 'support', turn: { ...turnOf(text, { turn: 0, language: 'en', ...(feedback && { feedback }) }), turn } });
const at = '2026-03-02T10:00:00.000Z';

describe('hear', () => {
  it('asks for a human once, and stays handed off', () => {
    const calm = hear(empty, spoken('Where is my parcel', 0), at);
    expect(calm).toMatchObject({ decision: { due: false }, first: false });
    const asked = hear(calm.next, spoken('I want to talk to a person', 1), at);
    expect(asked).toMatchObject({ decision: { due: true, reason: 'explicit_request', turn: 1 }, first: true, next: { handedOffAt: at } });
    const again = hear(asked.next, spoken('human please!', 2), '2026-03-02T11:00:00.000Z');
    expect(again).toMatchObject({ decision: { due: true }, first: false, next: { handedOffAt: at } });
  });

  it('counts a turn once that was scored before its feedback arrived', () => {
    const said = 'the tracking number of my parcel please';
    const heard = [spoken(said), spoken(said, undefined, 'f1')].reduce((it, turn) => hear(it, turn, at).next, empty);
    expect(heard.turns).toHaveLength(1);
    expect(heard.turns[0]).toMatchObject({ turn: 0, feedback: 'f1' });
  });

  it('takes a revision for what it replaces', () => {
    const first = hear(empty, spoken('This is annoying', 0, 'f1'), at).next;
    expect(hear(first, spoken('All is well, thanks', 0, 'f1'), at).next.turns).toEqual([expect.objectContaining({ feedback: 'f1', frustration: 0 })]);
  });
});

it('tells conversations of two tenants apart, whatever their names', () => {
  expect(keyOf({ tenant: 'a', conversation: 'b' })).not.toBe(keyOf({ tenant: 'b', conversation: 'a' }));
  expect(keyOf({ tenant: 'a","b', conversation: 'c' })).not.toBe(keyOf({ tenant: 'a', conversation: 'b","c' }));
});
