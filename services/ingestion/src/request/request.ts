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

/** What came by one request. */
export interface RequestItems<Item extends Requested> {
  readonly tenant: string;
  readonly keyHash: string;
  readonly items: readonly Item[];
}

const keyOf = ({ tenant, keyHash }: { readonly tenant: string; readonly keyHash: string }): string => `${tenant}\n${keyHash}`;

/** Items by the request that they came by; what came by none is in none. */
export function byRequest<Item extends Requested>(items: readonly Item[]): RequestItems<Item>[] {
  const named = items.flatMap((item) => (item.request ? [{ tenant: item.tenant, keyHash: item.request.keyHash, item }] : []));
  return [...Map.groupBy(named, keyOf).values()].map((its) => ({ tenant: its[0]!.tenant, keyHash: its[0]!.keyHash, items: its.map(({ item }) => item) }));
}

/** What items were told before, by the receipts that are kept of their requests. */
export function toldBefore<Item extends Requested, Receipt extends object>(
  requests: readonly RequestItems<Item>[],
  kept: readonly { readonly tenant: string; readonly keyHash: string; readonly receipts: Readonly<Record<string, object>> }[],
): Map<Item, Receipt> {
  const receipts = new Map(kept.map((row) => [keyOf(row), row.receipts as Readonly<Record<string, Receipt>>]));
  return new Map(requests.flatMap((request) => request.items.flatMap((item) => {
    const receipt = receipts.get(keyOf(request))?.[item.request!.index];
    return receipt ? [[item, receipt] as const] : [];
  })));
}

/** Receipts of each request's items by their places, as they are kept. */
export const toKeep = <Item extends Requested, Receipt extends object>(requests: readonly RequestItems<Item>[], receipts: ReadonlyMap<Item, Receipt>): { tenant: string; keyHash: string; receipts: Record<string, Receipt> }[] =>
  requests.map(({ items, ...key }) => ({ ...key, receipts: Object.fromEntries(items.flatMap((item) => (receipts.has(item) ? [[item.request!.index, receipts.get(item)!]] : []))) }));
