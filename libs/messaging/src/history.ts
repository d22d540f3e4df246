import { randomUUID } from 'node:crypto';
import type { Event, EventDefinition, Topic } from '@vocloop/contracts';
import type { EventLog, StoredRecord } from './log.js';
import { RecordFault, toEvent } from './record.js';

/** So long may a log take to hand out what it holds. */
const patienceMs = 60_000;

/** Reads what a topic holds already, beside its consumers. On Kafka each reading is a group of its own, which Kafka forgets by itself. */
export class History {
  constructor(private readonly log: EventLog) {}

  /**
   * A tenant's events among the newest records of a topic, in their order by partition: `most` records are read at most, all tenants' counted, shared by its
   * partitions. What is no event of these definitions is left out, and what is appended meanwhile. Rejects where the log does not hand them out within a minute.
   */
  async last({ topic, definitions, tenant, most }: { topic: Topic; definitions: readonly EventDefinition[]; tenant: string; most: number }): Promise<Event[]> {
    const byType = new Map(definitions.map((it) => [it.type, it]));
    const ends = await this.log.ends(topic.name);
    const share = BigInt(Math.ceil(most / Math.max(1, ends.size)));
    const next = new Map([...ends].map(([partition, { first, next: end }]) => [partition, end - share > first ? end - share : first]));
    const complete = (): boolean => [...ends].every(([partition, { next: end }]) => next.get(partition)! >= end);
    const found: Event[] = [];
    if (complete()) return found;
    const { promise: read, resolve, reject } = Promise.withResolvers<void>();
    const subscription = await this.log.subscribe({
      group: `history-${randomUUID()}`, topic: topic.name, partitions: ends.size,
      positions: async (partitions) => new Map(partitions.map((it) => [it, next.get(it) ?? 0n])),
      onBatch: async ({ records }) => {
        for (const record of records) {
          if (record.offset < next.get(record.partition)! || record.offset >= ends.get(record.partition)!.next) continue;
          next.set(record.partition, record.offset + 1n);
          const event = record.headers['ce_tenantid'] === tenant ? eventOf(record, byType) : undefined;
          if (event) found.push(event);
        }
        if (complete()) resolve();
      },
    });
    const timer = setTimeout(() => reject(new Error(`${topic.name} was not read to its end within ${patienceMs / 1000} s`)), patienceMs);
    try {
      await read;
    } finally {
      clearTimeout(timer);
      await subscription.close();
    }
    return found;
  }
}

function eventOf(record: StoredRecord, definitions: ReadonlyMap<string, EventDefinition>): Event | undefined {
  try {
    return toEvent(record, definitions);
  } catch (error) {
    if (error instanceof RecordFault) return undefined;
    throw error;
  }
}
