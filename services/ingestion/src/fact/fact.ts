import type { Event, FactInput } from '@vocloop/contracts';
import type { Requested } from '../request/request.js';

/** A fact that somebody hands in. */
export interface FactSubmission extends Requested {
  readonly input: FactInput;
  /** Stands for the fact where the source gives no id of its own. */
  readonly identity?: string;
  readonly causedBy?: Event;
}

export interface FactReceipt {
  readonly id: string;
  readonly status: 'accepted' | 'revised' | 'duplicate';
  readonly reason: 'first' | 'correction' | 'same_content';
  readonly revision: number;
}

const money = new Set(['revenue', 'cost', 'invested']);

/** What a fact lacks although its fields are right by themselves. */
export const lackOf = ({ kind, unit }: FactInput): { pointer: string; code: string; detail: string } | undefined =>
  money.has(kind) && unit === undefined ? { pointer: '/unit', code: 'missing', detail: `unit is missing; ${kind} is money, so give its currency, such as "EUR"` } : undefined;

/** What a fact does to the one of its identity: the last one counts. */
export function correct(before: { readonly revision: number; readonly contentHash: string } | undefined, contentHash: string): Pick<FactReceipt, 'status' | 'reason' | 'revision'> {
  if (!before) return { status: 'accepted', reason: 'first', revision: 1 };
  if (before.contentHash === contentHash) return { status: 'duplicate', reason: 'same_content', revision: before.revision };
  return { status: 'revised', reason: 'correction', revision: before.revision + 1 };
}
