import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Held } from './request.js';

export interface RequestRow {
  readonly bodyHash: string;
  readonly status: number | null;
  readonly answer: string | null;
}

/** What a request's row is found by. */
export interface Key {
  readonly tenant: string;
  readonly keyHash: string;
}

@Injectable()
export class RequestRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Claims a key until `lockedUntil`; resolves to when the request was first begun, or to undefined where the key is taken. A claim that has expired, that was
   * given back, or whose holder died, is free again; the same body is then the same request, as something of it may have been stored.
   */
  async claim(row: { tenant: string; keyHash: string; bodyHash: string; now: Date; lockedUntil: Date; expiresAt: Date }): Promise<Date | undefined> {
    const [claimed] = await this.database.query<{ begunAt: Date }>(
      `INSERT INTO request AS r (tenant_id, key_hash, body_hash, locked_until, expires_at, begun_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, key_hash) DO UPDATE SET body_hash = excluded.body_hash, locked_until = excluded.locked_until, expires_at = excluded.expires_at, status = NULL, answer = NULL,
           (begun_at, receipts) = (SELECT CASE WHEN same THEN r.begun_at ELSE excluded.begun_at END, CASE WHEN same THEN r.receipts ELSE '{}' END FROM (SELECT r.expires_at > $6 AND r.body_hash = excluded.body_hash) AS it (same))
         WHERE r.expires_at <= $6 OR (r.status IS NULL AND (r.locked_until = '-infinity' OR (r.locked_until <= $6 AND r.body_hash = excluded.body_hash)))
       RETURNING begun_at AS "begunAt"`,
      [row.tenant, row.keyHash, row.bodyHash, row.lockedUntil, row.expiresAt, row.now],
    );
    return claimed?.begunAt;
  }

  async find(tenant: string, keyHash: string): Promise<RequestRow | undefined> {
    const [row] = await this.database.query<RequestRow>(`SELECT body_hash AS "bodyHash", status, answer FROM request WHERE tenant_id = $1 AND key_hash = $2`, [tenant, keyHash]);
    return row;
  }

  /** Keeps the answer of a claim that still holds: one that has outlived its time is its successor's to answer. */
  async answer({ tenant, keyHash, lockedUntil }: Held, status: number, answer: string): Promise<void> {
    await this.database.query(
      `UPDATE request SET status = $4, answer = $5, receipts = '{}' WHERE tenant_id = $1 AND key_hash = $2 AND locked_until = $3 AND status IS NULL`,
      [tenant, keyHash, lockedUntil, status, answer],
    );
  }

  /** What was taken of these requests so far, their rows locked in one order. */
  async receipts(keys: readonly Key[]): Promise<(Key & { receipts: Readonly<Record<string, object>> })[]> {
    return this.database.query(
      `SELECT r.tenant_id AS tenant, r.key_hash AS "keyHash", r.receipts FROM request r
       JOIN unnest($1::text[], $2::text[]) AS wanted (tenant_id, key_hash) USING (tenant_id, key_hash) ORDER BY r.tenant_id, r.key_hash FOR UPDATE OF r`,
      [keys.map((it) => it.tenant), keys.map((it) => it.keyHash)],
    );
  }

  /** Adds to what was taken of these requests. */
  async keep(rows: readonly (Key & { receipts: Readonly<Record<string, object>> })[]): Promise<void> {
    await this.database.query(
      `UPDATE request r SET receipts = r.receipts || n.receipts FROM unnest($1::text[], $2::text[], $3::jsonb[]) AS n (tenant_id, key_hash, receipts)
       WHERE r.tenant_id = n.tenant_id AND r.key_hash = n.key_hash`,
      [rows.map((it) => it.tenant), rows.map((it) => it.keyHash), rows.map((it) => JSON.stringify(it.receipts))],
    );
  }

  /** Gives a claim back, but remembers when it was begun: a failure does not tell that nothing was stored. */
  async release({ tenant, keyHash, lockedUntil }: Held): Promise<void> {
    await this.database.query(`UPDATE request SET locked_until = '-infinity' WHERE tenant_id = $1 AND key_hash = $2 AND locked_until = $3 AND status IS NULL`, [tenant, keyHash, lockedUntil]);
  }

  /** Forgets some of a tenant's expired requests. Each claim forgets more than the one it adds, so that they do not pile up. */
  async forgetExpired(tenant: string, now: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM request WHERE (tenant_id, key_hash) IN (SELECT tenant_id, key_hash FROM request WHERE tenant_id = $1 AND expires_at <= $2 LIMIT 20 FOR UPDATE SKIP LOCKED)`,
      [tenant, now],
    );
  }
}
