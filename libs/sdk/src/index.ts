import type { AnswerDue, DataOf, HandoffDelivered, IssueDelivered } from '@vocloop/contracts';

export { VocloopClient, type ClientOptions } from './client.js';
export { ClosedError, NotAcceptedError, SetupError, WebhookError, type WebhookFault } from './errors.js';
export type { FieldError, NewFeedback, Refused } from './feedback.js';
export { readEvent, type KafkaMessage } from './kafka-message.js';
export type { Pauses } from './backoff.js';
export { verifyWebhook, type HeadersLike, type VerifyOptions, type Webhook } from './webhook.js';

/** What a pod is told of an issue: as it stands, what changed, and why it is the pod's. */
export type IssueMessage = DataOf<typeof IssueDelivered>;
/** What a pod is told when a conversation needs a human now. */
export type HandoffMessage = DataOf<typeof HandoffDelivered>;
/** What a source is told when a customer is due an answer. */
export type AnswerMessage = DataOf<typeof AnswerDue>;
