import type { Database } from '@vocloop/database';
import type { EventLog } from './log.js';
import type { OutboxRepository } from './outbox.repository.js';
import { toLogRecord } from './record.js';
import type { Signal } from './signal.js';
import type { Topics } from './topics.js';

/** A log that lives in the same database takes rows out of an outbox itself, in one statement. */
export interface MovesOutbox {
  /** Moves the oldest rows of the running transaction's outbox to the log; answers how many. */
  moveOutbox(database: Database, limit: number): Promise<number>;
}

const movesOutbox = (log: EventLog): log is EventLog & MovesOutbox => 'moveOutbox' in log;

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Takes a service's committed outbox rows in order, appends them to the log, then deletes them. One relay at a time works an outbox. */
export class Relay {
  private closing = false;
  private running: Promise<void> | undefined;
  private failing: string | undefined;

  constructor(
    private readonly options: { database: Database; log: EventLog; outbox: OutboxRepository; topics: Topics; signal: Signal; logger: Logger; batch?: number; pollMs?: number },
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes what is in the outbox as far as the log takes it, then stops. */
  async close(): Promise<void> {
    this.closing = true;
    this.options.signal.raise();
    await this.running;
  }

  /** Why the relay cannot append at present. */
  get stalledBecause(): string | undefined {
    return this.failing;
  }

  private async run(): Promise<void> {
    const { batch = 1000, pollMs = 500, signal, logger } = this.options;
    let pause = 100;
    for (;;) {
      const seen = signal.version;
      try {
        const moved = await this.drain(batch);
        if (this.failing) logger.info('the relay appends again');
        this.failing = undefined;
        pause = 100;
        if (moved === batch) continue;
        if (this.closing) return;
        await signal.after(seen, pollMs);
      } catch (error) {
        const message = (error as Error).message;
        if (this.failing !== message) logger.warn(`the relay waits: ${message}`);
        this.failing = message;
        if (this.closing) return;
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 5000);
      }
    }
  }

  /** One round: up to `limit` rows in one transaction. Where it dies between append and commit, the rows are appended again and the inboxes drop them. */
  private async drain(limit: number): Promise<number> {
    const { database, log, outbox, topics } = this.options;
    const outcome = await database.transaction([], async (): Promise<number | string[]> => {
      if (movesOutbox(log)) return (await outbox.lock()) ? log.moveOutbox(database, limit) : 0;
      const [locked, rows] = await Promise.all([outbox.lock(), outbox.oldest(limit)]);
      if (!locked || rows.length === 0) return 0;
      const strangers = topics.unknown(rows.map(({ topic }) => topic));
      if (strangers.length > 0) return strangers;
      await log.append(rows.map((row) => toLogRecord(row, row.keyHash % topics.partitions(row.topic))));
      outbox.delete(rows);
      return rows.length;
    });
    if (typeof outcome === 'number') return outcome;
    // Outside of the transaction, for it waits while Kafka is away.
    await topics.ensure(outcome.map((name) => ({ name })));
    return this.drain(limit);
  }
}
