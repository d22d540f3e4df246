import { Inject, Injectable } from '@nestjs/common';
import type { FactInput } from '@vocloop/contracts';
import { Database } from '@vocloop/database';

export interface FactRow {
  readonly tenant: string;
  readonly id: string;
  readonly source: string;
  readonly identity: string | null;
  readonly revision: number;
  readonly content: FactInput;
  readonly contentHash: string;
  readonly at: string;
}

@Injectable()
export class FactRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The facts of these identities, locked in one order; each is looked up by itself, for the reason that feedback is. */
  async lock(identities: readonly { readonly tenant: string; readonly source: string; readonly identity: string }[]): Promise<FactRow[]> {
    if (identities.length === 0) return [];
    const sorted = identities.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    return this.database.query<FactRow>(
      `SELECT it.* FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (tenant_id, source, identity)
       CROSS JOIN LATERAL (SELECT f.tenant_id AS tenant, f.id, f.source, f.identity, f.revision, f.content, f.content_hash AS "contentHash", f.changed_at AS at FROM fact f
         WHERE (f.tenant_id = wanted.tenant_id) IS TRUE AND f.source = wanted.source AND f.identity = wanted.identity FOR UPDATE) AS it`,
      [sorted.map((it) => it.tenant), sorted.map((it) => it.source), sorted.map((it) => it.identity)],
    );
  }

  /** Inserts new facts and stores corrected ones; resolves to how many rows it wrote. Fewer than given: somebody else was first with one. */
  async save(rows: readonly FactRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const sorted = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const saved = await this.database.query(
      `INSERT INTO fact AS f (tenant_id, id, source, identity, revision, content, content_hash, received_at, changed_at)
       SELECT tenant_id, id, source, identity, revision, content, content_hash, at, at
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::jsonb[], $7::text[], $8::timestamptz[]) AS n (tenant_id, id, source, identity, revision, content, content_hash, at)
       ON CONFLICT (tenant_id, source, identity) DO UPDATE SET revision = excluded.revision, content = excluded.content, content_hash = excluded.content_hash, changed_at = excluded.changed_at
         WHERE f.id = excluded.id RETURNING 1`,
      [
        sorted.map((it) => it.tenant), sorted.map((it) => it.id), sorted.map((it) => it.source), sorted.map((it) => it.identity), sorted.map((it) => it.revision),
        sorted.map((it) => JSON.stringify(it.content)), sorted.map((it) => it.contentHash), sorted.map((it) => it.at),
      ],
    );
    return saved.length;
  }
}

const key = (row: { readonly tenant: string; readonly source: string; readonly identity: string | null }): string => `${row.tenant}\n${row.source}\n${row.identity}`;
