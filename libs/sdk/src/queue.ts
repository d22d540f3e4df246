import type { Waiting } from './feedback.js';

/** Feedback in the order of sending, until the platform has settled each. Whoever must wait for a part of it can. */
export class Queue {
  private waiting: Waiting[] = [];
  private taken: Waiting[] = [];
  private watchers: { number: number; tell: () => void }[] = [];

  get size(): number {
    return this.waiting.length + this.taken.length;
  }

  /** All that is not settled, oldest first. */
  get unsettled(): readonly Waiting[] {
    return [...this.taken, ...this.waiting];
  }

  add(it: Waiting): void {
    this.waiting.push(it);
  }

  /** Takes the oldest: as many as fit into `count` and `bytes`, one at least. */
  take(count: number, bytes: number): readonly Waiting[] {
    let size = 0;
    let fitting = 0;
    for (const it of this.waiting.slice(0, count)) {
      size += it.bytes;
      if (fitting > 0 && size > bytes) break;
      fitting++;
    }
    this.taken = this.waiting.splice(0, fitting);
    return this.taken;
  }

  /** What was taken is settled, but for `left`, which goes back to the front. */
  settle(left: readonly Waiting[] = []): void {
    this.waiting.unshift(...left);
    this.taken = [];
    const oldest = this.waiting[0]?.number ?? Infinity;
    const ready = this.watchers.filter((it) => it.number < oldest);
    this.watchers = this.watchers.filter((it) => it.number >= oldest);
    for (const { tell } of ready) tell();
  }

  /** Resolves when everything up to this number is settled. */
  settled(number: number): Promise<void> {
    const oldest = this.taken[0]?.number ?? this.waiting[0]?.number ?? Infinity;
    if (number < oldest) return Promise.resolve();
    return new Promise((tell) => this.watchers.push({ number, tell }));
  }
}
