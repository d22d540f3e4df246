import type { EventLog, LogRecord, PartitionEnds, SubscribeOptions, Subscription } from '../log.js';
import { RetryLater } from '../outcome.js';
import type { ClientOptions, KafkaClient, Logger, Membership } from './client.js';
import { Feed } from './feed.js';
import { inRequests } from './requests.js';

const longestPauseMs = 5000;
/** What a broker that nobody set up allows. */
const kafkasLeastSessionMs = 6000;
/** A broker that has just begun, or a group that is new to it: worth a word only where it lasts. */
const startsUp = /coordinator is loading|coordinator is not available|correct coordinator|does not host this topic/i;

/** Which client library. */
export type KafkaClientName = 'kafkajs' | 'platformatic';

export interface KafkaLogOptions {
  readonly client: KafkaClient;
  /** Named where they do not answer. */
  readonly brokers: string;
  /** After so many ms of silence a member is taken for dead. Where the broker refuses less than 6000 (group.min.session.timeout.ms), that is taken. */
  readonly sessionMs?: number;
  readonly logger: Logger;
}

/**
 * The log on Kafka. A consumer group is called `<group>.<topic>`: a rebalance of one topic leaves the others alone, and members of a
 * group that read different topics confuse both clients' assigners.
 */
export class KafkaLog implements EventLog {
  /** A log by one of the client libraries; the other is not loaded, since either takes a good part of a service's start. */
  static async by(name: KafkaClientName, options: ClientOptions, sessionMs?: number): Promise<KafkaLog> {
    const client = name === 'kafkajs' ? new (await import('./kafkajs-client.js')).KafkajsClient(options) : new (await import('./platformatic-client.js')).PlatformaticClient(options);
    return new KafkaLog({ client, brokers: options.brokers.join(','), sessionMs, logger: options.logger });
  }

  private readonly client: KafkaClient;
  private readonly logger: Logger;
  private readonly subscriptions = new Set<Subscription>();
  private appending: Promise<unknown> = Promise.resolve();

  private closed = false;
  private readonly brokers: string;
  private readonly session: { ms: number };

  constructor({ client, brokers, sessionMs = 4000, logger }: KafkaLogOptions) {
    this.session = { ms: sessionMs };
    this.logger = logger;
    this.brokers = brokers;
    this.client = client;
  }

  /** Waits while Kafka is away, since nothing can begin without topics. */
  async ensureTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<Map<string, number>> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.makeTopics(topics);
      } catch (error) {
        if (this.closed || !this.client.isAway(error)) throw error;
        if (tries === (startsUp.test((error as Error).message) ? 5 : 0)) this.logger.warn(`Kafka at ${this.brokers} does not answer, trying on: ${(error as Error).message}`);
        await sleep(Math.min(100 * 2 ** tries, longestPauseMs));
      }
    }
  }

  private async makeTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<Map<string, number>> {
    const names = topics.map(({ name }) => name);
    const found = await this.client.partitions(names);
    const missing = topics.filter(({ name }) => !found.has(name));
    if (missing.length === 0) return found;
    await this.client.createTopics(missing);
    // A topic just made takes a moment to have leaders everywhere.
    for (let tries = 0; tries < 50; tries++) {
      const made = await this.client.partitions(names);
      if (names.every((name) => made.has(name))) return made;
      await sleep(100);
    }
    throw new Error(`Kafka did not make the topics ${missing.map(({ name }) => name).join(', ')} within 5 s: look into the broker's log.`);
  }

  /** Appends one after the other, whoever calls: the order of calls is the order of records. Rejects while Kafka is away; calling again is safe. */
  async append(records: readonly LogRecord[]): Promise<void> {
    const before = this.appending;
    const run = (async () => {
      await before;
      for (const part of inRequests(records)) await this.client.send(part);
    })();
    this.appending = run.catch(() => undefined);
    await run;
  }

  async subscribe({ group, topic, positions, onBatch }: SubscribeOptions): Promise<Subscription> {
    const ends = async (of: string): Promise<Map<number, PartitionEnds>> => this.ends(of);
    const feed = new Feed({ group, topic, positions, onBatch, ends, logger: this.logger });
    const member = new LastingMember(`${group}.${topic}`, feed, this.client, this.session, this.logger);
    const subscription = {
      close: async () => {
        this.subscriptions.delete(subscription);
        await member.close();
      },
    };
    this.subscriptions.add(subscription);
    return subscription;
  }

  async ends(topic: string): Promise<Map<number, PartitionEnds>> {
    return this.client.ends(topic).catch((error: unknown) => {
      throw new RetryLater(`Kafka does not tell where ${topic} ends: ${(error as Error).message}`, { cause: error });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.subscriptions].map(async (it) => it.close()));
    await this.appending;
    await this.client.close();
  }
}

/** Stays in its group whatever happens to Kafka: joins again, for ever, saying once that it is away. */
class LastingMember {
  private closed = false;
  private wake: (() => void) | undefined;
  private readonly lasting: Promise<void>;

  constructor(
    private readonly group: string,
    private readonly feed: Feed,
    private readonly client: KafkaClient,
    private readonly session: { ms: number },
    private readonly logger: Logger,
  ) {
    this.lasting = this.last();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.feed.close();
    this.wake?.();
    await this.lasting;
  }

  private async last(): Promise<void> {
    const closing = new Promise<null>((resolve) => { this.wake = () => resolve(null); });
    for (let tries = 0, away = false; !this.closed; tries++) {
      const member = await this.client.join(this.group, this.feed, this.session.ms).catch((error: Error) => error);
      if (!(member instanceof Error) && away) this.logger.info(`${this.group} reads on: Kafka is back`);
      if (!(member instanceof Error)) [tries, away] = [0, false];
      const fault = member instanceof Error ? member : await this.stay(member, closing);
      if (!fault || this.closed) return;
      if (this.session.ms < kafkasLeastSessionMs && /session timeout is not within/i.test(fault.message)) {
        this.session.ms = kafkasLeastSessionMs;
        continue;
      }
      if (!away && !(startsUp.test(fault.message) && tries < 20)) {
        this.logger.warn(`${this.group} lost Kafka and tries on: ${fault.message}`);
        away = true;
      }
      await Promise.race([closing, sleep(Math.min(100 * 2 ** tries, longestPauseMs))]);
    }
  }

  /** Answers why the member fell out; null where it was closed. */
  private async stay(member: Membership, closing: Promise<null>): Promise<Error | null> {
    const fault = await Promise.race([member.fallen, closing]);
    await member.leave().catch(() => undefined);
    return fault;
  }
}

const sleep = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
