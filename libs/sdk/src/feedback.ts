import type { feedbackInput } from '@vocloop/contracts';

/** A feedback as you hand it in. A text or a rating is needed; `externalId` is made for you where you have none. */
export type NewFeedback = (typeof feedbackInput)['_zod']['input'];

/** A feedback that waits to be accepted: its number in the order of sending, and its JSON, made once. */
export interface Waiting {
  readonly number: number;
  readonly externalId: string;
  readonly json: string;
  readonly bytes: number;
}

/** What is wrong with a feedback: `pointer` is the field as a JSON pointer, `detail` says how to mend it. */
export interface FieldError {
  readonly pointer: string;
  readonly code?: string;
  readonly detail: string;
}

/** A feedback that the platform will never take as it is. */
export interface Refused {
  readonly feedback: NewFeedback;
  readonly errors: readonly FieldError[];
}

/** Makes a feedback ready to be sent as often as needed: with an id that lets the platform count it once. Throws a TypeError on what JSON cannot hold. */
export function waiting(feedback: NewFeedback, number: number): Waiting {
  const externalId = feedback.externalId ?? globalThis.crypto.randomUUID();
  const json = JSON.stringify({ ...feedback, externalId });
  return { number, externalId, json, bytes: Buffer.byteLength(json) };
}
