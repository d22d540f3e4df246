import { Kafka, Partitioners, type Admin, type Producer, type ProducerRecord, type TopicMessages } from 'kafkajs';
import type { LogRecord, PartitionEnds } from '../log.js';
import { heartbeatMs, type ClientOptions, type KafkaClient, type Membership } from './client.js';
import type { Feed } from './feed.js';
import { quietenIdleConnections } from './kafkajs-idle.js';
import { KafkajsMember } from './kafkajs-member.js';
import { kafkajsLogs } from './kafkajs-noise.js';
import { tooLarge } from './requests.js';

/** Some 5 s in all: enough for a broker that starts, short enough for who waits for an answer. */
const retry = { initialRetryTime: 100, multiplier: 1.6, maxRetryTime: 1000, retries: 8 };

/** Kafka by kafkajs. */
export class KafkajsClient implements KafkaClient {
  private readonly kafka: Kafka;
  private admin: Promise<Admin> | undefined;
  private producer: Promise<Producer> | undefined;

  constructor(options: ClientOptions) {
    quietenIdleConnections();
    this.kafka = new Kafka({ brokers: [...options.brokers], clientId: options.clientId, connectionTimeout: 2000, requestTimeout: 15_000, retry, ...kafkajsLogs(options.logger) });
  }

  async createTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void> {
    await this.withAdmin(async (admin) => admin.createTopics({ waitForLeaders: true, topics: topics.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions })) }));
  }

  async partitions(topics: readonly string[]): Promise<Map<string, number>> {
    return this.withAdmin(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const asked = topics.filter((name) => existing.has(name));
      if (asked.length === 0) return new Map<string, number>();
      const metadata = await admin.fetchTopicMetadata({ topics: asked });
      return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
    });
  }

  async ends(topic: string): Promise<Map<number, PartitionEnds>> {
    const offsets = await this.withAdmin(async (admin) => admin.fetchTopicOffsets(topic));
    return new Map(offsets.map(({ partition, low, high }) => [partition, { first: BigInt(low), next: BigInt(high) }]));
  }

  async send(records: readonly LogRecord[]): Promise<void> {
    try {
      const producer = await (this.producer ??= this.startProducer());
      await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
    } catch (error) {
      // After a failure the broker's count of our records and ours may differ: the next one begins with a producer of its own.
      const failed = this.producer;
      this.producer = undefined;
      void failed?.then(async (it) => it.disconnect()).catch(() => undefined);
      throw isTooLarge(error) ? tooLarge(records, error) : new Error(`Kafka did not take the records: ${(error as Error).message}`, { cause: error });
    }
  }

  async join(group: string, feed: Feed, sessionMs: number): Promise<Membership> {
    const consumer = this.kafka.consumer({
      groupId: group,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs(sessionMs),
      // A crash is ours to mend (see LastingMember), so that there is one way of coming back.
      retry: { ...retry, restartOnFailure: async () => Promise.resolve(false) },
      ...KafkajsMember.settings,
    });
    return KafkajsMember.join(consumer, feed);
  }

  async close(): Promise<void> {
    const [admin, producer] = await Promise.allSettled([this.admin, this.producer]);
    const open = [admin, producer].flatMap((it) => (it.status === 'fulfilled' && it.value ? [it.value] : []));
    await Promise.allSettled(open.map(async (it) => it.disconnect()));
  }

  isAway(error: unknown): boolean {
    const { name, retriable } = error as { name?: string; retriable?: boolean };
    return retriable === true || name === 'KafkaJSNumberOfRetriesExceeded' || name === 'KafkaJSConnectionError' || name === 'KafkaJSBrokerNotFound';
  }

  private async startProducer(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry,
    });
    await producer.connect();
    return producer;
  }

  private async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = (this.admin ??= this.startAdmin());
    try {
      return await work(await admin);
    } catch (error) {
      // Of several who failed with it, the second may find a new one in its place.
      if (this.admin === admin) this.admin = undefined;
      void admin.then(async (it) => it.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private async startAdmin(): Promise<Admin> {
    const admin = this.kafka.admin({ retry });
    await admin.connect();
    return admin;
  }
}

function byTopic(records: readonly LogRecord[]): TopicMessages[] {
  const messages = new Map<string, ProducerRecord['messages']>();
  for (const { topic, partition, key, value, headers } of records) {
    const of = messages.get(topic) ?? [];
    messages.set(topic, of);
    of.push({ partition, key, value, headers: { ...headers } });
  }
  return [...messages].map(([topic, of]) => ({ topic, messages: of }));
}

function isTooLarge(error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: unknown };
  return type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE' || (cause !== undefined && cause !== error && isTooLarge(cause));
}
