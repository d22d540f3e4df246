import { describe, expect, it } from '@jest/globals';
import { type Counts, type Fault, type Ledger, type Logged, type Taken, check } from './checker.testing.js';

type Open<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Item)[] ? Open<Item>[] : T[Name] extends Counts ? Open<Counts> : T[Name] };

const logged = (offset: number, event: string, of: string): Logged => ({ partition: 0, offset: BigInt(offset), event, of, key: 'k', n: offset + 1 });

/** Two requests that were answered, one that was refused; of the events, one led to another, one was dropped, and one was a dead letter that was given up. */
function sound() {
  const taken: Taken = {
    handler: 'judge', ordered: true, lag: 0, balanced: true, log: [logged(0, 'e1', ''), logged(1, 'e2', ''), logged(2, 'e3', '')],
    effects: [{ event: 'e1', cause: null, key: 'k', outcome: 'done' }, { event: 'e2', cause: null, key: 'k', outcome: 'dropped' }],
    letters: [{ partition: 0, offset: 2n, event: 'e3', state: 'discarded' }], counts: { done: 1, dropped: 2, duplicates: 0, deadLettered: 0, parked: 0, skipped: 0 },
  };
  const ledger: Ledger = {
    settled: undefined,
    requests: [{ id: 'r1', key: 'k', outcome: 'ok' }, { id: 'r2', key: 'k', outcome: 'ok' }, { id: 'r3', key: 'k', outcome: 'refused' }],
    asked: [logged(0, 'e1', 'r1'), logged(1, 'e2', 'r2')], taken: [taken], derived: [{ from: 'judge', log: [logged(0, 'e9', 'e1')] }],
    outboxes: [{ service: 'judging', rows: 0 }], inboxes: [{ service: 'judging', events: 3, seen: 3 }], told: [{ service: 'judging', letters: 1, records: 1 }],
  };
  const open = structuredClone(ledger) as Open<Ledger>;
  return { ...open, judge: open.taken[0]!, made: open.derived[0]!.log };
}

/** Each fault that the checker knows, and what of a sound ledger it takes. */
const faults: Record<Fault, (ledger: ReturnType<typeof sound>) => void> = {
  'not at rest': (it) => { it.settled = 'somebody waits for an answer'; },
  'request lost': ({ asked }) => { asked.pop(); },
  'request twice': ({ asked }) => { asked.push(logged(3, 'e4', 'r2')); },
  'effect of a refused request': ({ asked }) => { asked.push(logged(3, 'e4', 'r3')); },
  'effect from nowhere': ({ asked }) => { asked.push(logged(3, 'e4', 'r4')); },
  'effect lost': ({ judge }) => { judge.letters = []; },
  'effect twice': ({ judge }) => { judge.effects.push(judge.effects[0]!); },
  'order broken': ({ judge }) => { judge.effects.reverse(); },
  'derived event lost': ({ made }) => { made.pop(); },
  'derived event twice': ({ made }) => { made.push(logged(1, 'e8', 'e1')); },
  'derived from nothing': ({ made }) => { made.push(logged(1, 'e8', 'e2')); },
  'offsets do not grow': ({ judge }) => { judge.log[2]!.offset = 1n; },
  lag: ({ judge }) => { judge.lag = 1; },
  unbalanced: ({ judge }) => { judge.balanced = false; },
  'counts differ': ({ judge }) => { judge.counts.dropped = 1; },
  'outbox not empty': ({ outboxes }) => { outboxes[0]!.rows = 1; },
  'inbox differs': ({ inboxes }) => { inboxes[0]!.seen = 2; },
  'dead letter not told': ({ told }) => { told[0]!.records = 0; },
};

describe("the simulation's checker", () => {
  it('finds nothing in a sound ledger', () => {
    expect(check(sound())).toEqual([]);
  });

  it.each(Object.keys(faults) as Fault[])('knows by its name: %s', (fault) => {
    const ledger = sound();
    faults[fault](ledger);
    expect(check(ledger).map((it) => it.fault)).toContain(fault);
  });
});
