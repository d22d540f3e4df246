/** Queued until it arrives or is given up; replaying queues it again. */
export const deliveryStates = ['queued', 'arrived', 'gave_up'] as const;
/** Where a delivery stands. */
export type DeliveryState = (typeof deliveryStates)[number];

/** One try: when, what came back (a status, or why none), how long it took, and the first 500 characters of the answer. */
export interface DeliveryAttempt {
  readonly at: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
  readonly answer: string | null;
}

/** A webhook on its way out, with every attempt. Its secret is never shown. */
export interface Delivery {
  readonly id: string;
  readonly tenant: string;
  /** What it is about, as its sender calls it: an issue's id. */
  readonly about: string;
  /** What its sender knows it by, if it said so. */
  readonly tag: string | null;
  readonly url: string;
  readonly type: string;
  readonly state: DeliveryState;
  /** Why it is where it is. */
  readonly reason: string | null;
  readonly createdAt: Date;
  /** When it is tried next; null once it has ended. */
  readonly nextAt: Date | null;
  readonly endedAt: Date | null;
  readonly attempts: readonly DeliveryAttempt[];
}

/** What came of one try. */
export type Result =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'unanswered'; readonly error: string; readonly blocked: boolean };

/** What follows from it. */
export type Verdict =
  | { readonly then: 'arrived'; readonly reason: string }
  | { readonly then: 'again'; readonly reason: string; readonly afterMs: number }
  | { readonly then: 'gave_up'; readonly reason: string };

/** Answers that another try would not change: the address is wrong, or takes no such thing. Whoever says 401 or 500 may be mended within hours. */
const final: Record<number, string> = {
  404: 'there is nothing at this address',
  405: 'the address takes no POST',
  410: 'the receiver wants no more',
  413: 'the receiver finds it too large',
  414: 'the receiver finds the address too long',
  415: 'the receiver takes no JSON',
  501: 'the receiver takes no POST',
};

const DAY_MS = 24 * 3600 * 1000;

/**
 * Judges try number `attempt` (from 1). `delays` are the seconds before each further try, so there is one try more than delays.
 * Each wait is stretched or shortened by up to a fifth (`chance`, 0 to 1), so that what failed together does not come back together;
 * a receiver's Retry-After is honoured up to a day.
 */
export function judge(result: Result, attempt: number, delays: readonly number[], chance: number): Verdict {
  if (result.kind === 'answered' && result.status >= 200 && result.status < 300) return { then: 'arrived', reason: `answered ${result.status}` };
  const reason = result.kind === 'answered' ? `answered ${result.status}` : result.error;
  if (result.kind === 'unanswered' && result.blocked) return { then: 'gave_up', reason };
  if (result.kind === 'answered' && final[result.status]) return { then: 'gave_up', reason: `${reason}: ${final[result.status]}` };
  if (result.kind === 'answered' && result.status >= 300 && result.status < 400) return { then: 'gave_up', reason: `${reason}: redirects are not followed; give the final address` };
  const delay = delays[attempt - 1];
  if (delay === undefined) return { then: 'gave_up', reason: `${reason}; tried ${attempt} times` };
  const wanted = result.kind === 'answered' ? Math.min(result.retryAfterMs ?? 0, DAY_MS) : 0;
  return { then: 'again', reason, afterMs: Math.round(Math.max(delay * 1000 * (0.8 + 0.4 * chance), wanted)) };
}

/** The milliseconds that a Retry-After header asks for, in either of its forms; undefined where it asks for nothing readable. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
