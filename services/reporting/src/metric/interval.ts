/** Two-sided 95 %: the quantile of the normal distribution. */
const z = 1.959964;

/** A figure with the 95 % interval around it, all on the same scale. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/**
 * Share of `hits` among `n`, 0 to 1, with Wilson's score interval: honest for small n and near 0 and 1.
 * Wilson, JASA 22 (1927) 209; recommended by Brown, Cai and DasGupta, Statistical Science 16 (2001) 101.
 */
export function wilson(hits: number, n: number): Estimate {
  const share = hits / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { value: share, low: Math.min(share, within(centre - half, 0, 1)), high: Math.max(share, within(centre + half, 0, 1)) };
}

/**
 * Net promoter score, -1 to 1: share of promoters less share of detractors. Its variance is that of a trinomial, p + d - (p - d)^2 over n;
 * the adjusted Wald interval counts three answers more (3/4 promoters, 3/4 detractors, the rest passive), so that it holds for small n.
 * Rocks, The American Statistician 70 (2016) 365, after Agresti and Min (2005). Kept within the scale and around the score.
 */
export function netPromoter(promoters: number, detractors: number, n: number): Estimate {
  const value = (promoters - detractors) / n;
  const p = (promoters + 0.75) / (n + 3);
  const d = (detractors + 0.75) / (n + 3);
  const half = z * Math.sqrt((p + d - (p - d) ** 2) / (n + 3));
  return { value, low: Math.min(value, within(p - d - half, -1, 1)), high: Math.max(value, within(p - d + half, -1, 1)) };
}

/**
 * Mean of `n` values on a scale, with Student's t interval, kept within the scale. `sum` and `squares` are the sums of the values and of their squares.
 * One value alone says nothing of the spread: the interval is the scale. Where all values are equal, t would claim certainty;
 * then the share of customers who would have answered otherwise is bounded by Wilson for 0 of n, and each of those by the scale's ends.
 */
export function mean(n: number, sum: number, squares: number, scale: { min: number; max: number }): Estimate {
  const value = sum / n;
  if (n === 1) return { value, low: scale.min, high: scale.max };
  const variance = Math.max(0, (squares - n * value * value) / (n - 1));
  if (variance < 1e-9) {
    const others = wilson(0, n).high;
    return { value, low: value - (value - scale.min) * others, high: value + (scale.max - value) * others };
  }
  const half = tQuantile(n - 1) * Math.sqrt(variance / n);
  return { value, low: within(value - half, scale.min, scale.max), high: within(value + half, scale.min, scale.max) };
}

/** The 97.5 % quantile of Student's t: exact for 1 and 2 degrees of freedom, else Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5), good to 0.5 %. */
export function tQuantile(freedom: number): number {
  if (freedom === 1) return 12.7062;
  if (freedom === 2) return 4.30265;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z);
}
