import type { Database } from '@vocloop/database';
import type { ConsumerRepository } from './consumer.repository.js';
import type { Consumers } from './consumers.js';
import type { EventLog } from './log.js';
import type { OutboxRepository } from './outbox.repository.js';
import type { Relay } from './relay.js';

/** One partition of a consumer: where it stands, how far behind, and what became of every event before. */
export interface ConsumerAccount {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly next: number;
  readonly end: number;
  readonly done: number;
  readonly dropped: number;
  readonly duplicates: number;
  readonly deadLettered: number;
  readonly parked: number;
  readonly skipped: number;
  /** Events that the log dropped by their age before they were taken: lost. */
  readonly expired: number;
  readonly lagEvents: number;
  /** How old what waits may be at most: 0 where nothing does. */
  readonly lagSeconds: number;
  readonly stalledBecause?: string;
}

/** The standing proof of a service: accepted = processed + in flight + dead-lettered, for each partition. */
export interface Account {
  readonly service: string;
  readonly consumers: readonly ConsumerAccount[];
  readonly drops: readonly { topic: string; reason: string; events: number }[];
  readonly outbox: { readonly rows: number; readonly oldestSeconds: number; readonly stalledBecause?: string };
  /** True where the sum is right for every partition: done + dropped + duplicates + deadLettered + parked + skipped = next - first, and nothing expired. */
  readonly balanced: boolean;
  /** Events that are on their way: in the outbox, or in the log and not yet taken. */
  readonly inFlight: number;
  readonly deadLettered: number;
}

export interface AccountParts {
  readonly service: string;
  readonly database: Database;
  readonly log: EventLog;
  readonly consumers: ConsumerRepository;
  readonly outbox: OutboxRepository;
  readonly running: Consumers;
  readonly relay: Relay;
}

/** Adds up what a service took and what became of it. */
export class Reconciliation {
  private readonly began = Date.now();
  /** When a partition was last seen without anything waiting. */
  private readonly caughtUp = new Map<string, number>();

  constructor(private readonly parts: AccountParts) {}

  async account(): Promise<Account> {
    const { service, database, consumers, outbox, relay } = this.parts;
    const { positions, drops, backlog } = await database.transaction([], async () => ({ positions: await consumers.positions(), drops: await consumers.drops(), backlog: await outbox.backlog() }));
    // The ends are read after the positions, so that a lag is never negative.
    const ends = new Map(await Promise.all([...new Set(positions.map(({ topic }) => topic))].map(async (topic) => [topic, await this.parts.log.ends(topic)] as const)));
    const accounts = positions.map(({ first, next, ...rest }): ConsumerAccount => {
      const end = ends.get(rest.topic)?.get(rest.partition)?.next ?? next;
      const stalledBecause = this.parts.running.of(rest.topic)?.stalledBecause;
      const lagEvents = Math.max(0, Number(end - next));
      return { ...rest, first: Number(first), next: Number(next), end: Number(end), lagEvents, lagSeconds: this.lagSeconds(rest, lagEvents), ...(stalledBecause && { stalledBecause }) };
    });
    const sum = (of: (it: ConsumerAccount) => number) => accounts.reduce((total, it) => total + of(it), 0);
    return {
      service,
      consumers: accounts,
      drops,
      outbox: { ...backlog, ...(relay.stalledBecause && { stalledBecause: relay.stalledBecause }) },
      balanced: accounts.every((it) => it.done + it.dropped + it.duplicates + it.deadLettered + it.parked + it.skipped === it.next - it.first && it.expired === 0),
      inFlight: backlog.rows + sum(({ lagEvents }) => lagEvents),
      deadLettered: sum(({ deadLettered, parked }) => deadLettered + parked),
    };
  }

  /** No log tells the age of what was not read. What was appended before the newest taken, or before nothing waited, is taken: so this is never too little. */
  private lagSeconds({ topic, partition }: { topic: string; partition: number }, lagEvents: number): number {
    const key = `${topic}/${partition}`;
    const now = Date.now();
    if (lagEvents === 0) {
      this.caughtUp.set(key, now);
      return 0;
    }
    const known = [this.parts.running.of(topic)?.takenUntil(partition), this.caughtUp.get(key)].filter((it) => it !== undefined);
    return Math.max(0, now - (known.length > 0 ? Math.max(...known) : this.began)) / 1000;
  }
}
