import type { Database } from '@vocloop/database';
import { keyHash } from './partition.js';

/** An event on its way to the log; its partition is for whoever appends it, who knows how many there are. */
export interface OutboxRecord {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

export interface OutboxRow extends OutboxRecord {
  readonly seq: string;
  readonly keyHash: number;
}

/** All SQL of the outbox, whose columns have the names that Debezium's outbox router expects. Rows are taken in order of `seq`, which is the order of publishing for each key: see architecture decisions, 0002. */
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  /** Adds rows with the commit. */
  insert(records: readonly OutboxRecord[]): void {
    this.database.atCommit(
      `INSERT INTO outbox (id, type, aggregatetype, aggregateid, key_hash, headers, payload)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], string_to_array($6, E'\\n')::json[], $7::text[])`,
      [
        records.map(({ headers }) => headers['ce_id']),
        records.map(({ headers }) => headers['ce_type']),
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ key }) => keyHash(key)),
        // JSON has no line ends of its own: as lines it needs none of the escapes that an array of it would. A dead letter's payload may have some.
        records.map(({ headers }) => JSON.stringify(headers)).join('\n'),
        records.map(({ payload }) => payload),
      ],
    );
  }

  /** Only one relay works a service's outbox: true where this transaction is it. It may wait for Kafka longer than others may stand still, or its lock would go in the midst of an append. */
  async lock(): Promise<boolean> {
    const [row] = await this.database.query<{ locked: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('relay ' || current_schema())) AS locked, set_config('idle_in_transaction_session_timeout', '120s', true)`);
    return row?.locked ?? false;
  }

  async oldest(limit: number): Promise<OutboxRow[]> {
    return this.database.query<OutboxRow>(`SELECT seq, aggregatetype AS topic, aggregateid AS key, key_hash AS "keyHash", headers, payload FROM outbox ORDER BY seq LIMIT $1`, [limit]);
  }

  /** Takes rows away with the commit. */
  delete(rows: readonly OutboxRow[]): void {
    this.database.atCommit(`DELETE FROM outbox WHERE seq = ANY($1::bigint[])`, [rows.map(({ seq }) => seq)]);
  }

  /** How many rows wait, and for how many seconds the oldest has. */
  async backlog(): Promise<{ rows: number; oldestSeconds: number }> {
    const [row] = await this.database.query<{ rows: string; oldest: string | null }>(
      `SELECT count(*) AS rows, extract(epoch FROM clock_timestamp() - min(created_at)) AS oldest FROM outbox`,
    );
    return { rows: Number(row?.rows ?? 0), oldestSeconds: Math.max(0, Number(row?.oldest ?? 0)) };
  }
}
