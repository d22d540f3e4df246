import { sayable, type Event } from '@vocloop/contracts';
import type { Database } from '@vocloop/database';
import { type Consumed, type Fault, type Item, read } from './batch.js';
import type { ConsumerRepository, Progress } from './consumer.repository.js';
import type { Effect } from './effect.js';
import type { EventLog, LogBatch, StoredRecord, Subscription } from './log.js';
import type { ConsumerMetrics } from './metrics.js';
import { PoisonError, StaleConsumer, isPassing } from './outcome.js';
import type { Logger } from './relay.js';
import { Signal } from './signal.js';
import type { Topics } from './topics.js';
import { tracedBatch } from './tracing.js';


export interface ConsumerParts {
  readonly service: string;
  readonly database: Database;
  readonly log: EventLog;
  readonly topics: Topics;
  readonly consumers: ConsumerRepository;
  readonly effect: Effect;
  readonly metrics: ConsumerMetrics;
  readonly logger: Logger;
}

/** An event that fails alone is tried this often before it is a dead letter: a fault may be the moment's. */
const attempts = 3;
/** Faults beyond what is the events' own: each adds one, each success takes a quarter away, so that 50 in a row or a lasting share of a fifth stop the consumer. */
const tooManyFaults = 50;

/** Takes one topic for one service: batch by batch, each with its effect once, whatever dies when. */
export class Consumer {
  private expected = new Map<number, bigint>();
  private readonly taken = new Map<number, number>();
  private subscription: Subscription | undefined;
  private closing = false;
  /** Why a partition does not move, by partition: on Kafka several are worked at once. */
  private readonly stalled = new Map<number, string>();
  private faults = 0;
  private readonly resume = new Signal();

  constructor(
    private readonly parts: ConsumerParts,
    readonly consumed: Consumed,
  ) {}

  get topic(): string {
    return this.consumed.topic;
  }

  /** When the newest event was appended that this process took of a partition, in milliseconds. */
  takenUntil(partition: number): number | undefined {
    return this.taken.get(partition);
  }

  /** Why this consumer does not move at present. */
  get stalledBecause(): string | undefined {
    return [...this.stalled.values()][0];
  }

  async start(): Promise<void> {
    const { log, topics, service } = this.parts;
    this.subscription = await log.subscribe({
      group: service,
      topic: this.topic,
      partitions: topics.partitions(this.topic),
      positions: async (partitions) => this.positions(partitions),
      onBatch: async (batch) => this.onBatch(batch),
    });
  }

  /** Finishes the batch in hand, unless it waits for something that is away. */
  async close(): Promise<void> {
    this.closing = true;
    this.resume.raise();
    await this.subscription?.close();
  }

  /** Goes on after a stop for too many faults. */
  restart(): void {
    this.faults = 0;
    this.resume.raise();
  }

  private async positions(partitions: readonly number[]): Promise<Map<number, bigint>> {
    const { database, consumers, log } = this.parts;
    const ends = await log.ends(this.topic);
    return database.transaction([], async () => {
      const firsts = new Map(partitions.map((it) => [it, ends.get(it)?.first ?? 0n]));
      await consumers.begin(this.topic, firsts);
      await this.expire(firsts);
      const known = new Map((await consumers.positions(this.topic)).map(({ partition, next }) => [partition, next]));
      const asked = new Map(partitions.map((it) => [it, known.get(it) ?? 0n]));
      for (const [partition, next] of asked) this.expected.set(partition, next);
      return asked;
    });
  }

  /** Counts what the log dropped before it was taken, in the running transaction. */
  private async expire(firsts: ReadonlyMap<number, bigint>): Promise<void> {
    const { consumers, logger, service } = this.parts;
    for (const { partition, events } of await consumers.expire(this.topic, firsts)) {
      logger.error(`${service} lost ${events} events of ${this.topic}[${partition}]: the log dropped them by their age before they were taken. Keep events longer, or stop for a shorter time`);
    }
  }

  /** Where a batch begins beyond where we stand, the log may have dropped what is between while this consumer stood still. */
  private async outlived(records: readonly StoredRecord[]): Promise<void> {
    const begins = new Map<number, bigint>();
    for (const { partition, offset } of records) if (!begins.has(partition)) begins.set(partition, offset);
    if ([...begins].every(([partition, begin]) => begin <= (this.expected.get(partition) ?? 0n))) return;
    const ends = await this.parts.log.ends(this.topic);
    const firsts = new Map([...begins.keys()].map((it) => [it, ends.get(it)?.first ?? 0n] as const).filter(([it, first]) => first > (this.expected.get(it) ?? 0n)));
    if (firsts.size === 0) return;
    await this.parts.database.transaction([], async () => this.expire(firsts));
    for (const [partition, first] of firsts) this.expected.set(partition, first);
  }

  private async onBatch({ topic, records }: LogBatch): Promise<void> {
    await this.outlived(records);
    // Where we stand now, and not after the waits below: a batch that outlives its assignment must not go on from where a later one stands.
    const from = new Map(this.expected);
    const items = records.filter(({ partition, offset }) => offset >= (from.get(partition) ?? 0n)).map((record) => read(record, this.consumed));
    if (items.length === 0) return;
    // What our own services wrote and this one cannot read is a bad deployment, unless it is an exception.
    const unreadable = this.consumed.open ? [] : items.filter(({ fault }) => fault);
    if (unreadable.length > 0) await this.admit(unreadable.length - (items.length - unreadable.length) / 4, items[0]!, unreadable[0]!.fault!.message);
    await tracedBatch(topic, this.parts.service, items.map(({ event }) => event?.traceparent), async () => this.take(items, from));
  }

  /** Applies items; where they fail together, finds the one at fault by halves, so that its neighbours go through. `from` is where the batch began. */
  private async take(items: readonly Item[], from: Map<number, bigint>): Promise<void> {
    for (let attempt = 1, passing = 0; ; ) {
      try {
        const { progress, dead } = await this.parts.effect.apply(items, this.consumed, from);
        for (const [partition, { to }] of progress) {
          from.set(partition, to);
          this.expected.set(partition, to);
        }
        for (const { record } of items) this.taken.set(record.partition, record.appendedAt.getTime());
        for (const { errorCode } of dead) this.parts.metrics.died(this.topic, errorCode);
        this.settle(items, progress.values());
        return;
      } catch (error) {
        if (error instanceof StaleConsumer) {
          for (const { record } of items) this.stalled.delete(record.partition);
          throw error;
        }
        this.parts.metrics.retried(this.topic, isPassing(error) ? 'away' : 'failed');
        if (isPassing(error)) {
          await this.wait(error, items[0]!.record.partition, Math.min(100 * 2 ** passing++, 5000));
          continue;
        }
        if (error instanceof PoisonError && (await this.poison(items, error))) continue;
        if (items.length > 1) {
          const half = Math.ceil(items.length / 2);
          await this.take(items.slice(0, half), from);
          await this.take(items.slice(half), from);
          return;
        }
        if (attempt++ < attempts) await pause(50 * attempt);
        else await this.condemn(items[0]!, error);
      }
    }
  }

  /** Marks the events that a handler named; answers whether any of them was new. */
  private async poison(items: readonly Item[], error: PoisonError): Promise<boolean> {
    const named = new Set(Array.isArray(error.event) ? (error.event as readonly Event[]) : [error.event as Event]);
    const poisoned = items.filter(({ event, fault }) => event && !fault && named.has(event));
    if (!this.consumed.open && poisoned.length > 0) await this.admit(poisoned.length, items[0]!, error.message);
    for (const item of poisoned) item.fault = { errorClass: 'PoisonError', code: error.code, message: error.message, attempts: 1 };
    return poisoned.length > 0;
  }

  /** A single event that keeps failing is a dead letter. */
  private async condemn(item: Item, error: unknown): Promise<void> {
    const { logger, service } = this.parts;
    if (item.fault) {
      const why = `an event at fault cannot be kept as a dead letter: ${sayable(error)}`;
      if (this.stalled.get(item.record.partition) !== why) logger.error(`${service} stops at ${this.topic}[${item.record.partition}]@${item.record.offset}: ${why}`);
      this.stalled.set(item.record.partition, why);
      throw error;
    }
    await this.admit(1, item, sayable(error));
    item.fault = faultOf(error);
    logger.warn(`${service}: dead letter of ${this.topic}[${item.record.partition}]@${item.record.offset}: ${item.fault.code}, ${sayable(error)}`);
  }

  /** Counts faults; too many in a row, or too large a share, are a bad deployment: the consumer stops, before it empties the topic, until somebody resumes it. */
  private async admit(faults: number, { record, handler }: Item, message: string): Promise<void> {
    const { logger, service } = this.parts;
    if (this.faults + faults > tooManyFaults) {
      const why = `too many events failed in ${handler?.name ?? 'the handler'}, the last with: ${message}. Mend the service and restart it, or POST /v1/services/${service}/resume`;
      this.stalled.set(record.partition, why);
      logger.error(`${service} stops taking ${this.topic}: ${why}`);
      for (const seen = this.resume.version; !this.closing && this.resume.version === seen; ) await this.resume.after(seen, 60_000);
      this.stalled.delete(record.partition);
      if (this.closing) throw new Error('stopped while it waited to be resumed');
      // Whoever resumes has seen these.
      return;
    }
    this.faults = Math.max(0, this.faults + faults);
  }

  private async wait(error: unknown, partition: number, ms: number): Promise<void> {
    const message = (error as Error).message;
    if (this.closing) throw error;
    if (this.stalled.get(partition) !== message) this.parts.logger.warn(`${this.parts.service} waits with ${this.topic}: ${message}`);
    this.stalled.set(partition, message);
    await pause(ms);
  }

  private settle(items: readonly Item[], progress: Iterable<Progress>): void {
    this.faults = Math.max(0, this.faults - items.filter(({ handler, fault }) => handler && !fault).length / 4);
    for (const it of progress) {
      if (this.stalled.delete(it.partition)) this.parts.logger.info(`${this.parts.service} goes on with ${this.topic}[${it.partition}]`);
      this.parts.metrics.settled(this.topic, it);
    }
    this.parts.metrics.effect(this.topic, items.flatMap(({ event }) => (event ? [event.time] : [])));
  }
}

const faultOf = (error: unknown): Fault => ({
  errorClass: (error as Error).name ?? 'Error',
  code: String((error as { code?: unknown }).code ?? 'handler_failed'),
  message: (error as Error).message ?? String(error),
  attempts,
});

const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms * (0.75 + Math.random() / 2)));
