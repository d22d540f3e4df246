/** Rows of numbers, one after the other. */
export interface Matrix { width: number; numbers: Float32Array }

const steps = 100;
/** Every so many-th row tells the axes as well as all of them. */
const every = 2;

/** The axes along which rows differ most, the strongest first, each of length 1: orthogonal iteration on their covariance (Golub and Van Loan, Matrix Computations, 8.2.4). */
export function principalAxes({ width, numbers }: Matrix, count: number): Float64Array[] {
  const covariance = new Float64Array(width * width);
  for (let from = 0; from < numbers.length; from += width * every) {
    for (let a = 0; a < width; a++) {
      const by = numbers[from + a] as number;
      for (let b = 0; b < width; b++) (covariance[a * width + b] as number) += by * (numbers[from + b] as number);
    }
  }
  // Any start does that no axis is at right angles to.
  let axes = Array.from({ length: count }, (_, axis) => Float64Array.from({ length: width }, (__, at) => Math.sin(1 + axis * 7.3 + at * (axis + 1) * 0.37)));
  orthonormalise(axes);
  for (let step = 0; step < steps; step++) {
    axes = axes.map((axis) => Float64Array.from(axis, (_, a) => axis.reduce((sum, it, b) => sum + it * (covariance[a * width + b] as number), 0)));
    orthonormalise(axes);
  }
  return axes;
}

/** Makes each axis stand at right angles to those before it (Gram and Schmidt), and of length 1. */
function orthonormalise(axes: readonly Float64Array[]): void {
  for (const [at, axis] of axes.entries()) {
    for (const before of axes.slice(0, at)) {
      const shared = dot(axis, before);
      for (let it = 0; it < axis.length; it++) (axis[it] as number) -= shared * (before[it] as number);
    }
    const length = Math.sqrt(dot(axis, axis));
    for (let it = 0; it < axis.length; it++) (axis[it] as number) /= length;
  }
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, it, at) => sum + it * (b[at] as number), 0);

/** Rows as they lie on the axes. */
export function projected({ width, numbers }: Matrix, axes: readonly Float64Array[]): Float64Array {
  const found = new Float64Array((numbers.length / width) * axes.length);
  for (let row = 0, to = 0; row < numbers.length; row += width) {
    for (const axis of axes) {
      let sum = 0;
      for (let at = 0; at < width; at++) sum += (axis[at] as number) * (numbers[row + at] as number);
      found[to++] = sum;
    }
  }
  return found;
}
