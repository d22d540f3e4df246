import { mean, netPromoter, wilson, type Estimate } from './interval.js';

/** What can be asked for. Ratings count where one was given, sentiment where a text was scored, volume always. */
export const metrics = ['nps', 'csat', 'ces', 'stars', 'sentiment', 'volume'] as const;
export type Metric = (typeof metrics)[number];

/** What a metric may be broken down by. A pod's figures are those of the products and touchpoints that it owns today. */
export const dimensions = ['touchpoint', 'product', 'channel', 'theme', 'pod', 'source', 'language', 'segment'] as const;
export type Dimension = (typeof dimensions)[number];

/** Suggestions come from staff and stakeholders and are never mixed with customers. */
export const audiences = ['customers', 'staff'] as const;
export type Audience = (typeof audiences)[number];

/**
 * The sums that a metric is made of, in whole numbers so that what was added can be taken away exactly.
 * Values are thousandths of the metric's scale; `high` counts promoters, satisfied or positive, `low` detractors or negative.
 */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  readonly high: number;
  readonly low: number;
}

export const nothing: Sums = { n: 0, sum: 0, squares: 0, high: 0, low: 0 };

export const add = (a: Sums, b: Sums): Sums => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares, high: a.high + b.high, low: a.low + b.low });

/** A metric's figure. `value`, `low` and `high` are null where n is 0; low and high are null too where there is nothing to be unsure of. */
export interface Figure {
  readonly n: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}
export interface SentimentFigure extends Figure {
  /** Share of negative texts, in percent. */
  readonly negative: Omit<Figure, 'n'>;
}

interface Shape {
  readonly unit: 'points' | 'percent' | 'mean' | 'feedback';
  readonly scale: { readonly min: number; readonly max: number } | null;
  readonly meaning: string;
}

/** Unit, scale and meaning of every metric. */
export const shapes: Record<Metric, Shape> = {
  nps: { unit: 'points', scale: { min: -100, max: 100 }, meaning: 'Promoters (9, 10) less detractors (0 to 6), in percent; other scales mapped to 0 to 10.' },
  csat: { unit: 'percent', scale: { min: 0, max: 100 }, meaning: 'Share of answers in the top two boxes (4, 5); other scales mapped to 1 to 5.' },
  ces: { unit: 'mean', scale: { min: 1, max: 7 }, meaning: 'Mean ease; other scales mapped to 1 to 7; higher is easier.' },
  stars: { unit: 'mean', scale: { min: 1, max: 5 }, meaning: 'Mean stars; other scales mapped to 1 to 5.' },
  sentiment: { unit: 'mean', scale: { min: -1, max: 1 }, meaning: 'Mean polarity of scored texts, and the share that is negative.' },
  volume: { unit: 'feedback', scale: null, meaning: 'Feedback; the turns of agents and bots are not counted.' },
};

const unknown = { value: null, low: null, high: null };
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const times = ({ value, low, high }: Estimate, factor: number): Estimate => ({ value: rounded(value * factor), low: rounded(low * factor), high: rounded(high * factor) });

/** A metric's figure from its sums. */
export function figure(metric: Metric, sums: Sums): Figure | SentimentFigure {
  const { n, high, low } = sums;
  if (n === 0) return metric === 'sentiment' ? { n, ...unknown, negative: unknown } : { n, ...unknown };
  switch (metric) {
    case 'volume':
      return { n, value: n, low: null, high: null };
    case 'nps':
      return { n, ...times(netPromoter(high, low, n), 100) };
    case 'csat':
      return { n, ...times(wilson(high, n), 100) };
    case 'ces':
    case 'stars':
      return { n, ...average(metric, sums) };
    case 'sentiment':
      return { n, ...average(metric, sums), negative: times(wilson(low, n), 100) };
  }
}

function average(metric: 'ces' | 'stars' | 'sentiment', { n, sum, squares }: Sums): Estimate {
  const scale = shapes[metric].scale!;
  return times(mean(n, sum / 1e3, squares / 1e6, scale), 1);
}
