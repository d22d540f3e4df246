/** A record on its way to a log. `headers` are a CloudEvent's attributes as `ce_*`, `content-type` and the hop's `traceparent`. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record as a log keeps it. Offsets grow by one per partition; on Kafka, foreign transactions may leave gaps. */
export interface StoredRecord extends LogRecord {
  readonly offset: bigint;
  readonly appendedAt: Date;
}

/** Records of one topic, in offset order per partition; never empty. */
export interface LogBatch {
  readonly topic: string;
  readonly records: readonly StoredRecord[];
}

/** What a subscriber wants of the log, and who takes the batches. */
export interface SubscribeOptions {
  readonly group: string;
  readonly topic: string;
  readonly partitions: number;
  /** Asked at each assignment: the next offset to read of each partition. What it answers wins over what the log remembers. */
  readonly positions: (partitions: readonly number[]) => Promise<ReadonlyMap<number, bigint>>;
  /** Gets one batch at a time per partition; of the log in Postgres, of all partitions together. Where it throws, the subscription asks `positions` again and reads on from there after a pause. */
  readonly onBatch: (batch: LogBatch) => Promise<void>;
}

/** A running subscription; `close` waits for the batch in hand. */
export interface Subscription {
  close(): Promise<void>;
}

/** First offset still kept and next offset to be written. */
export interface PartitionEnds {
  readonly first: bigint;
  readonly next: bigint;
}

/** The log: Kafka where more than one machine works, a table in Postgres on one. One conformance suite runs against every home. */
export interface EventLog {
  /** Makes the topics that are missing; answers how many partitions each has, which may differ from what was asked where it existed. */
  ensureTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<Map<string, number>>;
  /** Appends in the order given, per partition; resolves when durable. A crash in between may append twice, never lose. */
  append(records: readonly LogRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  ends(topic: string): Promise<Map<number, PartitionEnds>>;
  close(): Promise<void>;
}
