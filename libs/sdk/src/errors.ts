import type { NewFeedback } from './feedback.js';

/** The client was closed: it takes no more feedback. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';
  constructor() {
    super('The client is closed; make a new one to send more.');
  }
}

/** What was handed in but not accepted by the platform, oldest first, each with its externalId: keep it, and send it again later. */
export class NotAcceptedError extends Error {
  override readonly name = 'NotAcceptedError';
  constructor(
    readonly feedback: readonly NewFeedback[],
    reason: string,
    options?: ErrorOptions,
  ) {
    const ids = feedback.slice(0, 5).map((it) => it.externalId).join(', ');
    super(`${feedback.length} feedback not accepted (${ids}${feedback.length > 5 ? ', …' : ''}): ${reason}`, options);
  }
}

/** The platform does not let this client in, or is not where the address says; sending goes on slowly in case that is mended. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Why a webhook cannot be trusted. */
export type WebhookFault = 'header_missing' | 'timestamp_malformed' | 'timestamp_too_old' | 'timestamp_too_new' | 'signature_wrong' | 'secret_malformed' | 'body_malformed';

/** A webhook that must not be acted on; answer it with 400 (and 500 for `secret_malformed`: that is ours to mend). */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  constructor(
    readonly code: WebhookFault,
    message: string,
  ) {
    super(message);
  }
}
