import { Admin, Consumer, ListOffsetTimestamps, NetworkError, Producer, ProduceAcks, findErrorBy, type BaseOptions } from '@platformatic/kafka';
import type { LogRecord, PartitionEnds } from '../log.js';
import type { ClientOptions, KafkaClient, Membership } from './client.js';
import type { Feed } from './feed.js';
import { PlatformaticMember } from './platformatic-member.js';
import { reasonOf } from './platformatic-reason.js';
import { tooLarge } from './requests.js';

/** Kafka by @platformatic/kafka. */
export class PlatformaticClient implements KafkaClient {
  private readonly base: BaseOptions;
  private readonly admin: Admin;
  private readonly offsets: Consumer;
  private producer: Producer<string, Buffer, string, string> | undefined;

  constructor(private readonly options: ClientOptions) {
    this.base = { clientId: options.clientId, bootstrapBrokers: [...options.brokers], connectTimeout: 2000, timeout: 15_000, retries: 8, retryDelay: (_client, _operation, attempt) => Math.min(100 * 1.6 ** attempt, 1000) };
    this.admin = new Admin(this.base);
    // Never joins: it only asks for offsets.
    this.offsets = new Consumer({ ...this.base, groupId: `${options.clientId}.ends` });
    for (const client of [this.admin, this.offsets]) client.on('error', () => undefined);
  }

  async createTopics(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void> {
    for (const { name, partitions } of topics) {
      await this.admin.createTopics({ topics: [name], partitions, replicas: -1 }).catch((error: Error) => {
        if (!findErrorBy(error, 'apiId', 'TOPIC_ALREADY_EXISTS')) throw error;
      });
    }
  }

  async partitions(topics: readonly string[]): Promise<Map<string, number>> {
    const existing = new Set(await this.admin.listTopics());
    const asked = topics.filter((name) => existing.has(name));
    if (asked.length === 0) return new Map();
    const metadata = await this.admin.metadata({ topics: asked, forceUpdate: true });
    return new Map([...metadata.topics].map(([name, { partitionsCount }]) => [name, partitionsCount]));
  }

  async ends(topic: string): Promise<Map<number, PartitionEnds>> {
    const [firsts, nexts] = await Promise.all([ListOffsetTimestamps.EARLIEST, ListOffsetTimestamps.LATEST].map(async (timestamp) =>
      (await this.offsets.listOffsets({ topics: [topic], timestamp })).get(topic) ?? []));
    return new Map((nexts ?? []).map((next, partition) => [partition, { first: firsts?.[partition] ?? 0n, next }]));
  }

  async send(records: readonly LogRecord[]): Promise<void> {
    this.producer ??= this.startProducer();
    try {
      await this.producer.send({ messages: records.map(({ topic, partition, key, value, headers }) => ({ topic, partition, key: key ?? undefined, value: value ?? undefined, headers: { ...headers } })) });
    } catch (error) {
      // After a failure the broker's count of our records and ours may differ: the next one begins with a producer of its own.
      const failed = this.producer;
      this.producer = undefined;
      void failed?.close(true).catch(() => undefined);
      const refused = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].some((id) => findErrorBy(error as Error, 'apiId', id));
      throw refused ? tooLarge(records, error) : new Error(`Kafka did not take the records: ${reasonOf(error)}`, { cause: error });
    }
  }

  async join(group: string, feed: Feed, sessionMs: number): Promise<Membership> {
    return PlatformaticMember.join(this.base, group, sessionMs, feed, this.options.logger);
  }

  isAway(error: unknown): boolean {
    return NetworkError.isRetryable(error as Error) || Boolean(findErrorBy(error as Error, 'canRetry', true));
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.admin.close(), this.offsets.close(true), this.producer?.close(true)]);
  }

  private startProducer(): Producer<string, Buffer, string, string> {
    const text = (it?: string): Buffer | undefined => (it === undefined ? undefined : Buffer.from(it));
    const producer = new Producer<string, Buffer, string, string>({
      ...this.base,
      idempotent: true,
      acks: ProduceAcks.ALL,
      maxInflights: 1,
      autocreateTopics: false,
      serializers: { key: text, value: (it) => it, headerKey: text, headerValue: text },
    });
    producer.on('error', () => undefined);
    return producer;
  }
}
