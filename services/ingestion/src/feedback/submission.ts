import type { Event, Feedback, FeedbackInput } from '@vocloop/contracts';
import type { Requested } from '../request/request.js';
import type { Masked } from '@vocloop/text';
import type { Content, Decision, Reason, Stamps, Status } from './revision.js';

/** A feedback that somebody hands in. */
export interface Submission extends Requested {
  readonly input: FeedbackInput;
  /** Stands for the feedback where the source gives no id of its own: the event's, or the request's and the place in it. */
  readonly identity?: string;
  /** The event that brought it, if one did. */
  readonly causedBy?: Event;
  /** Runs what must belong to the request's trace. */
  readonly traced?: <T>(work: () => T) => T;
}

/** What became of a submission. */
export interface Receipt {
  readonly id: string;
  readonly status: Status;
  readonly reason: Reason;
  readonly revision: number;
  readonly masked?: readonly Masked[];
  readonly warnings?: readonly string[];
}

/** The row of a feedback. */
export interface FeedbackRow {
  readonly tenant: string;
  readonly id: string;
  readonly source: string;
  readonly identity: string | null;
  readonly revision: number;
  readonly content: Content;
  readonly contentHash: string;
  readonly stamps: Stamps;
  readonly revisedAt: string;
  readonly receivedAt: string;
  readonly changedAt: string;
}

/** The feedback of a row. */
export const feedbackOf = ({ id, revision, content }: FeedbackRow): Feedback => ({ ...content, id, revision, attributes: content.attributes ?? {} });

/** What a submission is known by within its tenant and source; null where every submission is a new one. */
export const identityOf = (input: { readonly externalId?: string }, otherwise: string | undefined): string | null =>
  input.externalId !== undefined ? `id:${input.externalId}` : (otherwise ?? null);

/** The same for what is known by the same: tenant, source and identity. */
export const keyOf = (it: { readonly tenant: string; readonly source: string; readonly identity: string | null }): string => `${it.tenant}\n${it.source}\n${it.identity}`;

const aDay = 24 * 60 * 60 * 1000;

/** What was accepted, but is probably not meant. */
export function warningsOf(input: FeedbackInput, { reason }: Decision, now: Date): string[] | undefined {
  const warnings = [
    ...(input.occurredAt && Date.parse(input.occurredAt) > now.getTime() + aDay ? [`occurredAt ${input.occurredAt} lies in the future; check the clock or the time zone of the source`] : []),
    ...(input.revisedAt && Date.parse(input.revisedAt) > now.getTime() + aDay ? [`revisedAt ${input.revisedAt} lies in the future: until then no later revision of this externalId counts`] : []),
    ...(input.touchpoint === 'unknown' ? ['no touchpoint; give one, so that the feedback finds its owner'] : []),
    ...(reason === 'same_clock_higher_hash' || reason === 'same_clock_lower_hash' ? ['it has the same time as another content of this externalId, so which of them counts was decided by their hashes; give revisedAt'] : []),
  ];
  return warnings.length > 0 ? warnings : undefined;
}
