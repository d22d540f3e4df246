import { randomUUID } from 'node:crypto';
import type { Event, EventDefinition, Topic } from '@vocloop/contracts';
import type { EventLog, StoredRecord } from './log.js';
import { RecordFault, toEvent } from './record.js';

/** So long may a log take to hand out what it holds. */
const patienceMs = 60_000;

/** Reads what a topic holds already, beside its consumers and without a trace in what they took. */
export class History {
  constructor(private readonly log: EventLog) {}

  /**
   * The newest events of a topic, in their order by partition: `most` records at most, shared by its partitions. What is no event of these definitions is left
   * out, and what is appended meanwhile. Rejects where the log does not hand them out within a minute.
   */
  async last(topic: Topic, definitions: readonly EventDefinition[], most: number): Promise<Event[]> {
    const byType = new Map(definitions.map((it) => [it.type, it]));
    return (await this.records(topic.name, most)).flatMap((record) => {
      try {
        return [toEvent(record, byType)];
      } catch (error) {
        if (error instanceof RecordFault) return [];
        throw error;
      }
    });
  }

  private async records(topic: string, most: number): Promise<StoredRecord[]> {
    const ends = await this.log.ends(topic);
    const share = BigInt(Math.ceil(most / Math.max(1, ends.size)));
    const next = new Map([...ends].map(([partition, { first, next: end }]) => [partition, end - share > first ? end - share : first]));
    const complete = (): boolean => [...ends].every(([partition, { next: end }]) => next.get(partition)! >= end);
    const found: StoredRecord[] = [];
    if (complete()) return found;
    const { promise: read, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${topic} was not read to its end within ${patienceMs / 1000} s`)), patienceMs);
    const subscription = await this.log.subscribe({
      group: `history-${randomUUID()}`, topic, partitions: ends.size,
      positions: async (partitions) => new Map(partitions.map((it) => [it, next.get(it) ?? 0n])),
      onBatch: async ({ records }) => {
        for (const record of records) {
          if (record.offset < next.get(record.partition)! || record.offset >= ends.get(record.partition)!.next) continue;
          found.push(record);
          next.set(record.partition, record.offset + 1n);
        }
        if (complete()) resolve();
      },
    });
    try {
      await read;
    } finally {
      clearTimeout(timer);
      await subscription.close();
    }
    return found;
  }
}
