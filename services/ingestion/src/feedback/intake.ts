import { z } from 'zod';
import type { Masked } from '@vocloop/text';

/** One thing that is wrong with an item; `pointer` begins at the item. */
export interface ItemError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What became of one item of a batch, by its place in it. */
export interface ItemAnswer {
  readonly index: number;
  readonly status: 'accepted' | 'revised' | 'duplicate' | 'stale' | 'refused';
  readonly id?: string;
  /** Why: "newer_clock". */
  readonly reason?: string;
  readonly revision?: number;
  readonly masked?: readonly Masked[];
  readonly warnings?: readonly string[];
  readonly errors?: readonly ItemError[];
}

/** The answer to a batch; the numbers add up to its items. */
export interface BatchAnswer {
  readonly items: readonly ItemAnswer[];
  readonly accepted: number;
  readonly revised: number;
  readonly duplicates: number;
  readonly stale: number;
  readonly refused: number;
}

const items = z.array(z.unknown()).min(1).max(1000);

/** A batch: a list of items, bare or under `items`. What the items are is judged one by one. */
export const batchInput = z.union([items, z.strictObject({ items })]);

/** The items of a batch. */
export const itemsOf = (batch: z.output<typeof batchInput>): unknown[] => (Array.isArray(batch) ? batch : batch.items);

/** An item that its schema took, or what is wrong with it. */
export type Judged<Value> = { readonly value: Value } | { readonly errors: readonly ItemError[] };

/** Parts the items that were taken from those that were refused, each with its place. */
export function sift<Value>(judged: readonly Judged<Value>[]): { good: { index: number; value: Value }[]; refused: ItemAnswer[] } {
  const good: { index: number; value: Value }[] = [];
  const refused: ItemAnswer[] = [];
  judged.forEach((it, index) => ('value' in it ? good.push({ index, value: it.value }) : refused.push({ index, status: 'refused', errors: it.errors })));
  return { good, refused };
}

/** Puts the answers into the items' order and counts them. */
export function batchAnswer(answers: readonly ItemAnswer[]): BatchAnswer {
  const sorted = [...answers].sort((a, b) => a.index - b.index);
  const count = (status: ItemAnswer['status']) => sorted.filter((it) => it.status === status).length;
  return { items: sorted, accepted: count('accepted'), revised: count('revised'), duplicates: count('duplicate'), stale: count('stale'), refused: count('refused') };
}
