import { randomUUID } from 'node:crypto';
import type { Event, EventDefinition, Topic } from '@vocloop/contracts';
import type { EventLog, StoredRecord } from './log.js';
import { RecordFault, toEvent } from './record.js';

/** So long may a log take to hand out its newest records, and so long are older ones looked through. */
const patienceMs = { newest: 60_000, older: 20_000 };

/** How far history was read: until enough was found, to the first record that the log still holds, or as far as was allowed. */
export type Reach = 'enough' | 'beginning' | 'bound';

/** What is looked for: a tenant's newest events of these definitions, `most` of them, among about `within` records of everybody's. */
export interface Wanted { readonly topic: Topic; readonly definitions: readonly EventDefinition[]; readonly tenant: string; readonly most: number; readonly within: number }

type Offsets = ReadonlyMap<number, bigint>;

/** Reads what a topic holds already, beside its consumers. On Kafka each reading is a group of its own, which Kafka forgets by itself. */
export class History {
  constructor(private readonly log: EventLog) {}

  /**
   * A tenant's newest events, oldest first, and how far was read for them: back from the end in portions that grow where there is little to find, until there
   * are `most`, at most `within` records and 20 s. What is no event of these definitions is left out, and what is appended meanwhile. Rejects where the log
   * does not hand out its newest records within a minute.
   */
  async last({ topic, definitions, tenant, most, within }: Wanted): Promise<{ events: Event[]; reach: Reach }> {
    const byType = new Map(definitions.map((it) => [it.type, it]));
    const ends = await this.log.ends(topic.name);
    const found = new Newest(most);
    const take = (record: StoredRecord): void => {
      const event = record.headers['ce_tenantid'] === tenant ? eventOf(record, byType) : undefined;
      if (event) found.add(record, event);
    };
    const began = performance.now();
    let to: Offsets = new Map([...ends].map(([partition, { next }]) => [partition, next]));
    for (let read = 0, portion = Math.min(most, within); ;) {
      const from = before(to, portion, ends);
      const left = read === 0 ? patienceMs.newest : patienceMs.older - (performance.now() - began);
      const whole = await this.read(topic.name, from, to, take, left);
      if (!whole && read === 0) throw new Error(`${topic.name} did not hand out its newest records within ${patienceMs.newest / 1000} s`);
      read += between(from, to);
      if (found.size >= most) return { events: found.events(), reach: 'enough' };
      if (whole && [...from].every(([partition, offset]) => offset === ends.get(partition)!.first)) return { events: found.events(), reach: 'beginning' };
      if (!whole || read >= within || performance.now() - began > patienceMs.older) return { events: found.events(), reach: 'bound' };
      portion = Math.min(within - read, 4 * portion, Math.ceil((2 * read * (most - found.size)) / (found.size + 1)));
      to = from;
    }
  }

  /** Hands over the records between these offsets; answers false where that takes longer. */
  private async read(topic: string, from: Offsets, to: Offsets, take: (record: StoredRecord) => void, ms: number): Promise<boolean> {
    const next = new Map(from);
    const complete = (): boolean => [...to].every(([partition, end]) => next.get(partition)! >= end);
    if (complete()) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const subscription = await this.log.subscribe({
      group: `history-${randomUUID()}`, topic, partitions: to.size,
      positions: async (partitions) => new Map(partitions.map((it) => [it, next.get(it) ?? 0n])),
      onBatch: async ({ records }) => {
        for (const record of records) {
          if (record.offset < next.get(record.partition)!) continue;
          next.set(record.partition, record.offset + 1n);
          if (record.offset < to.get(record.partition)!) take(record);
        }
        if (complete()) resolve(true);
      },
    });
    const timer = setTimeout(() => resolve(false), ms);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await subscription.close();
    }
  }
}

/** Where a portion begins that ends at these offsets: its partitions share it. */
function before(to: Offsets, portion: number, ends: ReadonlyMap<number, { readonly first: bigint }>): Offsets {
  const share = BigInt(Math.ceil(portion / Math.max(1, to.size)));
  return new Map([...to].map(([partition, end]) => { const { first } = ends.get(partition)!; return [partition, end - share > first ? end - share : first]; }));
}

const between = (from: Offsets, to: Offsets): number => Number([...to].reduce((sum, [partition, end]) => sum + end - from.get(partition)!, 0n));

/** The newest of the events that are added, whatever their order; holds twice as many at most. */
class Newest {
  private kept: { readonly at: number; readonly offset: bigint; readonly event: Event }[] = [];

  constructor(private readonly most: number) {}

  get size(): number {
    return Math.min(this.kept.length, this.most);
  }

  add({ appendedAt, offset }: StoredRecord, event: Event): void {
    this.kept.push({ at: appendedAt.getTime(), offset, event });
    if (this.kept.length > 2 * this.most) this.shrink();
  }

  /** Oldest first. */
  events(): Event[] {
    this.shrink();
    return this.kept.map(({ event }) => event);
  }

  private shrink(): void {
    this.kept = this.kept.sort((a, b) => a.at - b.at || Number(a.offset - b.offset)).slice(-this.most);
  }
}

function eventOf(record: StoredRecord, definitions: ReadonlyMap<string, EventDefinition>): Event | undefined {
  try {
    return toEvent(record, definitions);
  } catch (error) {
    if (error instanceof RecordFault) return undefined;
    throw error;
  }
}
