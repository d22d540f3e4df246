import type { PartitionEnds, StoredRecord, SubscribeOptions } from '../log.js';
import type { Logger } from './client.js';

/** At most so many records of a partition in one batch, whatever a fetch brought. */
const batchSize = 500;
/** Partitions that bring fewer records than this share a batch. */
const small = 100;
/** They wait at most so long for the one in hand: a handler that waits for something must not hold up every partition. */
const shareWaitMs = 500;
const firstPauseMs = 100;
const longestPauseMs = 5000;

/** One assignment of partitions to this member; a rebalance begins another. */
export interface Generation {
  /** Where to read on, once the database has answered; null when the next generation began before. */
  readonly positions: Promise<ReadonlyMap<number, bigint> | null>;
  readonly partitions: ReadonlyMap<number, PartitionState>;
}

interface PartitionState {
  expected: bigint;
  /** True until the first batch of this assignment: its begin is not trusted. */
  fresh: boolean;
  failures: number;
}

/** A small batch of one partition that waits for company. */
interface Part {
  readonly generation: Generation;
  readonly records: readonly StoredRecord[];
  /** Whether it was taken; not, where the assignment is over. */
  readonly resolve: (taken: boolean) => void;
  readonly reject: (error: unknown) => void;
}

interface FeedOptions extends Pick<SubscribeOptions, 'group' | 'topic' | 'positions' | 'onBatch'> {
  readonly ends: (topic: string) => Promise<ReadonlyMap<number, PartitionEnds>>;
  readonly logger: Logger;
}

/**
 * What a subscription does with what a client reads, the same for both clients: the database's positions win, batches are in order and one at a
 * time per partition, a failing batch is read again after a pause, and what a lost assignment brings is thrown away. While a small batch is in hand, what
 * comes of other partitions gathers to be the next one: most of what a small batch costs is its transaction.
 */
export class Feed {
  private generation: Generation | undefined;
  private readonly running = new Map<number, Promise<unknown>>();
  private readonly said = new Map<string, string>();
  private readonly closing = new AbortController();
  private waiting: Part[] = [];
  private sharing: Promise<void> | undefined;

  constructor(private readonly options: FeedOptions) {}

  get topic(): string {
    return this.options.topic;
  }

  /** Begins an assignment; whatever the one before it still has in hand is abandoned. */
  assign(partitions: readonly number[]): Generation {
    const states = new Map<number, PartitionState>();
    const generation: Generation = { partitions: states, positions: Promise.resolve().then(async () => this.locate(generation, partitions, states)) };
    this.generation = generation;
    return generation;
  }

  /**
   * Takes what was read of a partition; answers the next offset to read, which is not always the one behind what it was given, or
   * null where the assignment is over. Never rejects.
   */
  async take(generation: Generation, partition: number, records: readonly StoredRecord[]): Promise<bigint | null> {
    await generation.positions;
    // Of two that waited for the same run only one goes on.
    while (this.running.has(partition)) await this.running.get(partition);
    const state = generation.partitions.get(partition);
    if (!state || this.isOver(generation)) return null;
    const run = this.deliver(generation, partition, state, records);
    this.running.set(partition, run);
    await run;
    this.running.delete(partition);
    return this.isOver(generation) && !this.closing.signal.aborted ? null : state.expected;
  }

  /** Takes nothing more, and waits for the batches in hand. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.running.values());
  }

  private async deliver(generation: Generation, partition: number, state: PartitionState, records: readonly StoredRecord[]): Promise<void> {
    const { onBatch, topic, group } = this.options;
    const wanted = records.filter(({ offset }) => offset >= state.expected);
    const first = wanted[0];
    if (first && state.fresh && first.offset > state.expected) {
      state.fresh = false;
      return; // It began above the position: read once more from there. If it does so again, the records between are gone.
    }
    if (!first && !state.fresh) {
      // Behind the position although we are past it: the log is not the one it was. The ends will tell.
      state.expected = (await this.ask(generation, [partition]))?.get(partition) ?? state.expected;
      return;
    }
    state.fresh = false;
    for (let at = 0; at < wanted.length && !this.isOver(generation); at += batchSize) {
      const batch = wanted.slice(at, at + batchSize);
      try {
        // What failed is tried alone, so that it costs the others nothing.
        if (batch.length >= small || state.failures > 0) await onBatch({ topic, records: batch });
        else if (!(await this.share(generation, batch))) return;
        state.expected = (batch.at(-1)?.offset ?? state.expected) + 1n;
        state.failures = 0;
        this.unsay(`batch ${partition}`);
      } catch (error) {
        await this.readAgain(generation, partition, state, error, `${group}: a batch of ${topic}[${partition}] failed, reading it again`);
        return;
      }
    }
  }

  /** Hands a small batch on together with those of other partitions; answers whether it was taken. */
  private async share(generation: Generation, records: readonly StoredRecord[]): Promise<boolean> {
    const shared = new Promise<boolean>((resolve, reject) => { this.waiting.push({ generation, records, resolve, reject }); });
    if (this.waiting.length === 1) void this.gather();
    return shared;
  }

  /** Lets the batch in hand end, or at least the partitions of one fetch come together; what has gathered until then is the next. */
  private async gather(): Promise<void> {
    await this.sleep(this.sharing ? shareWaitMs : 0, this.sharing);
    const [parts, over] = [this.waiting.filter(({ generation }) => !this.isOver(generation)), this.waiting.filter(({ generation }) => this.isOver(generation))];
    this.waiting = [];
    for (const { resolve } of over) resolve(false);
    if (parts.length === 0) return;
    const sharing = this.options.onBatch({ topic: this.topic, records: parts.flatMap(({ records }) => records) }).then(
      () => { for (const { resolve } of parts) resolve(true); },
      (error: unknown) => { for (const { reject } of parts) reject(error); },
    );
    this.sharing = sharing;
    await sharing;
    if (this.sharing === sharing) this.sharing = undefined;
  }

  private async readAgain(generation: Generation, partition: number, state: PartitionState, error: unknown, what: string): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.sayOnce(`batch ${partition}`, `${what}: ${messageOf(error)}`);
    await this.pause(state.failures++);
    const found = await this.ask(generation, [partition]);
    state.expected = found?.get(partition) ?? state.expected;
  }

  private async locate(generation: Generation, partitions: readonly number[], states: Map<number, PartitionState>): Promise<ReadonlyMap<number, bigint> | null> {
    if (partitions.length === 0) return new Map();
    const found = await this.ask(generation, partitions);
    for (const partition of found ? partitions : []) states.set(partition, { expected: found?.get(partition) ?? 0n, fresh: true, failures: 0 });
    return found && new Map([...states].map(([partition, { expected }]) => [partition, expected]));
  }

  /** Asks the database until it answers; null when nobody needs the answer any more. */
  private async ask(generation: Generation, partitions: readonly number[]): Promise<ReadonlyMap<number, bigint> | null> {
    const { positions, ends, topic, group } = this.options;
    for (let tries = 0; !this.isOver(generation); tries++) {
      try {
        const [found, kept] = await Promise.all([positions(partitions), ends(topic)]);
        for (const [partition, position] of found) this.compare(partition, position, kept.get(partition));
        this.unsay('positions');
        return found;
      } catch (error) {
        if (this.isOver(generation)) return null;
        this.sayOnce('positions', `${group} cannot begin to read ${topic}, trying on: ${messageOf(error)}`);
        await this.pause(tries);
      }
    }
    return null;
  }

  private compare(partition: number, position: bigint, kept: PartitionEnds | undefined): void {
    const { topic, group, logger } = this.options;
    const where = `${topic}[${partition}]`;
    if (kept && position > kept.next) {
      throw new Error(`${where} ends at ${kept.next}, before position ${position} that the database of ${group} holds: this is not the Kafka that was read before. Point KAFKA_BROKERS at that one, or restore the topic`);
    }
    if (kept && position < kept.first) logger.warn(`${group}: ${kept.first - position} records of ${where} expired before they were read (from ${position} on)`);
  }

  private isOver(generation: Generation): boolean {
    return this.closing.signal.aborted || this.generation !== generation;
  }

  private async pause(tries: number): Promise<void> {
    await this.sleep(Math.min(firstPauseMs * 2 ** tries, longestPauseMs));
  }

  /** Waits so long, or until something ends, or until this feed closes. */
  private async sleep(ms: number, until?: Promise<unknown>): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.closing.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      void until?.then(done);
      this.closing.signal.addEventListener('abort', done);
      if (this.closing.signal.aborted) done();
    });
  }

  private sayOnce(about: string, message: string): void {
    if (this.said.get(about) !== message) this.options.logger.warn(message);
    this.said.set(about, message);
  }

  private unsay(about: string): void {
    this.said.delete(about);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
