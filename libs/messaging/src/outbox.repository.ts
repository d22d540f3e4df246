import type { Database } from '@vocloop/database';
import type { LogRecord } from './log.js';

/** A row of the outbox, under the names that Debezium's outbox router expects. */
export interface OutboxRow {
  readonly seq: string;
  readonly aggregatetype: string;
  readonly aggregateid: string;
  readonly partition: number;
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/** All SQL of the outbox. Rows are taken in order of `seq`, which is the order of publishing for each key: see architecture decisions, 0002. */
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  async insert(records: readonly (LogRecord & { payload: string })[]): Promise<void> {
    await this.database.query(
      `INSERT INTO outbox (id, type, aggregatetype, aggregateid, partition, headers, payload)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::json[], $7::text[])`,
      [
        records.map(({ headers }) => headers['ce_id']),
        records.map(({ headers }) => headers['ce_type']),
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ partition }) => partition),
        records.map(({ headers }) => JSON.stringify(headers)),
        records.map(({ payload }) => payload),
      ],
    );
  }

  /** Only one relay works a service's outbox: true where this transaction is it. */
  async lock(): Promise<boolean> {
    const [row] = await this.database.query<{ locked: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('relay ' || current_schema())) AS locked`);
    return row?.locked ?? false;
  }

  async oldest(limit: number): Promise<OutboxRow[]> {
    return this.database.query<OutboxRow>(`SELECT seq, aggregatetype, aggregateid, partition, headers, payload FROM outbox ORDER BY seq LIMIT $1`, [limit]);
  }

  async delete(rows: readonly OutboxRow[]): Promise<void> {
    await this.database.query(`DELETE FROM outbox WHERE seq = ANY($1::bigint[])`, [rows.map(({ seq }) => seq)]);
  }

  /** How many rows wait, and for how many seconds the oldest has. */
  async backlog(): Promise<{ rows: number; oldestSeconds: number }> {
    const [row] = await this.database.query<{ rows: string; oldest: string | null }>(
      `SELECT count(*) AS rows, extract(epoch FROM clock_timestamp() - min(created_at)) AS oldest FROM outbox`,
    );
    return { rows: Number(row?.rows ?? 0), oldestSeconds: Math.max(0, Number(row?.oldest ?? 0)) };
  }
}
