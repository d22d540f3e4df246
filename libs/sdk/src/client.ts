import { pauseBefore, type Pauses } from './backoff.js';
import { post, type Door, type Outcome } from './batch-route.js';
import { ClosedError, NotAcceptedError, type SetupError } from './errors.js';
import { waiting, type NewFeedback, type Refused, type Waiting } from './feedback.js';
import { Queue } from './queue.js';

/** How a client sends. Only `url` and `key` are needed. */
export interface ClientOptions {
  /** Where the platform answers: "https://voc.example.com". */
  readonly url: string;
  /** An API key with the scope feedback:write. */
  readonly key: string;
  /** Called with what the platform will never take as it is, and why. A process warning, where left out. */
  readonly onRefused?: (refused: Refused) => void;
  /** Called when the platform is closed to this client (a wrong key or address), once for each attempt. A process warning, where left out. */
  readonly onTrouble?: (error: SetupError) => void;
  /** At most this many feedback in a request; 100. */
  readonly batchSize?: number;
  /** At most this many bytes in a request; 512 KiB. */
  readonly batchBytes?: number;
  /** How long the first of a batch waits for others, in ms; 200. */
  readonly batchMs?: number;
  /** `send` waits while this many are not settled; 10,000. */
  readonly queueSize?: number;
  /** How long a request may take, in ms; 30,000: longer than the platform takes to say that it is busy. */
  readonly timeoutMs?: number;
  /** The pauses between attempts; from 250 ms to 30 s. */
  readonly pauses?: Pauses;
}

type Settings = Required<Omit<ClientOptions, 'url' | 'key'>>;

const usual: Settings = {
  onRefused: ({ feedback, errors }) => process.emitWarning(`Feedback ${feedback.externalId} was refused: ${errors.map((it) => `${it.pointer} ${it.detail}`).join('; ')}`, 'VocloopWarning'),
  onTrouble: (error) => process.emitWarning(error.message, 'VocloopWarning'),
  batchSize: 100,
  batchBytes: 512 * 1024,
  batchMs: 200,
  queueSize: 10_000,
  timeoutMs: 30_000,
  pauses: { firstMs: 250, mostMs: 30_000 },
};

/**
 * Hands feedback in, in batches and in order, and tries again until the platform has taken it. A retry never counts twice: each feedback has an
 * externalId. Call `close()` before the process ends.
 */
export class VocloopClient {
  private readonly settings: Settings;
  private readonly door: Door;
  private readonly queue = new Queue();
  private readonly stop = new AbortController();
  private readonly impatient = new Set<(error: Error) => void>();
  /** Wakes the worker from a pause that may be cut short. */
  private wake = (): void => undefined;
  private working = false;
  private handedIn = 0;
  private hurriedTo = 0;
  private failures = 0;
  private limit: number;
  private lastReason = 'nothing was tried yet';
  private closing: Promise<void> | undefined;

  constructor({ url, key, ...settings }: ClientOptions) {
    this.settings = { ...usual, ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
    this.door = { url: new URL('v1/feedback/batch', url.endsWith('/') ? url : `${url}/`), key, timeoutMs: this.settings.timeoutMs };
    this.limit = this.settings.batchSize;
  }

  /**
   * Takes a feedback for sending and gives its externalId. Resolves when there is room for the next: await it, and a fast producer is slowed down to
   * what the platform takes. Rejects with ClosedError after `close()`.
   */
  async send(feedback: NewFeedback): Promise<string> {
    if (this.closing) throw new ClosedError();
    const it = waiting(feedback, this.handedIn + 1);
    this.handedIn = it.number;
    this.queue.add(it);
    if (!this.working) void this.work();
    if (this.queue.size === this.settings.batchSize) this.wake();
    await this.queue.settled(it.number - this.settings.queueSize);
    return it.externalId;
  }

  /** Sends at once what waits, and resolves when the platform has settled all of it. Rejects with NotAcceptedError when it is closed to us, or after `timeoutMs`. */
  async flush({ timeoutMs }: { timeoutMs?: number } = {}): Promise<void> {
    const goal = (this.hurriedTo = this.handedIn);
    const { promise: failed, reject } = deferred();
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => reject(this.notAccepted(`gave up after ${timeoutMs} ms; ${this.lastReason}`)), timeoutMs);
    this.impatient.add(reject);
    try {
      this.wake();
      await Promise.race([this.queue.settled(goal), failed]);
    } finally {
      clearTimeout(timer);
      this.impatient.delete(reject);
    }
  }

  /**
   * Takes no more, and resolves when all that was handed in is settled. Where the platform is closed to us, or after `timeoutMs` (30 s), it stops trying
   * and rejects with NotAcceptedError, which names what was not accepted. Calling it again gives the same promise.
   */
  close({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<void> {
    this.closing ??= this.flush({ timeoutMs }).finally(() => this.stop.abort());
    return this.closing;
  }

  // One batch is under way at a time, so that feedback arrives in the order in which it was handed in.
  private async work(): Promise<void> {
    this.working = true;
    while (this.queue.size > 0 && !this.stop.signal.aborted) {
      await this.gather();
      const batch = this.queue.take(this.limit, this.settings.batchBytes);
      const outcome = await post(batch, this.door, this.stop.signal);
      if (!this.stop.signal.aborted) await this.handle(batch, outcome);
    }
    // No await between the last look at the queue and this: a send() in between would find nobody at work.
    this.working = false;
  }

  private async gather(): Promise<void> {
    const hurried = (this.queue.unsettled[0]?.number ?? Infinity) <= this.hurriedTo;
    if (!hurried && this.queue.size < this.limit) await this.pause(this.settings.batchMs, 'may be cut short');
  }

  private async handle(batch: readonly Waiting[], outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case 'answered':
        this.limit = Math.min(this.settings.batchSize, this.limit * 2);
        for (const { it, errors } of outcome.refused) this.tell(() => this.settings.onRefused({ feedback: given(it), errors }));
        this.queue.settle(outcome.left);
        return outcome.left.length > 0 ? this.backOff('the platform left some feedback unanswered') : void (this.failures = 0);
      case 'later':
        this.queue.settle(batch);
        return this.backOff(outcome.reason, outcome.askedMs);
      case 'refused':
        return this.halve(batch, outcome.errors);
      case 'closed':
        this.queue.settle(batch);
        return this.shutOut(outcome.error);
    }
  }

  private backOff(reason: string, askedMs?: number): Promise<void> {
    this.lastReason = reason;
    this.failures++;
    return this.pause(pauseBefore(this.failures, this.settings.pauses, Math.random(), askedMs), 'must be kept');
  }

  /** A request that is refused as a whole is cut in halves until the feedback at fault stands alone. */
  private async halve(batch: readonly Waiting[], errors: Refused['errors']): Promise<void> {
    const [alone] = batch;
    if (batch.length > 1 || !alone) {
      this.limit = Math.ceil(batch.length / 2);
      return this.queue.settle(batch);
    }
    this.tell(() => this.settings.onRefused({ feedback: given(alone), errors }));
    this.queue.settle();
  }

  private async shutOut(error: SetupError): Promise<void> {
    this.lastReason = error.message;
    this.tell(() => this.settings.onTrouble(error));
    for (const reject of this.impatient) reject(this.notAccepted(error.message, { cause: error }));
    await this.pause(this.settings.pauses.mostMs, 'may be cut short');
  }

  private notAccepted(reason: string, options?: ErrorOptions): NotAcceptedError {
    return new NotAcceptedError(this.queue.unsettled.map(given), reason, options);
  }

  /** An error in the caller's own callback must not stop the sending. */
  private tell(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      process.emitWarning(`A callback of the client failed: ${String(error)}`, 'VocloopWarning');
    }
  }

  private pause(ms: number, kind: 'may be cut short' | 'must be kept'): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.stop.signal.removeEventListener('abort', end);
        this.wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.stop.signal.addEventListener('abort', end);
      if (kind === 'may be cut short') this.wake = end;
      if (this.stop.signal.aborted) end();
    });
  }
}

const given = (it: Waiting): NewFeedback => JSON.parse(it.json) as NewFeedback;

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejecting) => (reject = rejecting));
  // It may be rejected when nobody races it any more.
  promise.catch(() => undefined);
  return { promise, reject };
}
