/** The logistic function. */
export const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

/** A row to fit shares by: its numbers (without a constant), whether it is so, and how much it counts. */
export interface ShareRow { numbers: readonly number[]; so: boolean; counts: number }

/** The rows, and as many as two more that went the other way, spread over all: a few rows that agree do not make sure. */
export const cautiously = (rows: readonly ShareRow[]): ShareRow[] => rows.flatMap((it) => [it, { ...it, so: !it.so, counts: (2 * it.counts) / rows.length }]);

/** Fits how shares follow from a few numbers: logistic regression with a small L2 penalty, by Newton's method. Answers the constant, then a weight for each number. */
export function fitShares(rows: readonly ShareRow[]): number[] {
  const size = (rows[0]?.numbers.length ?? 0) + 1;
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const slope = weights.map((it) => 1e-3 * it);
    const curve = weights.map((_, a) => weights.map((__, b) => (a === b ? 1e-3 : 0)));
    for (const { numbers, so, counts } of rows) {
      const values = [1, ...numbers];
      const share = logistic(sumOf(weights, values));
      for (let a = 0; a < size; a++) {
        (slope[a] as number) += counts * (share - (so ? 1 : 0)) * (values[a] as number);
        for (let b = 0; b < size; b++) ((curve[a] as number[])[b] as number) += counts * share * (1 - share) * (values[a] as number) * (values[b] as number);
      }
    }
    solve(curve, slope).forEach((it, at) => ((weights[at] as number) -= it));
  }
  return weights;
}

/** A constant and the weighted numbers. */
export const shareOf = (weights: readonly number[], ...numbers: number[]): number => logistic(sumOf(weights, [1, ...numbers]));

/** Weighted numbers, added up. */
export const sumOf = (weights: readonly number[], values: readonly number[]): number => weights.reduce((sum, it, at) => sum + it * (values[at] as number), 0);

/** Solves a small system of equations with a symmetric, positive matrix (Gauss). */
function solve(matrix: number[][], wanted: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, wanted[at] as number]);
  rows.forEach((row, at) => {
    const pivot = row[at] as number;
    for (let next = at; next < row.length; next++) (row[next] as number) /= pivot;
    rows.forEach((other, which) => {
      const by = other[at] as number;
      if (which !== at) for (let next = at; next < row.length; next++) (other[next] as number) -= by * (row[next] as number);
    });
  });
  return rows.map((row) => row.at(-1) as number);
}
