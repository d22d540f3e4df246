import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { FeedbackRow } from './submission.js';

/** What a feedback is found by. */
export interface Identity {
  readonly tenant: string;
  readonly source: string;
  readonly identity: string;
}

/** How many submissions came to an end. */
export interface Count {
  readonly tenant: string;
  readonly status: string;
  readonly reason: string;
  readonly count: number;
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = (of: string): string =>
  `${of}.tenant_id AS tenant, ${of}.id, ${of}.source, ${of}.identity, ${of}.revision, ${of}.content, ${of}.content_hash AS "contentHash", ${of}.stamps,
   ${iso(`${of}.revised_at`)} AS "revisedAt", ${iso(`${of}.received_at`)} AS "receivedAt", ${iso(`${of}.changed_at`)} AS "changedAt"`;

@Injectable()
export class FeedbackRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Counts feedback of sources, each with when it came. */
  sawSources(seen: readonly { readonly tenant: string; readonly source: string; readonly at: string }[]): void {
    if (seen.length === 0) return;
    this.database.atCommit(
      `INSERT INTO source AS s (tenant_id, name, feedback_count, first_seen_at, last_seen_at)
       SELECT tenant_id, name, count(*), min(at), max(at) FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS n (tenant_id, name, at) GROUP BY 1, 2 ORDER BY 1, 2
       ON CONFLICT (tenant_id, name) DO UPDATE SET feedback_count = s.feedback_count + excluded.feedback_count,
         first_seen_at = least(s.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)`,
      [seen.map((it) => it.tenant), seen.map((it) => it.source), seen.map((it) => it.at)],
    );
  }

  /**
   * The feedback of these identities, locked in one order, so that two transactions cannot wait for each other. Each is looked up by itself, and its tenant
   * by row-level security alone (IS TRUE uses no index): otherwise Postgres, which knows little of a young table, reads all feedback of the tenant instead.
   */
  async lock(identities: readonly Identity[]): Promise<FeedbackRow[]> {
    if (identities.length === 0) return [];
    const sorted = identities.toSorted(inOrder);
    return this.database.query<FeedbackRow>(
      `SELECT it.* FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (tenant_id, source, identity)
       CROSS JOIN LATERAL (SELECT ${columns('f')} FROM feedback f WHERE (f.tenant_id = wanted.tenant_id) IS TRUE AND f.source = wanted.source AND f.identity = wanted.identity FOR UPDATE) AS it`,
      [sorted.map((it) => it.tenant), sorted.map((it) => it.source), sorted.map((it) => it.identity)],
    );
  }

  /** Inserts new feedback; resolves to how many went in. Fewer than given: somebody else was first with one of them. */
  async insert(rows: readonly FeedbackRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const sorted = rows.toSorted(inOrder);
    const inserted = await this.database.query(
      `INSERT INTO feedback (tenant_id, id, source, identity, revision, content, content_hash, stamps, revised_at, received_at, changed_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], string_to_array($6, E'\\n')::jsonb[], $7::text[], string_to_array($8, E'\\n')::jsonb[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
       ON CONFLICT (tenant_id, source, identity) DO NOTHING RETURNING 1`,
      arraysOf(sorted),
    );
    return inserted.length;
  }

  /** Stores what locked feedback has become. */
  async update(rows: readonly FeedbackRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.database.query(
      `UPDATE feedback f SET revision = n.revision, content = n.content, content_hash = n.content_hash, stamps = n.stamps, revised_at = n.revised_at, changed_at = n.changed_at
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], string_to_array($6, E'\\n')::jsonb[], $7::text[], string_to_array($8, E'\\n')::jsonb[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
         AS n (tenant_id, id, source, identity, revision, content, content_hash, stamps, revised_at, received_at, changed_at)
       WHERE f.tenant_id = n.tenant_id AND f.id = n.id`,
      arraysOf(rows),
    );
  }

  /** One feedback, locked. */
  async lockOne(tenant: string, id: string): Promise<FeedbackRow | undefined> {
    const [row] = await this.database.query<FeedbackRow>(`SELECT ${columns('f')} FROM feedback f WHERE f.tenant_id = $1 AND f.id = $2 FOR UPDATE`, [tenant, id]);
    return row;
  }

  /**
   * The next feedback by id, which is the order of arrival; locked, and given, in the order in which `lock` locks. Ids begin with their time, in milliseconds, which
   * is that of the arrival or a little later: so the span of time is looked up by ids first.
   */
  async lockPage(tenant: string, { from, to, after }: { readonly from?: string | undefined; readonly to?: string | undefined; readonly after?: string | undefined }, limit: number): Promise<FeedbackRow[]> {
    return this.database.query<FeedbackRow>(
      `SELECT ${columns('f')} FROM feedback f WHERE f.tenant_id = $1 AND f.id IN (
         SELECT id FROM feedback WHERE tenant_id = $1 AND id > greatest($2::uuid, $3::uuid) AND id < $4::uuid AND received_at >= $5 AND received_at < $6 ORDER BY id LIMIT $7)
       ORDER BY f.source COLLATE "C", f.identity COLLATE "C", f.id FOR UPDATE`,
      [tenant, after ?? firstId(0), firstId(from ? Date.parse(from) : 0), to ? firstId(Date.parse(to) + slack) : lastId, from ?? '-infinity', to ?? 'infinity', limit],
    );
  }

  async find(tenant: string, id: string): Promise<FeedbackRow | undefined> {
    const [row] = await this.database.query<FeedbackRow>(`SELECT ${columns('f')} FROM feedback f WHERE f.tenant_id = $1 AND f.id = $2`, [tenant, id]);
    return row;
  }

  /** Adds to the counters. */
  count(counts: readonly Count[]): void {
    if (counts.length === 0) return;
    this.database.atCommit(
      `INSERT INTO intake_count AS c (tenant_id, status, reason, count)
       SELECT tenant_id, status, reason, sum(count) FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS n (tenant_id, status, reason, count)
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
       ON CONFLICT (tenant_id, status, reason) DO UPDATE SET count = c.count + excluded.count`,
      [counts.map((it) => it.tenant), counts.map((it) => it.status), counts.map((it) => it.reason), counts.map((it) => it.count)],
    );
  }

  /** All counters of a tenant. */
  async counts(tenant: string): Promise<Omit<Count, 'tenant'>[]> {
    return this.database.query(`SELECT status, reason, count::float8 AS count FROM intake_count WHERE tenant_id = $1 ORDER BY status, reason`, [tenant]);
  }
}

/** The least id (UUIDv7) of a millisecond. */
const firstId = (at: number): string => Math.max(0, at).toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-') + '-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** No feedback waits longer between its arrival and its id. */
const slack = 60 * 60 * 1000;

type Known = Omit<Identity, 'identity'> & { readonly identity: string | null };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** The one order in which feedback is locked. */
const inOrder = (a: Known, b: Known): number => compare(a.tenant, b.tenant) || compare(a.source, b.source) || compare(a.identity ?? '', b.identity ?? '');

/** JSON has no line ends of its own: as lines it needs none of the escapes that an array of it would, which cost more than the rest of the row. */
const linesOf = (values: readonly object[]): string => values.map((it) => JSON.stringify(it)).join('\n');

const arraysOf = (rows: readonly FeedbackRow[]): unknown[] => [
  rows.map((it) => it.tenant), rows.map((it) => it.id), rows.map((it) => it.source), rows.map((it) => it.identity), rows.map((it) => it.revision),
  linesOf(rows.map((it) => it.content)), rows.map((it) => it.contentHash), linesOf(rows.map((it) => it.stamps)),
  rows.map((it) => it.revisedAt), rows.map((it) => it.receivedAt), rows.map((it) => it.changedAt),
];
