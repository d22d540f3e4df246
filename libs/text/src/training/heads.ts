import { fit, product, thorough, type Rows } from '../linear.js';

/** A yes-or-no question that rows are fitted to: +1, -1, or 0 where a row does not say; and how much a row's error costs. */
export interface Question { sides: Int8Array; costs: Float32Array }

/** Sums for rows that the weights were not fitted to: the rows are cut into parts by `partOf`, and each part is judged by what the others taught. */
export function heldOut(rows: Rows, { sides, costs }: Question, size: number, partOf: (row: number) => number): Float64Array {
  const parts = Int32Array.from(sides, (_, row) => partOf(row));
  const sums = new Float64Array(sides.length);
  for (const part of new Set(parts.filter((_, row) => sides[row] !== 0))) {
    const weights = fit(rows, { sides, costs: costs.map((cost, row) => (parts[row] === part || sides[row] === 0 ? 0 : cost)) }, size, thorough);
    for (let row = 0; row < sums.length; row++) if (parts[row] === part) sums[row] = product(rows, row, weights);
  }
  return sums;
}

/** The weights that all rows together teach. */
export const fitted = (rows: Rows, { sides, costs }: Question, size: number): Float64Array => fit(rows, { sides, costs: costs.map((cost, row) => (sides[row] === 0 ? 0 : cost)) }, size, thorough);
