/** The pause between attempts: from `firstMs`, doubled each time, to `mostMs`. */
export interface Pauses {
  readonly firstMs: number;
  readonly mostMs: number;
}

// A server may ask us to wait, but not for ever.
const longestAsked = 600_000;

/**
 * How long to wait before attempt `attempt` (1 is the first repetition), in ms. Full jitter (Brooker, "Exponential backoff and jitter"): anywhere up to the
 * doubled pause, so that many clients do not come back at once; what the server asked for is waited in any case.
 */
export function pauseBefore(attempt: number, { firstMs, mostMs }: Pauses, random: number, askedMs = 0): number {
  const doubled = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(Math.min(askedMs, longestAsked) + random * doubled);
}

/** What a Retry-After header asks for, in ms: seconds or a date (RFC 9110, 10.2.3). Undefined where there is none that can be read. */
export function askedPause(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
