/** Whether one more request is let through, and if not, after how many seconds one will be. */
export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfter: number };

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each key: `rate` requests a second, and twice as many in a burst. A rate of 0 admits all. Buckets that have filled up again are forgotten. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rate: number) {}

  /** Takes a token of the key's bucket at a time in milliseconds. */
  take(key: string, now: number): Admission {
    if (this.rate === 0) return { admitted: true };
    const bucket = this.buckets.get(key) ?? { tokens: 2 * this.rate, at: now };
    bucket.tokens = Math.min(2 * this.rate, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.rate);
    bucket.at = now;
    this.buckets.set(key, bucket);
    if (this.buckets.size > 10_000) this.forgetFull(now);
    if (bucket.tokens < 1) return { admitted: false, retryAfter: Math.max(1, Math.ceil((1 - bucket.tokens) / this.rate)) };
    bucket.tokens -= 1;
    return { admitted: true };
  }

  /** Takes tokens for what was admitted and is more than one; they may be owed. */
  charge(key: string, tokens: number): void {
    const bucket = this.buckets.get(key);
    if (bucket) bucket.tokens -= tokens;
  }

  private forgetFull(now: number): void {
    for (const [key, { at, tokens }] of this.buckets) if (tokens + ((now - at) / 1000) * this.rate >= 2 * this.rate) this.buckets.delete(key);
  }
}
