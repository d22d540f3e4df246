import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mean, netPromoter, tQuantile, wilson } from './interval.js';

/** Every way that n answers fall into promoters, passives and detractors, with its probability. */
function* trinomial(n: number, p: number, d: number): Generator<{ promoters: number; detractors: number; chance: number }> {
  const logFactorial = [0];
  for (let i = 1; i <= n; i++) logFactorial.push(logFactorial[i - 1]! + Math.log(i));
  for (let promoters = 0; promoters <= n; promoters++) {
    for (let detractors = 0; detractors <= n - promoters; detractors++) {
      const passive = n - promoters - detractors;
      const ways = logFactorial[n]! - logFactorial[promoters]! - logFactorial[detractors]! - logFactorial[passive]!;
      yield { promoters, detractors, chance: Math.exp(ways) * p ** promoters * d ** detractors * (1 - p - d) ** passive };
    }
  }
}

function coverage(n: number, p: number, d: number): number {
  let covered = 0;
  for (const { promoters, detractors, chance } of trinomial(n, p, d)) {
    const { low, high } = netPromoter(promoters, detractors, n);
    if (low <= p - d && p - d <= high) covered += chance;
  }
  return covered;
}

describe('the interval of a net promoter score', () => {
  it('is the adjusted Wald interval, by hand', () => {
    // 40 promoters, 20 detractors of 100: p = 40.75/103, d = 20.75/103.
    const { value, low, high } = netPromoter(40, 20, 100);
    expect(value).toBeCloseTo(0.2, 10);
    expect(low).toBeCloseTo(0.19417 - 1.959964 * Math.sqrt((0.597087 - 0.0377038) / 103), 4);
    expect(high).toBeCloseTo(0.19417 + 1.959964 * Math.sqrt((0.597087 - 0.0377038) / 103), 4);
  });

  it.each([[5], [10], [30]])('holds the true score about 95 times of 100 with %i answers, counted over all outcomes', (n) => {
    const truths = [[0.5, 0.2], [0.3, 0.3], [0.7, 0.1], [0.2, 0.6], [0.4, 0.4]] as const;
    const found = truths.map(([p, d]) => coverage(n, p, d));
    expect(Math.min(...found)).toBeGreaterThan(0.9);
    expect(found.reduce((a, b) => a + b) / found.length).toBeGreaterThan(0.94);
  });
});

describe("Wilson's interval", () => {
  it.each([
    // hits, n, low, high: Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i is %f to %f', (hits, n, low, high) => {
    expect(wilson(hits, n).low).toBeCloseTo(low, 4);
    expect(wilson(hits, n).high).toBeCloseTo(high, 4);
  });
});

describe("Student's t", () => {
  it.each([[1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [5, 2.571], [10, 2.228], [30, 2.042], [120, 1.98]])('with %i degrees of freedom is %f', (freedom, expected) => {
    expect(Math.abs(tQuantile(freedom) / expected - 1)).toBeLessThan(0.005);
  });
});

describe('the interval of a mean', () => {
  const scale = { min: 1, max: 7 };
  it('is the whole scale for one answer', () => expect(mean(1, 6, 36, scale)).toEqual({ value: 6, low: 1, high: 7 }));
  it('is not certain because two customers agree', () => {
    const { low, high } = mean(2, 14, 98, scale);
    expect(high).toBe(7);
    expect(low).toBeLessThan(5);
  });
  it('is t, by hand', () => {
    // 5, 6, 7: mean 6, s = 1, t(2) = 4.303, so 6 ± 2.484, cut at 7.
    const { low, high } = mean(3, 18, 110, scale);
    expect(low).toBeCloseTo(3.516, 3);
    expect(high).toBe(7);
  });
});

describe('every interval', () => {
  it('holds its figure and stays on the scale', () => {
    const counts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)).filter(([a, b, c]) => a + b + c > 0);
    fc.assert(
      fc.property(counts, ([a, b, c]) => {
        const n = a + b + c;
        const estimates = [
          [netPromoter(a, b, n), -1, 1],
          [wilson(a, n), 0, 1],
          [mean(n, a - b, a + b, { min: -1, max: 1 }), -1, 1],
        ] as const;
        for (const [{ low, value, high }, min, max] of estimates) {
          expect(low).toBeGreaterThanOrEqual(min);
          expect(value).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(max).toBeGreaterThanOrEqual(high);
        }
      }),
    );
  });

  it('narrows as answers grow', () => {
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(netPromoter(400, 200, 1000))).toBeLessThan(width(netPromoter(40, 20, 100)));
    expect(width(wilson(400, 1000))).toBeLessThan(width(wilson(40, 100)));
  });
});
