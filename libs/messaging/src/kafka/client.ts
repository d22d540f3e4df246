import type { LogRecord, PartitionEnds, StoredRecord } from '../log.js';
import type { Feed } from './feed.js';

/** What the Kafka home needs of a client library. Two exist: kafkajs and @platformatic/kafka; the log's conformance suite runs over both. */
export interface KafkaClient {
  /** Makes topics; those that exist already are left as they are. */
  createTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void>;
  /** How many partitions each topic has; a topic that does not exist is not in the answer. */
  partitions(topics: readonly string[]): Promise<Map<string, number>>;
  ends(topic: string): Promise<Map<number, PartitionEnds>>;
  /** One request: written in the order given per partition, acks=all, by an idempotent producer. */
  send(records: readonly LogRecord[]): Promise<void>;
  /** Joins a group and pours what it reads into the feed; rejects where it cannot join. */
  join(group: string, feed: Feed, sessionMs: number): Promise<Membership>;
  /** Whether an error says that Kafka is away at present, and trying again may help. */
  isAway(error: unknown): boolean;
  close(): Promise<void>;
}

/** A member of a consumer group. */
export interface Membership {
  /** Resolves with the reason when the member fell out for good; somebody has to join again then. */
  readonly fallen: Promise<Error>;
  /** Leaves the group, so that others take over at once, and lets go of the connections. */
  leave(): Promise<void>;
}

/** What both clients are told. */
export interface ClientOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
}

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** How long a fetch may wait at the broker for something new: what is new ends it at once, so this bounds the idle cost and the time to close. */
export const fetchWaitMs = 500;
/** How often a member says that it lives; also how soon it hears of a rebalance. */
export const heartbeatMs = (sessionMs: number): number => Math.min(1000, Math.floor(sessionMs / 4));
/** A batch that takes longer does not hold up the partitions beside it any more. */
export const patienceMs = 500;

/** A record as foreign clients write it: header values are bytes, or lists where a name repeats (the last one counts), or nothing. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly key: Buffer | null | undefined;
  readonly value: Buffer | null | undefined;
  readonly headers: Iterable<readonly [unknown, unknown]>;
}

/** A record as the log gives it. */
export function toStored({ topic, partition, offset, timestamp, key, value, headers }: RawRecord): StoredRecord {
  const texts: Record<string, string> = {};
  for (const [name, raw] of headers) {
    const header = Array.isArray(raw) ? (raw as unknown[]).at(-1) : raw;
    if (header === null || header === undefined) continue;
    // A stranger's header of this name is a header like any other.
    if (name === '__proto__') Object.defineProperty(texts, name, { value: String(header), enumerable: true, configurable: true, writable: true });
    else texts[String(name)] = String(header);
  }
  return { topic, partition, offset, appendedAt: new Date(Number(timestamp)), key: key?.toString() ?? null, value: value ?? null, headers: texts };
}
