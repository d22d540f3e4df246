import { DataSource } from 'typeorm';
import { Database, connectionOptions } from '@vocloop/database';
import type { EventLog, LogRecord, PartitionEnds, StoredRecord, SubscribeOptions, Subscription } from '../log.js';
import type { Logger, MovesOutbox } from '../relay.js';
import { PostgresSubscription } from './subscription.js';
import { Wakeups } from './wakeups.js';

export interface PostgresLogOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Days that events are kept. */
  readonly retentionDays?: number;
  /** How often a subscription looks for itself, should a wake-up be lost. */
  readonly pollMs?: number;
  readonly batch?: number;
}

const deadlock = '40P01';
const mostTries = 5;

interface Row { partition: number; offset: string; key: string | null; headers: Record<string, string>; payload: string | null; encoded: boolean; appended_at: Date }

/** The log as a table in Postgres, for one machine with nothing installed. */
export class PostgresLog implements EventLog, MovesOutbox {
  private readonly database: Database;
  private readonly wakeups: Wakeups;
  private opening: Promise<unknown> | undefined;
  private appending: Promise<void> = Promise.resolve();
  private maintenance: NodeJS.Timeout | undefined;

  constructor(private readonly options: PostgresLogOptions) {
    this.database = new Database(new DataSource({ type: 'postgres', url: options.url, poolSize: 4, applicationName: 'vocloop-log', extra: connectionOptions }));
    this.wakeups = new Wakeups(options.url, options.logger);
  }

  async ensureTopics(topics: readonly { name: string; partitions: number }[]): Promise<Map<string, number>> {
    const names = topics.map(({ name }) => name);
    return this.transaction(async () => {
      await this.database.query(`INSERT INTO log.topic SELECT * FROM unnest($1::text[], $2::int[]) ORDER BY 1 ON CONFLICT DO NOTHING`, [names, topics.map(({ partitions }) => partitions)]);
      await this.database.query(
        `INSERT INTO log.head (topic, partition) SELECT name, p FROM log.topic, generate_series(0, partitions - 1) p WHERE name = ANY($1) ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
        [names],
      );
      const rows = await this.database.query<{ name: string; partitions: number }>(`SELECT name, partitions FROM log.topic WHERE name = ANY($1)`, [names]);
      return new Map(rows.map(({ name, partitions }) => [name, partitions]));
    });
  }

  /** One call after the other, so that they keep their order also where nobody waits for them. */
  async append(records: readonly LogRecord[]): Promise<void> {
    const appended = this.appending.then(async () => this.appendNow(records));
    this.appending = appended.catch(() => undefined);
    return appended;
  }

  async moveOutbox(database: Database, limit: number): Promise<number> {
    const waiting = `SELECT DISTINCT o.topic, o.key_hash % coalesce(t.partitions, 1) AS partition FROM (SELECT aggregatetype AS topic, key_hash FROM outbox ORDER BY seq LIMIT $1) o LEFT JOIN log.topic t ON t.name = o.topic`;
    const locked = await database.query<{ needed: number }>(
      `SELECT needed::int FROM (SELECT *, count(*) OVER () AS needed FROM (${waiting}) d) w JOIN log.head h USING (topic, partition) ORDER BY topic, partition FOR UPDATE OF h`,
      [limit],
    );
    if (locked.length === 0 || locked.length < locked[0]!.needed) {
      const strangers = await database.query(`INSERT INTO log.topic SELECT DISTINCT topic, 1 FROM (${waiting}) w ORDER BY 1 ON CONFLICT DO NOTHING RETURNING name`, [limit]);
      if (strangers.length === 0 && locked.length === 0) return 0;
      await database.query(`INSERT INTO log.head (topic, partition) SELECT topic, partition FROM (${waiting}) w ORDER BY 1, 2 ON CONFLICT DO NOTHING`, [limit]);
    }
    const moved = await database.query<{ topic: string; n: number }>(
      `WITH gone AS (
         DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox ORDER BY seq LIMIT $1)
         RETURNING seq, aggregatetype AS topic, key_hash, aggregateid AS key, headers, payload
       ), taken AS (
         SELECT gone.*, key_hash % partitions AS partition FROM gone LEFT JOIN log.topic ON name = topic
       ), ${numbered}, appended AS (
         INSERT INTO log.event_log (topic, partition, "offset", key, headers, payload)
         SELECT topic, partition, base + n, key, headers, payload FROM placed RETURNING topic
       ) SELECT topic, count(*)::int AS n FROM appended GROUP BY 1`,
      [limit],
    );
    if (moved.length > 0) database.afterCommit(this, () => this.wakeups.announce(new Set(moved.map(({ topic }) => topic))));
    return moved.reduce((sum, { n }) => sum + n, 0);
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    await this.open();
    const subscription = new PostgresSubscription(options, {
      lead: async () => this.wakeups.lead(`${options.group} ${options.topic}`),
      read: async (positions) => this.read(options.topic, positions),
      signal: this.wakeups.signalOf(options.topic),
      logger: this.options.logger,
      pollMs: this.options.pollMs ?? 1000,
    });
    subscription.start();
    return subscription;
  }

  async ends(topic: string): Promise<Map<number, PartitionEnds>> {
    const rows = await this.ask<{ partition: number; first_offset: string; next_offset: string }>(`SELECT partition, first_offset, next_offset FROM log.head WHERE topic = $1 ORDER BY 1`, [topic]);
    return new Map(rows.map((row) => [row.partition, { first: BigInt(row.first_offset), next: BigInt(row.next_offset) }]));
  }

  async close(): Promise<void> {
    clearInterval(this.maintenance);
    await this.wakeups.close();
    if (this.database.dataSource.isInitialized) await this.database.dataSource.destroy();
  }

  private async appendNow(records: readonly LogRecord[]): Promise<void> {
    if (records.length === 0) return;
    const of = <T>(read: (record: LogRecord) => T) => records.map(read);
    const payloads = records.map(({ value }) => stored(value));
    await this.transaction(async () => {
      await this.lockHeads(`SELECT DISTINCT * FROM unnest($1::text[], $2::int[]) AS t(topic, partition)`, [of(({ topic }) => topic), of(({ partition }) => partition)]);
      await this.database.query(
        `WITH taken AS (
           SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::json[], $5::text[], $6::boolean[]) WITH ORDINALITY AS t(topic, partition, key, headers, payload, encoded, seq)
         ), ${numbered}
         INSERT INTO log.event_log (topic, partition, "offset", key, headers, payload, encoded)
         SELECT topic, partition, base + n, key, headers, payload, encoded FROM placed`,
        [of(({ topic }) => topic), of(({ partition }) => partition), of(({ key }) => key), of(({ headers }) => JSON.stringify(headers)), payloads.map(({ text }) => text), payloads.map(({ encoded }) => encoded)],
      );
    });
    this.wakeups.announce(new Set(of(({ topic }) => topic)));
  }

  private async read(topic: string, positions: ReadonlyMap<number, bigint>): Promise<StoredRecord[]> {
    const share = Math.max(50, Math.ceil((this.options.batch ?? 500) / Math.max(1, positions.size)));
    const rows = await this.ask<Row>(
      `SELECT e.partition, e."offset", e.key, e.headers, e.payload, e.encoded, e.appended_at
       FROM unnest($2::int[], $3::bigint[]) AS t(p, o)
       CROSS JOIN LATERAL (SELECT * FROM log.event_log WHERE topic = $1 AND partition = t.p AND "offset" >= t.o ORDER BY "offset" LIMIT $4) e`,
      [topic, [...positions.keys()], [...positions.values()].map(String), share],
    );
    return rows.map((row) => ({
      topic,
      partition: row.partition,
      offset: BigInt(row.offset),
      key: row.key,
      headers: row.headers,
      value: row.payload === null ? null : Buffer.from(row.payload, row.encoded ? 'base64' : 'utf8'),
      appendedAt: row.appended_at,
    }));
  }

  /** Takes the ends of the partitions in one order for all, so that two who append cannot wait for each other. */
  private async lockHeads(partitions: string, parameters: unknown[]): Promise<void> {
    await this.database.query(`SELECT 1 FROM log.head JOIN (${partitions}) w USING (topic, partition) ORDER BY topic, partition FOR UPDATE OF head`, parameters);
  }

  /** One statement that only reads needs no transaction around it, and there are many of these. */
  private async ask<Result>(sql: string, parameters: unknown[]): Promise<Result[]> {
    await this.open();
    return this.database.dataSource.query<Result[]>(sql, parameters);
  }

  /** Again where it met another: an outbox that grew after its relay had looked may want ends out of their order, and Postgres ends one of two that wait for each other. */
  private async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.open();
    for (let tries = 1; ; tries++) {
      try {
        return await this.database.transaction([], work);
      } catch (error) {
        if (tries === mostTries || (error as { code?: unknown }).code !== deadlock) throw error;
      }
    }
  }

  private async open(): Promise<void> {
    this.opening ??= this.database.dataSource.initialize().then(async () => {
      // Old days go an hour after the start at the earliest: after a long stop, what was in flight is taken first.
      await this.maintain(100_000);
      this.maintenance = setInterval(() => void this.maintain(this.options.retentionDays ?? 7), 3_600_000).unref();
    });
    await this.opening;
  }

  /** Makes days and drops old ones. Where somebody reads the log for long it gives way soon, since all others wait behind it: days are made two ahead, and the next hour tries again. */
  private async maintain(days: number): Promise<void> {
    await this.database.transaction([], async () => {
      await this.database.query(`SET LOCAL lock_timeout = '1s'`);
      await this.database.query(`SELECT log.maintain($1)`, [days]);
    }).catch((error: unknown) => this.options.logger.warn(`the log could not be maintained: ${(error as Error).message}`));
  }
}

/** Numbers the rows of `taken` within their partition, and moves the ends on by as many. A topic that has no end yet makes the offset null, so the statement fails and nothing is lost. */
const numbered = `
  counted AS (SELECT topic, partition, count(*) AS rows FROM taken GROUP BY 1, 2),
  ends AS (
    UPDATE log.head h SET next_offset = h.next_offset + c.rows FROM counted c
    WHERE h.topic = c.topic AND h.partition = c.partition RETURNING h.topic, h.partition, h.next_offset - c.rows AS base
  ),
  placed AS (SELECT t.*, base, row_number() OVER (PARTITION BY topic, partition ORDER BY seq) - 1 AS n FROM taken t LEFT JOIN ends USING (topic, partition))`;

/** Text as it is; bytes that are not text as base64. */
function stored(value: Buffer | null): { text: string | null; encoded: boolean } {
  if (value === null) return { text: null, encoded: false };
  const text = value.toString('utf8');
  const encoded = text.includes('\0') || !Buffer.from(text).equals(value);
  return { text: encoded ? value.toString('base64') : text, encoded };
}
