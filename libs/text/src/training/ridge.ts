const steps = 40;

/** Which columns each row is the sum of; its sum is divided by the root of how many they are. */
export type Sums = readonly (readonly number[])[];

/**
 * Fits a vector of `width` numbers for each column, so that rows come near their targets without going far from `start`: ridge regression by conjugate gradients, each of the
 * numbers by itself (Hestenes and Stiefel, 1952). Answers the columns' vectors, one after the other.
 */
export function ridge(rows: Sums, targets: Float64Array, start: Float64Array, { width, penalty }: { width: number; penalty: number }): Float64Array {
  const left = subtract(targets, applied(rows, start, width));
  const vectors = start.slice();
  let error = gathered(rows, left, width, start.length);
  let direction = error.slice();
  let squares = dots(error, error, width);
  for (let step = 0; step < steps; step++) {
    const moved = gathered(rows, applied(rows, direction, width), width, start.length);
    for (let at = 0; at < moved.length; at++) (moved[at] as number) += penalty * (direction[at] as number);
    const curve = dots(direction, moved, width);
    const far = squares.map((it, at) => it / (curve[at] || 1));
    for (let at = 0; at < vectors.length; at++) (vectors[at] as number) += (far[at % width] as number) * (direction[at] as number);
    error = error.map((it, at) => it - (far[at % width] as number) * (moved[at] as number));
    const next = dots(error, error, width);
    const kept = next.map((it, at) => it / (squares[at] || 1));
    squares = next;
    direction = error.map((it, at) => it + (kept[at % width] as number) * (direction[at] as number));
  }
  return vectors;
}

const shareOf = (row: readonly number[]): number => 1 / Math.sqrt(Math.max(1, row.length));
const subtract = (a: Float64Array, b: Float64Array): Float64Array => a.map((it, at) => it - (b[at] as number));

/** What each row is, by the columns' vectors. */
function applied(rows: Sums, vectors: Float64Array, width: number): Float64Array {
  const found = new Float64Array(rows.length * width);
  for (const [row, columns] of rows.entries()) {
    const [to, share] = [row * width, shareOf(columns)];
    for (const column of columns) for (let at = 0, from = column * width; at < width; at++) (found[to + at] as number) += share * (vectors[from + at] as number);
  }
  return found;
}

/** What the rows' numbers come to at each column. */
function gathered(rows: Sums, numbers: Float64Array, width: number, size: number): Float64Array {
  const found = new Float64Array(size);
  for (const [row, columns] of rows.entries()) {
    const [from, share] = [row * width, shareOf(columns)];
    for (const column of columns) for (let at = 0, to = column * width; at < width; at++) (found[to + at] as number) += share * (numbers[from + at] as number);
  }
  return found;
}

/** The sum of products, for each of the `width` numbers of a vector by itself. */
function dots(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const found = new Float64Array(width);
  for (let at = 0; at < a.length; at++) (found[at % width] as number) += (a[at] as number) * (b[at] as number);
  return found;
}
