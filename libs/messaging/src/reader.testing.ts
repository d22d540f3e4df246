import { eventually, freshTopic } from '@vocloop/testing';
import type { EventLog, LogBatch, LogRecord, StoredRecord, SubscribeOptions, Subscription } from './log.js';

/** A topic of its own, with so many partitions. */
export async function aTopic(log: EventLog, partitions: number): Promise<string> {
  const topic = freshTopic('log');
  await log.ensureTopics([{ name: topic, partitions }]);
  return topic;
}

/** A record whose value, key and id are the same text. */
export const aRecord = (topic: string, partition: number, value: string): LogRecord => ({ topic, partition, key: value, value: Buffer.from(value), headers: { ce_id: value, 'content-type': 'text/plain' } });
/** A record's value as text. */
export const text = ({ value }: StoredRecord): string => String(value);

interface ReadOptions {
  readonly partitions: number;
  readonly group?: string;
  /** Where to read on, as a consumer's rows in the database: each batch moves it, and one that does not fit is refused. */
  readonly positions?: Map<number, bigint>;
  readonly before?: (batch: LogBatch) => Promise<void> | void;
}

/** A consumer as services have them: its positions are its own, and a batch that does not begin there is refused. */
export function read(log: EventLog, topic: string, { partitions, group = freshTopic('group'), positions = new Map(), before }: ReadOptions) {
  const stored: StoredRecord[] = [];
  const options: SubscribeOptions = {
    group,
    topic,
    partitions,
    positions: async (asked) => Promise.resolve(new Map(asked.map((partition) => [partition, positions.get(partition) ?? 0n]))),
    onBatch: async (batch) => {
      await before?.(batch);
      const { partition, offset } = batch.records[0]!;
      if ((positions.get(partition) ?? 0n) !== offset) throw new Error(`stale: ${topic}[${partition}] is at ${positions.get(partition) ?? 0n}, not ${offset}`);
      stored.push(...batch.records);
      for (const record of batch.records) positions.set(record.partition, record.offset + 1n);
    },
  };
  const subscribed: Promise<Subscription> = log.subscribe(options);
  return {
    stored,
    until: async (count: number, ms = 15_000): Promise<StoredRecord[]> =>
      eventually(() => {
        if (stored.length < count) throw new Error(`${stored.length} of ${count} records came`);
        return stored;
      }, ms),
    close: async () => (await subscribed).close(),
  };
}
