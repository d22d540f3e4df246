import { Consumer, type BaseOptions, type GroupAssignment, type RecordsBatch } from '@platformatic/kafka';
import type { StoredRecord } from '../log.js';
import { fetchWaitMs, heartbeatMs, patienceMs, toStored, type Logger, type Membership } from './client.js';
import type { Feed, Generation } from './feed.js';
import { OffsetHints } from './offset-hints.js';
import { reasonOf } from './platformatic-reason.js';

const partitionBytes = 1 << 20;
/** The attribute bit of a batch that holds a transaction's marker instead of records. */
const control = 1 << 5;

/**
 * A member by @platformatic/kafka. Its own stream has one buffer for all partitions, so that one that waits would hold up all; therefore we
 * fetch ourselves, for each node the partitions that are idle. The group and the fetches have connections of their own.
 */
export class PlatformaticMember implements Membership {
  readonly fallen: Promise<Error>;
  private fall: (error: Error) => void = () => undefined;
  private generation: Generation | undefined;
  private readonly next = new Map<number, bigint>();
  private readonly busy = new Set<number>();
  private readonly loops = new Map<number, Promise<void>>();
  private readonly hints: OffsetHints;
  private left = false;
  private away = false;

  private constructor(
    private readonly member: Consumer,
    private readonly reader: Consumer,
    private readonly feed: Feed,
    private readonly logger: Logger,
  ) {
    const { topic } = feed;
    this.fallen = new Promise((resolve) => { this.fall = resolve; });
    this.hints = new OffsetHints(async (offsets) => member.commit({ offsets: [...offsets].map(([partition, offset]) => ({ topic, partition, offset, leaderEpoch: -1 })) }));
    member.on('error', (error: Error) => this.fall(error));
    member.on('consumer:heartbeat:error', ({ error }) => this.sayAway(error));
    member.on('consumer:heartbeat:end', () => this.sayBack());
    member.on('consumer:heartbeat:stalled', () => this.fall(new Error('no heartbeat reaches the group')));
    member.on('consumer:group:rebalance', () => this.begin([]));
    member.on('consumer:group:join', () => this.begin(member.assignments ?? []));
    reader.on('error', () => undefined);
    for (const consumer of [member, reader]) consumer.topics.track(topic);
  }

  static async join(base: BaseOptions, group: string, sessionTimeout: number, feed: Feed, logger: Logger): Promise<Membership> {
    const options = { ...base, groupId: group, autocommit: false, sessionTimeout, rebalanceTimeout: 10_000, heartbeatInterval: heartbeatMs(sessionTimeout), heartbeatStallTimeout: 30_000 };
    const [member, reader] = [new Consumer(options), new Consumer({ ...options, retries: 0 })];
    const joined = new PlatformaticMember(member, reader, feed, logger);
    try {
      await member.joinGroup({});
    } catch (error) {
      await joined.leave().catch(() => undefined);
      throw new Error(reasonOf(error), { cause: error });
    }
    return joined;
  }

  async leave(): Promise<void> {
    await Promise.race([this.hints.flush(), new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.left = true;
    await Promise.all(this.loops.values());
    await Promise.allSettled([this.member.close(true), this.reader.close(true)]);
  }

  private sayAway(error: Error): void {
    if (!this.away) this.logger.warn(`${this.member.groupId} lost Kafka and tries on: ${reasonOf(error)}`);
    this.away = true;
  }

  private sayBack(): void {
    if (this.away) this.logger.info(`${this.member.groupId} reads on: Kafka is back`);
    this.away = false;
  }

  private begin(assignments: readonly GroupAssignment[]): void {
    this.hints.forget();
    this.next.clear();
    const generation = this.feed.assign(assignments.find(({ topic }) => topic === this.feed.topic)?.partitions ?? []);
    this.generation = generation;
    void generation.positions.then((positions) => {
      for (const [partition, next] of positions ?? []) this.advance(generation, partition, next);
      void this.spread();
    });
  }

  private advance(generation: Generation, partition: number, next: bigint): void {
    if (generation !== this.generation) return;
    this.next.set(partition, next);
    this.hints.note(partition, next);
  }

  /** One loop for each node that leads a partition of ours. */
  private async spread(): Promise<void> {
    try {
      for (const node of new Set((await this.leaders()).values())) if (!this.loops.has(node)) this.loops.set(node, this.loop(node));
    } catch {
      if (!this.left) setTimeout(() => void this.spread(), fetchWaitMs);
    }
  }

  private async loop(node: number): Promise<void> {
    for (let failures = 0; !this.left; ) {
      try {
        await this.round(node);
        failures = 0;
      } catch {
        // Kafka is away or its leaders move: the group's heartbeat tells when that is for good.
        this.reader.clearMetadata();
        await pause(Math.min(100 * 2 ** failures++, 1000));
        void this.spread();
      }
    }
  }

  private async round(node: number): Promise<void> {
    const generation = this.generation;
    const { topic } = this.feed;
    const leaders = await this.leaders();
    const idle = [...this.next].filter(([partition]) => leaders.get(partition) === node && !this.busy.has(partition));
    if (!generation || idle.length === 0) return pause(20);
    const topicId = (await this.reader.metadata({ topics: [topic] })).topics.get(topic)!.id;
    const partitions = idle.map(([partition, fetchOffset]) => ({ partition, fetchOffset, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: partitionBytes }));
    const { responses } = await this.reader.fetch({ node, topics: [{ topicId, partitions }], minBytes: 1, maxWaitTime: fetchWaitMs });
    const asked = new Map(idle);
    const taken = responses.flatMap((of) => of.partitions).filter(({ partitionIndex, records }) => records?.length && asked.has(partitionIndex)).map(async (it) => this.take(generation, it, asked.get(it.partitionIndex)!));
    await Promise.race([Promise.all(taken), pause(taken.length > 0 ? patienceMs : 0)]);
  }

  private async take(generation: Generation, { partitionIndex: partition, records: batches }: { partitionIndex: number; records?: RecordsBatch[] | null }, from: bigint): Promise<void> {
    this.busy.add(partition);
    try {
      const records: StoredRecord[] = [];
      let end = from;
      for (const batch of batches ?? []) {
        end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
        if (batch.attributes & control) continue;
        for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
          const offset = batch.firstOffset + BigInt(offsetDelta);
          if (offset >= from) records.push(toStored({ topic: this.feed.topic, partition, offset, timestamp: batch.firstTimestamp + timestampDelta, key, value, headers }));
        }
      }
      if (records.length === 0) return this.advance(generation, partition, end);
      const next = await this.feed.take(generation, partition, records);
      if (next !== null) this.advance(generation, partition, next === records.at(-1)!.offset + 1n ? end : next);
    } finally {
      this.busy.delete(partition);
    }
  }

  private async leaders(): Promise<Map<number, number>> {
    const metadata = await this.reader.metadata({ topics: [this.feed.topic] });
    return new Map((metadata.topics.get(this.feed.topic)?.partitions ?? []).map(({ leader }, partition) => [partition, leader]));
  }
}

const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
