import { describe, expect, it } from '@jest/globals';
import type { Feedback, Score } from '@vocloop/contracts';
import { FeedbackReceived, FeedbackScored } from '@vocloop/contracts';
import fc from 'fast-check';
import { contribution, onUsualScale } from './contribution.js';
import { merge, scoredOf, spokenOf, type Reading } from './reading.js';
import { Rollup, type Cell } from './rollup.js';

const base = FeedbackReceived.schema.parse(FeedbackReceived.example).feedback;
const scoreBase = FeedbackScored.schema.parse(FeedbackScored.example).score;

/** Revisions of a few feedback that differ in all that the figures look at. */
const revision = fc.record({
  touchpoint: fc.constantFrom('delivery', 'checkout'),
  product: fc.constantFrom('chair', undefined),
  channel: fc.constantFrom('survey', 'suggestion', 'chat'),
  author: fc.constantFrom('customer', 'agent', undefined),
  occurredAt: fc.constantFrom('2026-03-02T09:30:00.000Z', '2026-03-03T00:00:00.000Z'),
  value: fc.nat(10),
  rated: fc.boolean(),
  polarity: fc.integer({ min: -1000, max: 1000 }).map((it) => it / 1000),
  themes: fc.subarray(['delivery', 'staff', 'price']),
  scored: fc.boolean(),
});
type Revision = typeof revision extends fc.Arbitrary<infer T> ? T : never;

function feedbackOf(index: number, number: number, it: Revision): Feedback {
  const { touchpoint, product, channel, author, occurredAt } = it;
  return { ...base, id: String(index), revision: number, touchpoint, product, channel, author, occurredAt, rating: it.rated ? { kind: 'nps', value: it.value, scale: { min: 0, max: 10 } } : undefined };
}
function scoreOf(it: Revision): Score {
  const label = it.polarity < -0.1 ? 'negative' : it.polarity > 0.1 ? 'positive' : 'neutral';
  return { ...scoreBase, polarity: it.polarity, label, themes: it.themes.map((id) => ({ id, confidence: 1, words: [] })) };
}

interface Arrival {
  id: string;
  part: Reading;
}
/** Everything that arrives because of these feedback: each revision as received, and as scored where it was. */
const arrivalsOf = (all: Revision[][]): Arrival[] =>
  all.flatMap((revisions, index) =>
    revisions.flatMap((it, at) => {
      const spoken = spokenOf(feedbackOf(index, at + 1, it));
      const received = { id: String(index), part: { spoken } };
      return it.scored ? [received, { id: String(index), part: { spoken, scored: scoredOf(at + 1, scoreOf(it)) } }] : [received];
    }),
  );

function cellsOf(changes: Cell[], into = new Map<string, Cell>()): Map<string, Cell> {
  for (const it of changes) {
    const key = [it.day, it.audience, it.dimension, it.value, it.metric].join('|');
    const old = into.get(key);
    const next = old ? { ...it, n: old.n + it.n, sum: old.sum + it.sum, squares: old.squares + it.squares, high: old.high + it.high, low: old.low + it.low } : it;
    if (next.n === 0) into.delete(key);
    else into.set(key, next);
  }
  return into;
}

/** What the consumer does: batch by batch, each arrival joined with what is known, the difference added to the cells. */
function consume(batches: Arrival[][]): Map<string, Cell> {
  const known = new Map<string, Reading>();
  const cells = new Map<string, Cell>();
  for (const batch of batches) {
    const rollup = new Rollup();
    for (const { id, part } of batch) {
      const before = known.get(id) ?? {};
      const after = merge(before, part);
      known.set(id, after);
      rollup.replace('t', contribution(before), contribution(after));
    }
    cellsOf(rollup.changes(), cells);
  }
  return cells;
}

/** What counting the last revision of every feedback from scratch gives. */
function fromScratch(all: Revision[][]): Map<string, Cell> {
  const rollup = new Rollup();
  all.forEach((revisions, index) => {
    const last = revisions.at(-1)!;
    const spoken = spokenOf(feedbackOf(index, revisions.length, last));
    rollup.replace('t', undefined, contribution({ spoken, scored: last.scored ? scoredOf(revisions.length, scoreOf(last)) : undefined }));
  });
  return cellsOf(rollup.changes());
}

describe('the rollups', () => {
  it('are those of the last revisions, in whatever order and however often events arrive', () => {
    const given = fc.array(fc.array(revision, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 5 }), (all, chance, size) => {
        const twice = [...arrivalsOf(all), ...arrivalsOf(all)].map((it) => ({ it, at: chance.next().value as number }));
        const shuffled = twice.sort((a, b) => a.at - b.at).map(({ it }) => it);
        const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, at) => shuffled.slice(at * size, (at + 1) * size));
        expect(consume(batches)).toEqual(fromScratch(all));
      }),
      { numRuns: 300 },
    );
  });

  it('do not count a score of a revision that was replaced', () => {
    const rev1 = spokenOf({ ...base, revision: 1 });
    const rev2 = spokenOf({ ...base, revision: 2 });
    const late = merge({ spoken: rev1, scored: scoredOf(1, scoreBase) }, { spoken: rev2 });
    expect(contribution(late)?.parts.map(([metric]) => metric)).toEqual(['volume', 'nps']);
    expect(contribution(merge(late, { scored: scoredOf(2, scoreBase) }))?.parts.map(([metric]) => metric)).toEqual(['volume', 'nps', 'sentiment']);
  });
});

describe('what a feedback adds', () => {
  const of = (over: Partial<Feedback>) => contribution({ spoken: spokenOf({ ...base, ...over }) });

  it('is nothing for a turn of an agent or a bot', () => {
    expect(of({ author: 'agent' })).toBeUndefined();
    expect(of({ author: 'bot' })).toBeUndefined();
    expect(of({ author: 'customer' })).toBeDefined();
  });

  it('is kept apart where it is a suggestion of staff', () => {
    expect(of({ channel: 'suggestion' })?.audience).toBe('staff');
    expect(of({ channel: 'survey' })?.audience).toBe('customers');
  });

  it('falls on the day, in UTC, on which the customer spoke', () => expect(of({ occurredAt: '2026-03-02T23:59:59.999Z' })?.day).toBe('2026-03-02'));

  it.each([
    ['nps', 10, 0, 10, 10], ['nps', 5, 1, 5, 10], ['nps', 90, 0, 100, 9], ['csat', 10, 1, 10, 5], ['csat', 1, 0, 1, 5], ['ces', 5, 1, 5, 7], ['stars', 3, 1, 5, 3],
  ] as const)('maps a %s of %d on %d to %d to %d', (kind, value, min, max, expected) => {
    expect(onUsualScale({ kind, value, scale: { min, max } })).toBe(expected);
  });

  it.each([
    [10, 1, 0], [9, 1, 0], [8, 0, 0], [7, 0, 0], [6, 0, 1], [0, 0, 1],
  ])('a net promoter answer of %d is promoter %d, detractor %d', (value, high, low) => {
    const parts = of({ rating: { kind: 'nps', value, scale: { min: 0, max: 10 } } })?.parts;
    expect(parts).toContainEqual(['nps', expect.objectContaining({ n: 1, high, low })]);
  });
});
