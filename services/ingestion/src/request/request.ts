/** A request with an Idempotency-Key: the hash that its row is found by, and what it stands for as the identity of items without an id of their own. */
export interface RequestKey {
  readonly hash: string;
  readonly identity: string;
}

/** What came by a request with an Idempotency-Key, and as which of its items. */
export interface Requested {
  readonly tenant: string;
  readonly request?: { readonly keyHash: string; readonly index: number };
}

/** A claim that somebody holds until then: the moment is its fence, as whoever claims after it holds until a later one. */
export interface Held {
  readonly tenant: string;
  readonly keyHash: string;
  readonly lockedUntil: Date;
}

/** How a request with an Idempotency-Key may go on; `begunAt` is when it was first begun, whoever it was that died then. */
export type Claim =
  | { readonly kind: 'begun'; readonly begunAt: Date; readonly held: Held }
  | { readonly kind: 'answered'; readonly status: number; readonly answer: string }
  | { readonly kind: 'in_flight' }
  | { readonly kind: 'other_body' };

/** What a key that is taken means for another request with it. */
export function claimOf(taken: { readonly bodyHash: string; readonly status: number | null; readonly answer: string | null } | undefined, bodyHash: string): Claim {
  if (!taken) return { kind: 'in_flight' };
  if (taken.bodyHash !== bodyHash) return { kind: 'other_body' };
  return taken.status === null ? { kind: 'in_flight' } : { kind: 'answered', status: taken.status, answer: taken.answer ?? 'null' };
}
