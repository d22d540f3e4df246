/** Whether tokens could be taken, and if not, after how many seconds they can. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly retryAfter: number };

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each key: `rate` tokens a second, and twice as many in a burst, which is also the most that may be owed. A rate of 0 admits all. Buckets that have filled up again are forgotten. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rate: number) {}

  /** Takes tokens of the key's bucket at a time in milliseconds; more than a burst is given from a full bucket, the rest is owed. */
  take(key: string, tokens: number, now: number): Taken {
    if (this.rate === 0) return { taken: true };
    const bucket = this.buckets.get(key) ?? { tokens: this.burst, at: now };
    bucket.tokens = Math.min(this.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.rate);
    bucket.at = now;
    this.buckets.set(key, bucket);
    if (this.buckets.size > 10_000) this.forgetFull(now);
    const missing = Math.min(tokens, this.burst) - bucket.tokens;
    if (missing > 0) return { taken: false, retryAfter: Math.max(1, Math.ceil(missing / this.rate)) };
    this.charge(key, tokens);
    return { taken: true };
  }

  /** Takes tokens for what is done already; they may be owed. */
  charge(key: string, tokens: number): void {
    const bucket = this.buckets.get(key);
    if (bucket) bucket.tokens = Math.max(-this.burst, bucket.tokens - tokens);
  }

  private get burst(): number {
    return 2 * this.rate;
  }

  private forgetFull(now: number): void {
    for (const [key, { at, tokens }] of this.buckets) if (tokens + ((now - at) / 1000) * this.rate >= this.burst) this.buckets.delete(key);
  }
}
