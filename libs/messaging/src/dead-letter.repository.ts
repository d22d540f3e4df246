import { storable } from '@vocloop/contracts';
import type { Database } from '@vocloop/database';

export type DeadLetterState = 'dead' | 'parked' | 'replayed' | 'discarded';

/** An event that could not be taken, with its bytes as they came; or one parked behind such an event of its key. */
export interface DeadLetter {
  readonly id: string;
  readonly tenant: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  /** What comes later with the same waits for this one; null where nothing does. */
  readonly orderKey: string | null;
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly headers: Record<string, string>;
  readonly payload: Buffer | null;
  readonly state: DeadLetterState;
  readonly errorClass: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attempts: number;
  readonly traceparent: string | null;
  readonly note?: string | null;
  readonly createdAt?: Date;
  readonly settledAt?: Date | null;
}

export interface DeadLetterFilter {
  readonly states?: readonly DeadLetterState[];
  readonly topic?: string;
  readonly errorCode?: string;
  readonly before?: string;
  readonly limit: number;
}

interface Row {
  id: string; tenant_id: string; topic: string; partition: number; offset: string; key: string | null; order_key: string | null; event_id: string | null; event_type: string | null;
  headers: Record<string, string>; payload: Buffer | null; state: DeadLetterState; error_class: string; error_code: string; error_message: string;
  attempts: number; traceparent: string | null; note: string | null; created_at: Date; settled_at: Date | null;
}

const fromRow = (row: Row): DeadLetter => ({
  id: row.id, tenant: row.tenant_id, topic: row.topic, partition: row.partition, offset: BigInt(row.offset), key: row.key, orderKey: row.order_key, eventId: row.event_id, eventType: row.event_type,
  headers: row.headers, payload: row.payload, state: row.state, errorClass: row.error_class, errorCode: row.error_code, errorMessage: row.error_message,
  attempts: row.attempts, traceparent: row.traceparent, note: row.note, createdAt: row.created_at, settledAt: row.settled_at,
});

/** Whatever a stranger wrote into a header, as a column of bounded length holds it. */
export const columnText = (text: string | null): string | null => text && storable(text).slice(0, 4000);

/** All SQL of dead letters. */
export class DeadLetterRepository {
  constructor(private readonly database: Database) {}

  async insert(letters: readonly DeadLetter[]): Promise<void> {
    const of = <T>(read: (letter: DeadLetter) => T) => letters.map(read);
    await this.database.query(
      `INSERT INTO dead_letter (id, tenant_id, topic, partition, "offset", key, order_key, event_id, event_type, headers, payload, state, error_class, error_code, error_message, attempts, traceparent)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::json[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::text[], $16::int[], $17::text[])
       ON CONFLICT (topic, partition, "offset") DO NOTHING`,
      [
        of(({ id }) => id), of(({ tenant }) => tenant), of(({ topic }) => topic), of(({ partition }) => partition), of(({ offset }) => String(offset)),
        of(({ key }) => columnText(key)), of(({ orderKey }) => columnText(orderKey)), of(({ eventId }) => columnText(eventId)), of(({ eventType }) => columnText(eventType)), of(({ headers }) => JSON.stringify(headers)), of(({ payload }) => payload),
        of(({ state }) => state), of(({ errorClass }) => errorClass), of(({ errorCode }) => errorCode), of(({ errorMessage }) => columnText(errorMessage)), of(({ attempts }) => attempts), of(({ traceparent }) => columnText(traceparent)),
      ],
    );
  }

  /** Of these keys, those that wait behind a dead letter. */
  async blocked(topic: string, keys: readonly { tenant: string; key: string }[]): Promise<Set<string>> {
    const rows = await this.database.query<{ tenant_id: string; order_key: string }>(
      `SELECT DISTINCT tenant_id, order_key FROM dead_letter JOIN unnest($2::text[], $3::text[]) AS t(tenant, k) ON tenant_id = t.tenant AND order_key = t.k
       WHERE topic = $1 AND state IN ('dead', 'parked')`,
      [topic, keys.map(({ tenant }) => tenant), keys.map(({ key }) => columnText(key))],
    );
    return new Set(rows.map((row) => `${row.tenant_id}\n${row.order_key}`));
  }

  async find(tenant: string, id: string, lock = false): Promise<DeadLetter | undefined> {
    const [row] = await this.database.query<Row>(`SELECT * FROM dead_letter WHERE tenant_id = $1 AND id = $2${lock ? ' FOR UPDATE' : ''}`, [tenant, id]);
    return row && fromRow(row);
  }

  async list(tenant: string, { states, topic, errorCode, before, limit }: DeadLetterFilter): Promise<DeadLetter[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM dead_letter WHERE tenant_id = $1 AND ($2::text[] IS NULL OR state = ANY($2)) AND ($3::text IS NULL OR topic = $3)
         AND ($4::text IS NULL OR error_code = $4) AND ($5::uuid IS NULL OR id < $5) ORDER BY id DESC LIMIT $6`,
      [tenant, states ?? null, topic ?? null, errorCode ?? null, before ?? null, limit],
    );
    return rows.map(fromRow);
  }

  /** What can be replayed, oldest first: dead letters, and events still parked although nothing dead stands before them, since whoever released them died. */
  async replayable(tenant: string, { topic, errorCode, limit }: DeadLetterFilter): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM dead_letter d WHERE tenant_id = $1 AND ($2::text IS NULL OR topic = $2) AND ($3::text IS NULL OR error_code = $3) AND (state = 'dead' OR (state = 'parked'
         AND NOT EXISTS (SELECT FROM dead_letter e WHERE e.tenant_id = d.tenant_id AND e.topic = d.topic AND e.order_key = d.order_key AND e.state IN ('dead', 'parked') AND e."offset" < d."offset")))
       ORDER BY id LIMIT $4`,
      [tenant, topic ?? null, errorCode ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The first event parked behind a key, where no dead letter of the key stands before it. */
  async nextParked(letter: Pick<DeadLetter, 'tenant' | 'topic' | 'orderKey'>): Promise<DeadLetter | undefined> {
    const [row] = await this.database.query<Row>(
      `SELECT * FROM dead_letter WHERE tenant_id = $1 AND topic = $2 AND order_key = $3 AND state IN ('dead', 'parked') ORDER BY "offset" LIMIT 1`,
      [letter.tenant, letter.topic, columnText(letter.orderKey)],
    );
    return row?.state === 'parked' ? fromRow(row) : undefined;
  }

  async settle(id: string, state: 'replayed' | 'discarded', note: string | null): Promise<void> {
    await this.database.query(`UPDATE dead_letter SET state = $2, note = coalesce($3, note), settled_at = now() WHERE id = $1`, [id, state, note]);
  }

  /** A replay failed: the letter stays, or a parked one becomes a dead letter, with the newest error. False where somebody else has settled it meanwhile. */
  async fail({ id, state }: Pick<DeadLetter, 'id' | 'state'>, error: { errorClass: string; errorCode: string; errorMessage: string }): Promise<boolean> {
    const failed = await this.database.query(
      `UPDATE dead_letter SET state = 'dead', attempts = attempts + 1, error_class = $3, error_code = $4, error_message = $5 WHERE id = $1 AND state = $2 RETURNING 1`,
      [id, state, error.errorClass, error.errorCode, columnText(error.errorMessage)],
    );
    return failed.length > 0;
  }

  /** Forgets some of what these tenants settled more than two weeks ago. Each new letter forgets more than the one it adds, so that they do not pile up. */
  async forgetSettled(tenants: readonly string[]): Promise<void> {
    await this.database.query(
      `DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE tenant_id = ANY($1) AND settled_at < now() - interval '14 days' LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
      [tenants],
    );
  }

  async counts(tenants: readonly string[]): Promise<{ topic: string; state: DeadLetterState; errorCode: string; letters: number }[]> {
    const rows = await this.database.query<{ topic: string; state: DeadLetterState; error_code: string; n: string }>(
      `SELECT topic, state, error_code, count(*) AS n FROM dead_letter WHERE tenant_id = ANY($1) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [tenants],
    );
    return rows.map((row) => ({ topic: row.topic, state: row.state, errorCode: row.error_code, letters: Number(row.n) }));
  }
}
