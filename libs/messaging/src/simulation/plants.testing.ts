import { Database } from '@vocloop/database';
import { ConsumerRepository, type Progress } from '../consumer.repository.js';
import { DeadLetterRepository } from '../dead-letter.repository.js';
import { OutboxRepository, type OutboxRow } from '../outbox.repository.js';
import { keyHash } from '../partition.js';
import { toLogRecord } from '../record.js';
import type { Fault } from './checker.testing.js';
import type { Broker } from './kafka.testing.js';
import type { Server } from './server.testing.js';
import { type Plant, partitions } from './services.testing.js';

/** A transaction of its own beside the running one: what commits there stays, whatever becomes of the other. */
const beside = (server: Server): Database => new Database(server.dataSource() as never);

class NoInbox extends ConsumerRepository {
  override async remember(seen: readonly { id: string; time: string }[]): Promise<Set<string>> {
    await super.remember(seen);
    return new Set(seen.map(({ id }) => id));
  }
}

class OffsetFirst extends ConsumerRepository {
  constructor(database: Database, private readonly server: Server) {
    super(database);
  }

  override async advance(topic: string, ranges: readonly Pick<Progress, 'partition' | 'from' | 'to'>[]): Promise<void> {
    const other = beside(this.server);
    await other.transaction([], async () => new ConsumerRepository(other).advance(topic, ranges));
  }
}

class NoCompare extends ConsumerRepository {
  override async advance(topic: string, ranges: readonly Pick<Progress, 'partition' | 'from' | 'to'>[]): Promise<void> {
    for (const { partition } of ranges) await this.lock(topic, partition);
    const at = new Map((await this.positions(topic)).map(({ partition, next }) => [partition, next]));
    await super.advance(topic, ranges.map(({ partition, to }) => ({ partition, from: at.get(partition) ?? 0n, to })));
  }
}

class NoCount extends ConsumerRepository {
  override count(): void {
    return undefined;
  }
}

class NoLetters extends DeadLetterRepository {
  override async insert(): Promise<void> {
    return undefined;
  }
}

class NoParking extends DeadLetterRepository {
  override async blocked(): Promise<Set<string>> {
    return new Set();
  }
}

class ReplayedWhateverCame extends DeadLetterRepository {
  override async fail({ id }: { id: string }): Promise<boolean> {
    await this.settle(id, 'replayed', null);
    return true;
  }
}

/** Reads what is committed beyond the last number it saw: who committed a lower number later is never seen. */
class NaiveCursor extends OutboxRepository {
  private static readonly cursors = new WeakMap<Server, number>();

  constructor(private readonly own: Database, private readonly server: Server) {
    super(own);
  }

  override async oldest(limit: number): Promise<OutboxRow[]> {
    const cursor = NaiveCursor.cursors.get(this.server) ?? 0;
    return (await super.oldest(1000)).filter(({ seq }) => Number(seq) > cursor).slice(0, limit);
  }

  override delete(rows: readonly OutboxRow[]): void {
    super.delete(rows);
    this.own.afterCommit(this, () => NaiveCursor.cursors.set(this.server, Number(rows.at(-1)!.seq)));
  }
}

class DeletesFirst extends OutboxRepository {
  constructor(database: Database, private readonly server: Server) {
    super(database);
  }

  override async oldest(limit: number): Promise<OutboxRow[]> {
    const other = beside(this.server);
    const outbox = new OutboxRepository(other);
    return other.transaction([], async () => {
      const rows = await outbox.oldest(limit);
      outbox.delete(rows);
      return rows;
    });
  }
}

/** Writes to the log while its transaction runs, as if both were one. */
class WritesTwice extends OutboxRepository {
  constructor(database: Database, private readonly broker: Broker) {
    super(database);
  }

  override insert(records: Parameters<OutboxRepository['insert']>[0]): void {
    void this.broker.client().send(records.map((record) => toLogRecord(record, keyHash(record.key) % partitions))).catch(() => undefined);
  }
}

class TellsNobody extends OutboxRepository {
  override insert(records: Parameters<OutboxRepository['insert']>[0]): void {
    const others = records.filter(({ topic }) => !topic.endsWith('.dlq'));
    if (others.length > 0) super.insert(others);
  }
}

/** Faults that were made on purpose, and what the checker has to call each. */
export const plants: readonly { readonly planted: string; readonly fault: Fault; readonly plant: Plant }[] = [
  { planted: 'the inbox is off', fault: 'effect twice', plant: { consumers: (database) => new NoInbox(database) } },
  { planted: 'the offset is committed before the effect', fault: 'effect lost', plant: { consumers: (database, server) => new OffsetFirst(database, server) } },
  { planted: 'offsets are set, not compared and swapped', fault: 'unbalanced', plant: { consumers: (database) => new NoCompare(database) } },
  { planted: 'nobody counts what became of the events', fault: 'unbalanced', plant: { consumers: (database) => new NoCount(database) } },
  { planted: 'a dead letter is dropped', fault: 'effect lost', plant: { letters: (database) => new NoLetters(database) } },
  { planted: 'nothing waits behind a dead letter', fault: 'order broken', plant: { letters: (database) => new NoParking(database) } },
  { planted: 'a replay that fails counts as replayed', fault: 'effect lost', plant: { letters: (database) => new ReplayedWhateverCame(database) } },
  { planted: 'the outbox is read behind a cursor', fault: 'request lost', plant: { outbox: (database, server) => new NaiveCursor(database, server) } },
  { planted: 'the relay deletes before it appends', fault: 'request lost', plant: { outbox: (database, server) => new DeletesFirst(database, server) } },
  { planted: 'events go to the log before the commit', fault: 'request twice', plant: { outbox: (database, _server, broker) => new WritesTwice(database, broker) } },
  { planted: 'dead letters are not told on their topic', fault: 'dead letter not told', plant: { outbox: (database) => new TellsNobody(database) } },
  { planted: 'requests are answered before the commit', fault: 'request lost', plant: { answersEarly: true } },
];
