import type { Consumer, ConsumerConfig, EachBatchPayload } from 'kafkajs';
import { fetchWaitMs, patienceMs, toStored, type Membership } from './client.js';
import type { Feed, Generation } from './feed.js';
import { OffsetHints } from './offset-hints.js';

/**
 * A member by kafkajs. kafkajs fetches for all partitions, gives each its batch and waits for all: a batch that takes long is
 * therefore let go (its partition paused, so that the member goes on with the others and sends heartbeats) and joins in again when it is done.
 */
export class KafkajsMember implements Membership {
  static readonly settings: Partial<ConsumerConfig> = {
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: fetchWaitMs,
    minBytes: 1,
    allowAutoTopicCreation: false,
  };

  readonly fallen: Promise<Error>;
  private generation: Generation | undefined;
  private crash: Error | undefined;
  private readonly hints: OffsetHints;

  private constructor(
    private readonly consumer: Consumer,
    private readonly feed: Feed,
  ) {
    const { topic } = feed;
    this.hints = new OffsetHints(async (offsets) => consumer.commitOffsets([...offsets].map(([partition, next]) => ({ topic, partition, offset: String(next) }))));
    this.fallen = new Promise((resolve) => consumer.on('consumer.crash', ({ payload }) => {
      this.crash = payload.error;
      resolve(payload.error);
    }));
    consumer.on('consumer.group_join', ({ payload }) => this.begin(payload.memberAssignment[topic] ?? []));
  }

  static async join(consumer: Consumer, feed: Feed): Promise<Membership> {
    const member = new KafkajsMember(consumer, feed);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [feed.topic], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 64, eachBatch: async (payload) => member.eachBatch(payload) });
      // run() answers when the first attempt to join is over, whatever came of it.
      if (member.crash) throw member.crash;
    } catch (error) {
      await member.leave().catch(() => undefined);
      throw error;
    }
    return member;
  }

  async leave(): Promise<void> {
    await Promise.race([this.hints.flush(), new Promise((resolve) => setTimeout(resolve, 1000))]);
    await this.consumer.disconnect();
  }

  /** An assignment: kafkajs may begin to fetch where Kafka remembers; as soon as the database has answered, it is sent there. */
  private begin(partitions: readonly number[]): void {
    this.hints.forget();
    const generation = this.feed.assign(partitions);
    this.generation = generation;
    void generation.positions.then((positions) => {
      for (const [partition, next] of positions ?? []) this.seek(generation, partition, next);
    });
  }

  private async eachBatch({ batch, resolveOffset, pause, isStale }: EachBatchPayload): Promise<void> {
    const generation = this.generation;
    // Where the database does not answer, the batch is left: it comes again, and heartbeats in between.
    if (!generation || (await patiently(generation.positions)) === late || isStale()) return;
    const { topic, partition } = batch;
    const records = batch.messages.map(({ offset, timestamp, key, value, headers }) =>
      toStored({ topic, partition, offset: BigInt(offset), timestamp: BigInt(timestamp), key, value, headers: Object.entries(headers ?? {}) }));
    const taken = this.feed.take(generation, partition, records);
    const next = await patiently(taken);
    if (next === late) {
      const resume = pause();
      void taken.then((later) => {
        if (later !== null) this.seek(generation, partition, later);
        resume();
      });
    } else if (next !== null) this.advance(generation, partition, next, BigInt(batch.lastOffset()), resolveOffset);
  }

  private advance(generation: Generation, partition: number, next: bigint, last: bigint, resolveOffset: (offset: string) => void): void {
    if (generation !== this.generation) return;
    if (next > last) resolveOffset(String(last));
    else if (next > 0n) this.seek(generation, partition, next);
    this.hints.note(partition, next);
  }

  private seek(generation: Generation, partition: number, next: bigint): void {
    if (generation !== this.generation) return;
    this.hints.note(partition, next);
    try {
      this.consumer.seek({ topic: this.feed.topic, partition, offset: String(next) });
    } catch {
      // The member has fallen out meanwhile; whoever joins next asks the database.
    }
  }
}

const late = Symbol('late');

/** What the work answers, or `late` where it takes longer than the other partitions should wait. */
async function patiently<T>(work: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<typeof late>((resolve) => { timer = setTimeout(resolve, patienceMs, late); });
  return Promise.race([work, impatience]).finally(() => clearTimeout(timer));
}
