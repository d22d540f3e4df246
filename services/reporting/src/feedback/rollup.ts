import type { Audience, Metric, Sums } from '../metric/metric.js';
import type { Contribution, Kept } from './contribution.js';

/** One cell of the rollups, or what a batch changes of it. */
export interface Cell extends Sums {
  readonly tenant: string;
  readonly day: string;
  readonly audience: Audience;
  readonly dimension: Kept;
  readonly value: string;
  readonly metric: Metric;
}
type Open<T> = { -readonly [Key in keyof T]: T[Key] };

/** Sums what a batch changes, cell by cell, so that the database hears of each cell once. */
export class Rollup {
  private readonly cells = new Map<string, Open<Cell>>();

  /** Takes away what a feedback added as it was known, and adds what it adds as it is known now. */
  replace(tenant: string, before: Contribution | undefined, after: Contribution | undefined): void {
    if (before) this.apply(tenant, before, -1);
    if (after) this.apply(tenant, after, 1);
  }

  /** The changes that are not nothing, in one order for all, so that concurrent batches wait for each other and never deadlock. */
  changes(): Cell[] {
    return [...this.cells.entries()]
      .filter(([, it]) => it.n !== 0 || it.sum !== 0 || it.squares !== 0 || it.high !== 0 || it.low !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, it]) => it);
  }

  private apply(tenant: string, { day, audience, places, parts }: Contribution, sign: 1 | -1): void {
    for (const [dimension, value, sentiment] of places) {
      for (const [metric, whole] of parts) {
        const sums = metric === 'sentiment' && sentiment ? sentiment : whole;
        const key = `${tenant}\u0001${day}\u0001${audience}\u0001${dimension}\u0001${value}\u0001${metric}`;
        let cell = this.cells.get(key);
        if (!cell) this.cells.set(key, (cell = { tenant, day, audience, dimension, value, metric, n: 0, sum: 0, squares: 0, high: 0, low: 0 }));
        cell.n += sign * sums.n;
        cell.sum += sign * sums.sum;
        cell.squares += sign * sums.squares;
        cell.high += sign * sums.high;
        cell.low += sign * sums.low;
      }
    }
  }
}
