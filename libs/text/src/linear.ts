/** Texts as sparse rows: the features of row r are `ids` and `values` from `starts[r]` to `starts[r + 1]`. */
export interface Rows { starts: Int32Array; ids: Int32Array; values: Float32Array }

/** What one linear side is fitted to: per row +1 or -1, and how much its error costs; a cost of 0 leaves a row out. */
export interface Wanted { sides: Int8Array; costs: Float32Array }

/** How long weights are fitted: passes at most, and how far from the best they may end. */
interface Effort { passes: number; tolerance: number }
/** For what is learned while somebody waits. */
const quick: Effort = { passes: 12, tolerance: 0.2 };
/** Right no more often, but as often whatever word a list gets: with less, one more phrase moved what was right of a set by a point. For what is shipped. */
export const thorough: Effort = { passes: 60, tolerance: 0.02 };

/**
 * Fits the weights of one side against the other: squared hinge loss with an L2 penalty, solved in its dual coordinate by coordinate (Hsieh et al., "A Dual
 * Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3). The same rows, in the same order, give the same weights to the bit.
 */
export function fit(rows: Rows, { sides, costs }: Wanted, size: number, { passes, tolerance }: Effort = quick): Float64Array {
  const weights = new Float64Array(size);
  const alphas = new Float64Array(sides.length);
  const squares = squaresOf(rows);
  const order = Int32Array.from(sides.keys()).filter((row) => (costs[row] as number) > 0);
  const random = randomOf(order.length);
  let active = order.length;
  let limit = Infinity;
  for (let pass = 0; pass < passes; pass++) {
    let [most, least] = [-Infinity, Infinity];
    for (let at = 0; at < active; at++) swap(order, at, at + Math.floor(random() * (active - at)));
    for (let at = 0; at < active; at++) {
      const row = order[at] as number;
      const side = sides[row] as number;
      const slack = 0.5 / (costs[row] as number);
      const alpha = alphas[row] as number;
      const slope = side * product(rows, row, weights) - 1 + alpha * slack;
      // A row that lies far on its side, and is not held by anything, will not come back.
      if (alpha === 0 && slope > limit) {
        swap(order, at--, --active);
        continue;
      }
      const step = alpha === 0 ? Math.min(slope, 0) : slope;
      most = Math.max(most, step);
      least = Math.min(least, step);
      if (Math.abs(step) < 1e-12) continue;
      const next = Math.max(alpha - slope / ((squares[row] as number) + slack), 0);
      alphas[row] = next;
      add(rows, row, (next - alpha) * side, weights);
    }
    if (most - least > tolerance) limit = most <= 0 ? Infinity : most;
    else if (active === order.length) break;
    else [active, limit] = [order.length, Infinity];
  }
  return weights;
}

/** A row's sum of weighted features. */
export function product({ starts, ids, values }: Rows, row: number, weights: Float64Array | Float32Array): number {
  let sum = 0;
  for (let at = starts[row] as number, to = starts[row + 1] as number; at < to; at++) sum += (weights[ids[at] as number] as number) * (values[at] as number);
  return sum;
}

function add({ starts, ids, values }: Rows, row: number, by: number, weights: Float64Array): void {
  for (let at = starts[row] as number, to = starts[row + 1] as number; at < to; at++) (weights[ids[at] as number] as number) += by * (values[at] as number);
}

function squaresOf({ starts, values }: Rows): Float64Array {
  return new Float64Array(starts.length - 1).map((_, row) => {
    let sum = 0;
    for (let at = starts[row] as number, to = starts[row + 1] as number; at < to; at++) sum += (values[at] as number) ** 2;
    return sum;
  });
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a] as number;
  order[a] = order[b] as number;
  order[b] = kept;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
