import type { Rows } from './linear.js';

/** Collects sparse rows, feature by feature, in arrays that grow as they must. */
export class RowsBuilder {
  private ids: Int32Array<ArrayBuffer>;
  private values: Float32Array<ArrayBuffer>;
  private readonly starts = [0];
  private length = 0;

  /** `room` is for so many features at first. */
  constructor(room = 1 << 16) {
    this.ids = new Int32Array(room);
    this.values = new Float32Array(room);
  }

  /** Adds a feature to the row that is being made. */
  add(id: number, value: number): void {
    if (this.length === this.ids.length) this.grow();
    this.ids[this.length] = id;
    this.values[this.length++] = value;
  }

  /** Multiplies the features added since the row began, or since `from`. */
  scale(by: number, from = this.starts.at(-1) as number): void {
    for (let at = from; at < this.length; at++) (this.values[at] as number) *= by;
  }

  /** The Euclidean length of the row so far. */
  norm(): number {
    let sum = 0;
    for (let at = this.starts.at(-1) as number; at < this.length; at++) sum += (this.values[at] as number) ** 2;
    return Math.sqrt(sum);
  }

  /** Ends the row; the next feature begins another. */
  end(): void {
    this.starts.push(this.length);
  }

  rows(): Rows {
    return { starts: Int32Array.from(this.starts), ids: this.ids.slice(0, this.length), values: this.values.slice(0, this.length) };
  }

  private grow(): void {
    const [ids, values] = [this.ids, this.values];
    this.ids = new Int32Array(ids.length * 2);
    this.values = new Float32Array(values.length * 2);
    this.ids.set(ids);
    this.values.set(values);
  }
}
