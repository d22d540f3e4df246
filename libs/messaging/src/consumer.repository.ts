import type { Database } from '@vocloop/database';
import { StaleConsumer } from './outcome.js';

/** Where a consumer stands in a partition, and what became of the events before. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly next: bigint;
  readonly done: number;
  readonly dropped: number;
  readonly duplicates: number;
  readonly deadLettered: number;
  readonly parked: number;
  readonly skipped: number;
  /** Events that the log dropped by their age before they were taken: lost, and so the account does not balance. */
  readonly expired: number;
}

/** What a batch did to one partition. */
export interface Progress {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  done: number;
  dropped: number;
  duplicates: number;
  deadLettered: number;
  parked: number;
  skipped: number;
}

interface PositionRow { topic: string; partition: number; first_offset: string; next_offset: string; done: string; dropped: string; duplicates: string; dead_lettered: string; parked: string; skipped: string; expired: string }

/** All SQL of positions and inbox. */
export class ConsumerRepository {
  constructor(private readonly database: Database) {}

  /** The positions of partitions, begun at the log's first offset where the consumer is new. */
  async begin(topic: string, firsts: ReadonlyMap<number, bigint>): Promise<void> {
    await this.database.query(
      `INSERT INTO consumer_offset (topic, partition, first_offset, next_offset)
       SELECT $1, p, o, o FROM unnest($2::int[], $3::bigint[]) AS t(p, o) ON CONFLICT DO NOTHING`,
      [topic, [...firsts.keys()], [...firsts.values()].map(String)],
    );
  }

  /** Moves positions that the log has outlived to what it still keeps; answers how many events are gone, by partition. */
  async expire(topic: string, firsts: ReadonlyMap<number, bigint>): Promise<{ partition: number; events: number }[]> {
    const rows = await this.database.query<{ partition: number; events: string }>(
      `WITH behind AS (
         SELECT o.partition, t.first, t.first - o.next_offset AS events FROM consumer_offset o JOIN unnest($2::int[], $3::bigint[]) AS t(p, first) ON o.partition = t.p
         WHERE o.topic = $1 AND o.next_offset < t.first FOR UPDATE OF o
       ), moved AS (
         UPDATE consumer_offset o SET next_offset = b.first, expired = o.expired + b.events FROM behind b WHERE o.topic = $1 AND o.partition = b.partition
       ) SELECT partition, events FROM behind`,
      [topic, [...firsts.keys()], [...firsts.values()].map(String)],
    );
    return rows.map(({ partition, events }) => ({ partition, events: Number(events) }));
  }

  async positions(topic?: string): Promise<Position[]> {
    const rows = await this.database.query<PositionRow>(`SELECT * FROM consumer_offset WHERE $1::text IS NULL OR topic = $1 ORDER BY topic, partition`, [topic ?? null]);
    return rows.map((row) => ({
      topic: row.topic,
      partition: row.partition,
      first: BigInt(row.first_offset),
      next: BigInt(row.next_offset),
      done: Number(row.done),
      dropped: Number(row.dropped),
      duplicates: Number(row.duplicates),
      deadLettered: Number(row.dead_lettered),
      parked: Number(row.parked),
      skipped: Number(row.skipped),
      expired: Number(row.expired),
    }));
  }

  /** Compare-and-swap: moves the partitions on, each only from where this consumer believes it to be. Throws StaleConsumer, and with it the transaction ends. */
  async advance(topic: string, ranges: readonly Pick<Progress, 'partition' | 'from' | 'to'>[]): Promise<void> {
    const moved = await this.database.query(
      `UPDATE consumer_offset SET next_offset = t.next, moved_at = now()
       FROM unnest($2::int[], $3::bigint[], $4::bigint[]) AS t(p, expected, next)
       WHERE topic = $1 AND partition = t.p AND next_offset = t.expected RETURNING partition`,
      [topic, ranges.map(({ partition }) => partition), ranges.map(({ from }) => String(from)), ranges.map(({ to }) => String(to))],
    );
    if (moved.length !== ranges.length) throw new StaleConsumer(topic);
  }

  /** Holds a partition's position, so that a replay and the live consumer do not meet. */
  async lock(topic: string, partition: number): Promise<void> {
    await this.database.query(`SELECT 1 FROM consumer_offset WHERE topic = $1 AND partition = $2 FOR UPDATE`, [topic, partition]);
  }

  /** Adds to what became of events, with the commit. */
  count(topic: string, progress: readonly (Omit<Progress, 'from' | 'to'>)[]): void {
    const column = (name: keyof Omit<Progress, 'from' | 'to'>) => progress.map((it) => it[name]);
    this.database.atCommit(
      `UPDATE consumer_offset o SET done = o.done + t.done, dropped = o.dropped + t.dropped, duplicates = o.duplicates + t.duplicates,
         dead_lettered = o.dead_lettered + t.dead, parked = o.parked + t.parked, skipped = o.skipped + t.skipped
       FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) AS t(p, done, dropped, duplicates, dead, parked, skipped)
       WHERE topic = $1 AND partition = t.p`,
      [topic, column('partition'), column('done'), column('dropped'), column('duplicates'), column('deadLettered'), column('parked'), column('skipped')],
    );
  }

  /** Adds to the reasons of what had no effect, with the commit. */
  countDrops(topic: string, reasons: ReadonlyMap<string, number>): void {
    this.database.atCommit(
      `INSERT INTO consumer_drop AS d (topic, reason, events) SELECT $1, r, n FROM unnest($2::text[], $3::bigint[]) AS t(r, n) ORDER BY r
       ON CONFLICT (topic, reason) DO UPDATE SET events = d.events + excluded.events`,
      [topic, [...reasons.keys()], [...reasons.values()]],
    );
  }

  async drops(): Promise<{ topic: string; reason: string; events: number }[]> {
    const rows = await this.database.query<{ topic: string; reason: string; events: string }>(`SELECT topic, reason, events FROM consumer_drop ORDER BY topic, events DESC, reason LIMIT 500`);
    return rows.map((row) => ({ ...row, events: Number(row.events) }));
  }

  /** Remembers events; answers the ids of those that were new. */
  async remember(seen: readonly { id: string; time: string }[]): Promise<Set<string>> {
    const rows = await this.database.query<{ event_id: string }>(
      `INSERT INTO inbox (day, event_id) SELECT t.day::date, t.id FROM unnest($1::timestamptz[], $2::uuid[]) AS t(day, id) ON CONFLICT DO NOTHING RETURNING event_id`,
      [seen.map(({ time }) => time), seen.map(({ id }) => id)],
    );
    return new Set(rows.map((row) => row.event_id));
  }

  async maintain(): Promise<void> {
    await this.database.query(`SELECT maintain_inbox()`);
  }
}
