import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { Event, Topic } from '@vocloop/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Handler } from './batch.js';
import type { ConsumerParts } from './consumer.js';
import type { Consumers } from './consumers.js';
import type { OnExtras } from './on.js';
import type { Dropped } from './outcome.js';
import type { Relay } from './relay.js';

const anHour = 3_600_000;
const patienceMs = 10_000;
/** A start waits so long for a log that is away before requests are taken without it. */
const startMs = 5000;

export interface StrategyOptions {
  readonly parts: ConsumerParts;
  readonly consumers: Consumers;
  readonly relay: Relay;
  readonly publishes: readonly Topic[];
  readonly partitions: number;
  readonly startMs?: number;
}

/**
 * Nest's transport on our log: it finds the methods that `@On` marks, starts a consumer for each of their topics and the relay.
 * The framework's own Kafka server is not used, for it takes one message at a time and acknowledges what fails.
 */
export class LogStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('vocloop log');
  private maintenance: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(private readonly options: StrategyOptions) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    const starting = this.start();
    const late = Symbol('late');
    try {
      if ((await Promise.race([starting, sleep(this.options.startMs ?? startMs, late)])) === late) {
        // What comes in meanwhile waits in the outbox. A start that fails later ends the process, as one that fails at once does.
        this.options.parts.logger.warn('requests are taken while the log is away');
        starting.catch((error: unknown) => { if (!this.closing) queueMicrotask(() => { throw error; }); });
      }
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Stops in order: no more fetching, the batch in hand, then the outbox, then the log. */
  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.maintenance);
    await Promise.all(this.options.consumers.all.map(async (it) => it.close()));
    const relayed = this.options.relay.close();
    // A relay that waits for a log that is away ends when the log is closed; its rows stay in the outbox.
    await Promise.race([relayed, sleep(patienceMs)]);
    await this.options.parts.log.close();
    await relayed;
  }

  on(): never {
    throw new Error('the log has no events of its own to listen to');
  }

  unwrap<T>(): T {
    return this.options.parts.log as T;
  }

  private async start(): Promise<void> {
    const { parts, consumers, relay, publishes, partitions } = this.options;
    consumers.add(this.handlers(), parts);
    const topics = new Set([...publishes.map(({ name }) => name), ...consumers.all.map(({ topic }) => topic)]);
    await parts.topics.ensure([...topics].map((name) => ({ name, partitions })));
    if (this.closing) return;
    await this.maintain();
    if (this.closing) return;
    this.maintenance = setInterval(() => void this.maintain(), anHour).unref();
    relay.start();
    await Promise.all(consumers.all.map(async (it) => it.start()));
  }

  private async maintain(): Promise<void> {
    const { database, consumers, logger } = this.options.parts;
    await database.transaction([], async () => consumers.maintain()).catch((error: unknown) => logger.warn(`the inbox could not be maintained: ${(error as Error).message}`));
  }

  private handlers(): Handler[] {
    return [...this.messageHandlers].map(([name, method]) => {
      const extras = method.extras as OnExtras | undefined;
      if (!extras?.definitions) throw new Error(`the handler of "${name}" is not marked by @On: this transport takes batches of declared events only`);
      return { name, ...extras, handle: async (events: Event[]) => unwrapped(await method(events)) };
    });
  }
}

/** Nest hands results over as observables. */
async function unwrapped(result: unknown): Promise<readonly Dropped[] | undefined> {
  return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as readonly Dropped[] | undefined;
}

/** Answers after so many ms, and keeps no process alive for it. */
const sleep = async <T = void>(ms: number, value?: T): Promise<T | undefined> => new Promise((resolve) => { setTimeout(resolve, ms, value).unref(); });
