import { describe, expect, it } from '@jest/globals';
import { figure, metrics, nothing, type Metric, type Sums } from './metric.js';

const sums = (over: Partial<Sums>): Sums => ({ ...nothing, ...over });

describe('a figure', () => {
  it.each([
    ['nps', sums({ n: 100, high: 40, low: 20 }), 20],
    ['csat', sums({ n: 50, high: 40 }), 80],
    ['ces', sums({ n: 2, sum: 11_000, squares: 61_000_000 }), 5.5],
    ['stars', sums({ n: 4, sum: 16_000, squares: 66_000_000 }), 4],
    ['sentiment', sums({ n: 4, sum: -1_000, squares: 1_000_000, low: 2 }), -0.25],
    ['volume', sums({ n: 7 }), 7],
  ] as [Metric, Sums, number][])('of %s %j is %d, with its n', (metric, given, value) => {
    expect(figure(metric, given)).toMatchObject({ n: given.n, value });
  });

  it.each(metrics)('of %s without feedback is unknown, not zero', (metric) => {
    expect(figure(metric, nothing)).toMatchObject({ n: 0, value: null, low: null, high: null });
  });

  it('of sentiment says the share that is negative', () => {
    expect(figure('sentiment', sums({ n: 10, low: 5 }))).toMatchObject({ negative: { value: 50, low: expect.closeTo(23.66, 1), high: expect.closeTo(76.34, 1) } });
  });
});
