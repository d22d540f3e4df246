import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Change, Issue, OpenedIssue } from './issue.js';
import type { Counts, ListCursor, Narrowed } from './listing.js';
import { fromRow } from './rows.js';

type Row = Record<string, unknown>;

/** All SQL of reading issues in lists. */
@Injectable()
export class ReadingRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async list(tenant: string, filter: Narrowed, after: ListCursor | undefined, limit: number): Promise<OpenedIssue[]> {
    const { where, parameters } = narrowing(tenant, filter);
    const by = filter.sort === 'severity' ? 'severity_score' : 'last_seen_at';
    const place = after ? ` AND (${by}, id) < ($${parameters.push(after.by)}, $${parameters.push(after.id)}::uuid)` : '';
    const rows = await this.database.query<Row>(`SELECT * FROM issue WHERE ${where}${place} ORDER BY ${by} DESC, id DESC LIMIT $${parameters.push(limit)}`, parameters);
    return rows.map((row) => fromRow<OpenedIssue>(row));
  }

  async counts(tenant: string, filter: Narrowed): Promise<Counts> {
    const { where, parameters } = narrowing(tenant, filter);
    const rows = await this.database.query<{ status: string; level: string; count: number }>(
      `SELECT status, severity_level AS level, count(*)::int AS count FROM issue WHERE ${where} GROUP BY status, severity_level`,
      parameters,
    );
    const sums = (of: (row: (typeof rows)[number]) => string): Record<string, number> => {
      const result: Record<string, number> = {};
      for (const row of rows) result[of(row)] = (result[of(row)] ?? 0) + row.count;
      return result;
    };
    return { total: rows.reduce((sum, { count }) => sum + count, 0), status: sums(({ status }) => status), severity: sums(({ level }) => level) };
  }

  async candidates(tenant: string, after: { by: number; id: string } | undefined, limit: number): Promise<Issue[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM issue WHERE tenant_id = $1 AND status = 'candidate' AND merged_into IS NULL AND feedback_count > 0
         AND ($2::int IS NULL OR (feedback_count, id) < ($2::int, $3::uuid)) ORDER BY feedback_count DESC, id DESC LIMIT $4`,
      [tenant, after?.by ?? null, after?.id ?? null, limit],
    );
    return rows.map((row) => fromRow<Issue>(row));
  }

  async history(tenant: string, issueId: string, after: string | undefined, limit: number): Promise<Change[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM issue_change WHERE tenant_id = $1 AND issue_id = $2 AND ($3::uuid IS NULL OR id > $3::uuid) ORDER BY id LIMIT $4`,
      [tenant, issueId, after ?? null, limit],
    );
    return rows.map((row) => fromRow<Change>(row));
  }
}

function narrowing(tenant: string, filter: Narrowed): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [tenant];
  const conditions = ['tenant_id = $1', `status <> 'candidate'`, 'merged_into IS NULL'];
  const add = (value: unknown, condition: (place: string) => string): unknown => value !== undefined && conditions.push(condition(`$${parameters.push(value)}`));
  add(filter.status, (it) => `status = ANY(${it}::text[])`);
  add(filter.severity, (it) => `severity_level = ANY(${it}::text[])`);
  add(filter.pod, (it) => `pod = ${it}`);
  add(filter.touchpoint, (it) => `touchpoint = ${it}`);
  add(filter.theme, (it) => `theme = ${it}`);
  add(filter.muted, (it) => `muted = ${it}`);
  add(filter.q && `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`, (it) => `(title ILIKE ${it} OR examples::text ILIKE ${it})`);
  return { where: conditions.join(' AND '), parameters };
}
