import type { Correction, FeedbackInput } from '@vocloop/contracts';
import { canonical } from '../privacy/canonical.js';

/** What is kept of a feedback: the masked input without the source's clock, and what a person said of its score; `occurredAt` is always known. */
export type Content = Omit<FeedbackInput, 'revisedAt' | 'occurredAt'> & { occurredAt: string; correction?: Correction | undefined };

/**
 * A feedback is parts that tools send one after the other (score first, comment minutes later, without saying again who it was), and the rest.
 * The parts are kept where a later submission leaves them out; the rest is replaced wholly.
 */
const keptParts = ['text', 'rating', 'occurredAt', 'customer', 'conversation'] as const;
const parts = [...keptParts, 'rest'] as const;
type Part = (typeof parts)[number];

/** Each part with the stamp of the submission that it came from. */
export type Stamps = Partial<Record<Part, string>>;

/** One submission of a feedback: masked, with the content's hash and the time at which we got it. */
export interface Given {
  readonly input: FeedbackInput;
  readonly hash: string;
  readonly receivedAt: string;
}

/** A feedback as it stands. */
export interface Held {
  readonly revision: number;
  readonly content: Content;
  readonly stamps: Stamps;
}

export type Status = 'accepted' | 'duplicate' | 'revised' | 'stale';
export type Reason = 'first' | 'same_content' | 'newer_clock' | 'fills_missing' | 'same_clock_higher_hash' | 'same_clock_lower_hash' | 'older_clock';

/** What a submission does to a feedback and why; `moved` says whether `held` differs from what was held before. */
export interface Decision {
  readonly status: Status;
  readonly reason: Reason;
  readonly held: Held;
  readonly moved: boolean;
}

/** The source's own clock of a submission; its arrival, where the source gives none. */
export const clockOf = ({ input, receivedAt }: Given): string => input.revisedAt ?? input.occurredAt ?? receivedAt;

/**
 * Folds a submission into what is held. Each part takes the value of the greatest stamp (clock, then hash) that gave it, so that
 * every order of arrival ends with the same content. Two contents of the same clock cannot be told apart by time, and
 * taking the one that came last would make the result depend on the network: the greater hash wins, arbitrary but the same everywhere.
 */
export function fold(held: Held | undefined, given: Given): Decision {
  const clock = clockOf(given);
  const stamp = `${clock} ${given.hash}`;
  const offered = parts.filter((part) => part === 'rest' || given.input[part] !== undefined);
  if (!held) {
    const stamps = Object.fromEntries(offered.map((part) => [part, stamp]));
    return { status: 'accepted', reason: 'first', held: { revision: 1, content: contentOf(given), stamps }, moved: true };
  }
  const newer = offered.filter((part) => stamp > (held.stamps[part] ?? ''));
  const differing = offered.filter((part) => differs(part, held.content, given.input));
  const changed = newer.filter((part) => differing.includes(part));
  const revision = held.revision + (changed.length > 0 ? 1 : 0);
  const next: Held = { revision, content: merge(held.content, given.input, newer), stamps: { ...held.stamps, ...Object.fromEntries(newer.map((part) => [part, stamp])) } };
  const moved = newer.length > 0;
  if (changed.length > 0) return { status: 'revised', reason: reasonOf(changed, held.stamps, clock), held: next, moved };
  if (differing.length === 0) return { status: 'duplicate', reason: 'same_content', held: next, moved };
  const sameClock = differing.every((part) => clockOfStamp(held.stamps[part]) === clock);
  return { status: 'stale', reason: sameClock ? 'same_clock_lower_hash' : 'older_clock', held: next, moved };
}

function reasonOf(changed: Part[], stamps: Stamps, clock: string): Reason {
  const before = changed.map((part) => clockOfStamp(stamps[part]));
  if (before.every((it) => it === undefined)) return 'fills_missing';
  return before.some((it) => it !== undefined && it < clock) ? 'newer_clock' : 'same_clock_higher_hash';
}

const clockOfStamp = (stamp: string | undefined): string | undefined => stamp?.split(' ', 1)[0];

const restOf = ({ text: _text, rating: _rating, occurredAt: _occurredAt, customer: _customer, conversation: _conversation, revisedAt: _revisedAt, correction: _correction, ...rest }: FeedbackInput & Pick<Content, 'correction'>) => rest;

const differs = (part: Part, held: Content, input: FeedbackInput): boolean =>
  part === 'rest' ? canonical(restOf(held)) !== canonical(restOf(input)) : canonical(held[part]) !== canonical(input[part]);

function contentOf({ input, receivedAt }: Given): Content {
  const { revisedAt: _revisedAt, ...content } = input;
  return { ...content, occurredAt: input.occurredAt ?? receivedAt };
}

function merge(held: Content, input: FeedbackInput, newer: Part[]): Content {
  const kept = keptParts.map((part) => [part, (newer.includes(part) ? input : held)[part]] as const).filter(([, value]) => value !== undefined);
  const next: Content = { ...restOf(newer.includes('rest') ? input : held), occurredAt: held.occurredAt, ...Object.fromEntries(kept) };
  // Whoever corrected a score had read that text, and not the next one.
  return held.correction && next.text === held.text ? { ...next, correction: held.correction } : next;
}

/** What a person's correction makes of a feedback, or its withdrawal; undefined where it says what is said already. */
export function correct<Row extends Held>(held: Row, correction: Correction | undefined): Row | undefined {
  const { correction: before, ...content } = held.content;
  const said = (it: Correction | undefined) => canonical(it && { label: it.label, themes: it.themes });
  if (said(before) === said(correction)) return undefined;
  return { ...held, revision: held.revision + 1, content: { ...content, ...(correction && { correction }) } };
}
