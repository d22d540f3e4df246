import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, passage, quantile, StageTally } from './stage.js';

describe('a quantile of bucketed latencies', () => {
  it('is within a fifth of the true one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 200 }), fc.constantFrom(0.5, 0.95), (latencies, q) => {
        const counts = new Map<number, number>();
        for (const ms of latencies) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
        const truth = latencies.sort((a, b) => a - b)[Math.ceil(q * latencies.length) - 1]!;
        const found = quantile([...counts], q)!;
        expect(found).toBeGreaterThanOrEqual(truth / 1.2 - 0.1);
        expect(found).toBeLessThanOrEqual(truth * 1.2 + 0.1);
      }),
    );
  });
  it('of nothing is unknown', () => expect(quantile([], 0.5)).toBeNull());
});

describe('a passage', () => {
  it('waits for both ends', () => {
    expect(passage('scored', undefined, '2026-03-02T00:00:00.000Z')).toBeUndefined();
    expect(passage('scored', '2026-03-02T00:00:00.000Z', undefined)).toBeUndefined();
  });
  it('is counted on the day it ended, never below 0', () => {
    expect(passage('received', '2026-03-02T00:00:01.000Z', '2026-03-02T00:00:00.000Z')).toEqual({ stage: 'received', day: '2026-03-02', bucket: 0 });
  });
  it('is taken back where it turns out otherwise', () => {
    const tally = new StageTally();
    const slow = { stage: 'scored', day: '2026-03-02', bucket: 30 } as const;
    const quick = { ...slow, bucket: 10 };
    tally.replace('t', [], [slow]);
    tally.replace('t', [slow], [quick]);
    expect(tally.changes()).toEqual([{ ...quick, tenant: 't', n: 1 }]);
  });
});
