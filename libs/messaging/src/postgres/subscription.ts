import { setTimeout as sleep } from 'node:timers/promises';
import type { LogBatch, StoredRecord, SubscribeOptions, Subscription } from '../log.js';
import type { Logger } from '../relay.js';
import type { Signal } from '../signal.js';

/** A small batch costs nearly as much as a large one, and all readers share one thread: while they rest the next batch gathers, so that each event takes less time in all (docs/decisions/0011). */
const small = 100;
const restMs = 20;

interface SubscriptionParts {
  readonly lead: () => Promise<(() => Promise<void>) | undefined>;
  readonly read: (positions: ReadonlyMap<number, bigint>) => Promise<StoredRecord[]>;
  readonly signal: Signal;
  readonly logger: Logger;
  readonly pollMs: number;
}

/** One group reads one topic: all partitions in one batch. Of several processes one leads, and another takes over when it goes. */
export class PostgresSubscription implements Subscription {
  private closing = false;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly options: SubscribeOptions,
    private readonly parts: SubscriptionParts,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  async close(): Promise<void> {
    this.closing = true;
    this.parts.signal.raise();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal, logger, pollMs } = this.parts;
    while (!this.closing) {
      let leave: (() => Promise<void>) | undefined;
      try {
        leave = await this.parts.lead();
        if (leave) await this.consume();
        else await signal.after(signal.version, pollMs);
      } catch (error) {
        if (!this.closing) {
          logger.warn(`${this.options.group} reads ${this.options.topic} again: ${(error as Error).message}`);
          await signal.after(signal.version, 250);
        }
      } finally {
        await leave?.().catch(() => undefined);
      }
    }
  }

  private async consume(): Promise<void> {
    const { signal, read, pollMs } = this.parts;
    const { topic, partitions, positions, onBatch } = this.options;
    const next = new Map(await positions(Array.from({ length: partitions }, (_, partition) => partition)));
    while (!this.closing) {
      const seen = signal.version;
      const records = await read(next);
      if (records.length === 0) {
        await signal.after(seen, pollMs);
        continue;
      }
      await onBatch({ topic, records } satisfies LogBatch);
      for (const { partition, offset } of records) next.set(partition, offset + 1n);
      if (records.length < small) await sleep(restMs);
    }
  }
}
