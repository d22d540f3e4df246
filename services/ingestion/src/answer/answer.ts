import type { AnswerDue, DataOf } from '@vocloop/contracts';

/** Where an answer stands: on its way to its source, taken by it, or failed. */
export const answerStates = ['due', 'answered', 'failed'] as const;
export type AnswerState = (typeof answerStates)[number];

/** Why an answer failed: its source has no webhook (setting one sends it), or its webhook kept refusing. */
export type AnswerFailure = 'no_webhook' | 'gave_up';

/** What is to be said to a customer. */
export type Due = DataOf<typeof AnswerDue>;

/** An answer as it is shown. */
export interface Answer {
  readonly id: string;
  readonly source: string;
  readonly issueId: string;
  readonly feedbackId: string;
  readonly customer: string | null;
  readonly message: string;
  readonly state: AnswerState;
  readonly reason: AnswerFailure | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}
