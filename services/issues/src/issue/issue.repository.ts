import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Anchor } from './grouping.js';
import { keyOf, type Change, type Issue } from './issue.js';
import { fromRow, toRows } from './rows.js';

type Row = Record<string, unknown>;
interface Named { readonly tenantId: string; readonly id: string }
/** A scope, between which times a batch's texts of it occurred, and the tenant's window in days. */
export interface ScopeTimes { readonly tenantId: string; readonly scope: string; readonly from: string; readonly to: string; readonly days: number }
export interface CustomerMove { readonly tenantId: string; readonly issueId: string; readonly customer: string; readonly by: number }

const tenantsOf = (list: readonly Named[]): string[] => list.map(({ tenantId }) => tenantId);
const idsOf = (list: readonly Named[]): string[] => list.map(({ id }) => id);

/** So many groups of themeless texts of one scope are compared with. */
const mostLeaders = 2000;

/** All SQL of issues, of what identifies them, and of their history. */
@Injectable()
export class IssueRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Whoever gathers evidence shares this; whoever merges or splits has it alone. So nothing is gathered by an identity that is just changing. */
  async shareIdentity(tenants: readonly string[]): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock_shared(hashtext('issues'), hashtext(it)) FROM (SELECT it FROM unnest($1::text[]) AS it ORDER BY it) AS sorted`, [tenants]);
  }

  async ownIdentity(tenant: string): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock(hashtext('issues'), hashtext($1))`, [tenant]);
  }

  /** Rows of these groups, locked in one order for all, by `tenant/id`. */
  async lock(list: readonly Named[]): Promise<Map<string, Issue>> {
    const rows = await this.database.query<Row>(
      `SELECT issue.* FROM issue JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, id) USING (tenant_id, id)
       ORDER BY issue.tenant_id, issue.id FOR UPDATE OF issue`,
      [tenantsOf(list), idsOf(list)],
    );
    return new Map(rows.map((row) => fromRow<Issue>(row)).map((it) => [keyOf(it.tenantId, it.id), it]));
  }

  async find(tenant: string, id: string): Promise<Issue | undefined> {
    const [row] = await this.database.query<Row>(`SELECT * FROM issue WHERE tenant_id = $1 AND id = $2`, [tenant, id]);
    return row && fromRow<Issue>(row);
  }

  /** Candidates that a new threshold may make issues of, a page at a time. */
  async candidatesFrom(tenant: string, { minFeedback, minCustomers }: { minFeedback: number; minCustomers: number }, after: string | undefined, most: number): Promise<Named[]> {
    const rows = await this.database.query<Row>(
      `SELECT tenant_id, id FROM issue WHERE tenant_id = $1 AND status = 'candidate' AND feedback_count >= $2 AND customer_count >= $3
         AND ($4::uuid IS NULL OR id > $4::uuid) ORDER BY id LIMIT $5`,
      [tenant, minFeedback, minCustomers, after ?? null, most],
    );
    return rows.map((row) => fromRow<Named>(row));
  }

  /** How much of their evidence occurred after these issues were resolved, by `tenant/id`. */
  async countSince(issues: readonly Issue[]): Promise<Map<string, number>> {
    if (issues.length === 0) return new Map();
    const rows = await this.database.query<{ key: string; count: number }>(
      `SELECT concat(tenant_id, '/', id) AS key, (SELECT count(*)::int FROM evidence WHERE evidence.tenant_id = it.tenant_id AND issue_id = id AND occurred_at > resolved_at) AS count
       FROM unnest($1::text[], $2::uuid[], $3::timestamptz[]) AS it (tenant_id, id, resolved_at)`,
      [tenantsOf(issues), idsOf(issues), issues.map(({ resolvedAt }) => resolvedAt)],
    );
    return new Map(rows.map(({ key, count }) => [key, count]));
  }

  /** Inserts or replaces; answers how many rows were new. */
  async save(issues: readonly Issue[]): Promise<number> {
    if (issues.length === 0) return 0;
    const rows = await this.database.query<{ inserted: boolean }>(
      `INSERT INTO issue SELECT * FROM json_populate_recordset(NULL::issue, $1)
       ON CONFLICT (tenant_id, id) DO UPDATE SET (${changing}) = (${changing.split(', ').map((it) => `excluded.${it}`).join(', ')})
       RETURNING (xmax = 0) AS inserted`,
      [toRows(issues)],
    );
    return rows.filter(({ inserted }) => inserted).length;
  }

  /**
   * The anchors of these scopes: of each what all its texts join, what splits taught, and the leaders that its texts may join. Leaders of
   * candidates are open to texts within a window of what they hold, further ones could not pass the threshold with them; of these, and
   * of issues' leaders, the latest so many.
   */
  async anchors(scopes: readonly ScopeTimes[]): Promise<Anchor[]> {
    const rows = await this.database.query<Row>(
      `WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::float8[]) AS it (tenant_id, scope, from_at, to_at, window_days))
       SELECT anchor.*, window_days AS days FROM wanted CROSS JOIN LATERAL (
         (SELECT anchor.*, NULL::timestamptz AS first, NULL::timestamptz AS last FROM anchor
          WHERE anchor.tenant_id = wanted.tenant_id AND anchor.scope = wanted.scope AND (anchor.sketch IS NULL OR anchor.learned))
         UNION ALL
         (SELECT anchor.*, CASE WHEN status = 'candidate' THEN first_seen_at END, CASE WHEN status = 'candidate' THEN last_seen_at END
          FROM anchor JOIN issue ON issue.tenant_id = anchor.tenant_id AND issue.id = anchor.issue_id
          WHERE anchor.tenant_id = wanted.tenant_id AND anchor.scope = wanted.scope AND anchor.sketch IS NOT NULL AND NOT anchor.learned
            AND (status <> 'candidate' OR (last_seen_at >= from_at - make_interval(secs => window_days * 86400) AND first_seen_at <= to_at + make_interval(secs => window_days * 86400)))
          ORDER BY last_seen_at DESC, anchor.fingerprint LIMIT ${mostLeaders})) AS anchor`,
      [scopes.map((it) => it.tenantId), scopes.map((it) => it.scope), scopes.map((it) => it.from), scopes.map((it) => it.to), scopes.map((it) => it.days)],
    );
    return rows.map((row) => {
      const { first, last, days, ...anchor } = fromRow<Anchor & { first: string | null; last: string | null; days: number }>(row);
      return first && last ? { ...anchor, held: { first, last, days } } : anchor;
    });
  }

  async saveAnchors(anchors: readonly Anchor[]): Promise<void> {
    if (anchors.length === 0) return;
    await this.database.query(
      `INSERT INTO anchor SELECT * FROM json_populate_recordset(NULL::anchor, $1)
       ON CONFLICT (tenant_id, fingerprint) DO UPDATE SET sketch = excluded.sketch, feedback_id = excluded.feedback_id, occurred_at = excluded.occurred_at, meaning = excluded.meaning`,
      [toRows(anchors)],
    );
  }

  /** What would have gone to one issue, or was merged into it, goes to another from now on. */
  async redirect(tenant: string, from: string, to: string): Promise<void> {
    await this.database.query(`UPDATE anchor SET issue_id = $3 WHERE tenant_id = $1 AND issue_id = $2`, [tenant, from, to]);
    await this.database.query(`UPDATE issue SET merged_into = $3 WHERE tenant_id = $1 AND merged_into = $2`, [tenant, from, to]);
  }

  /** Gives one issue's customers to another; answers how many it has then, the anonymous of both included. */
  async joinCustomers(from: Issue, into: Issue): Promise<number> {
    const [named] = await this.database.query<{ known: number }>(
      `SELECT count(*)::int AS known FROM issue_customer a JOIN issue_customer b USING (tenant_id, customer) WHERE a.tenant_id = $1 AND a.issue_id = $2 AND b.issue_id = $3`,
      [from.tenantId, from.id, into.id],
    );
    await this.database.query(
      `INSERT INTO issue_customer (tenant_id, issue_id, customer, feedback_count)
       SELECT tenant_id, $3, customer, feedback_count FROM issue_customer WHERE tenant_id = $1 AND issue_id = $2
       ON CONFLICT (tenant_id, issue_id, customer) DO UPDATE SET feedback_count = issue_customer.feedback_count + excluded.feedback_count`,
      [from.tenantId, from.id, into.id],
    );
    await this.database.query(`DELETE FROM issue_customer WHERE tenant_id = $1 AND issue_id = $2`, [from.tenantId, from.id]);
    return from.customerCount + into.customerCount - (named?.known ?? 0);
  }

  /** Counts feedback of named customers up or down; answers by how many customers each group (`tenant/id`) grew or shrank. */
  async moveCustomers(moves: readonly CustomerMove[]): Promise<Map<string, number>> {
    const changes = new Map<string, number>();
    const tally = (rows: readonly Row[], by: number): void => {
      for (const row of rows) {
        const key = keyOf(row['tenant_id'] as string, row['issue_id'] as string);
        changes.set(key, (changes.get(key) ?? 0) + by);
      }
    };
    const more = moves.filter(({ by }) => by > 0);
    const less = moves.filter(({ by }) => by < 0);
    if (more.length > 0) tally(await this.countUp(more), 1);
    if (less.length > 0) tally(await this.countDown(less), -1);
    return changes;
  }

  private async countUp(moves: readonly CustomerMove[]): Promise<Row[]> {
    const rows = await this.database.query<Row>(
      `INSERT INTO issue_customer (tenant_id, issue_id, customer, feedback_count) SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[])
       ON CONFLICT (tenant_id, issue_id, customer) DO UPDATE SET feedback_count = issue_customer.feedback_count + excluded.feedback_count
       RETURNING tenant_id, issue_id, (xmax = 0) AS inserted`,
      columnsOf(moves),
    );
    return rows.filter((row) => row['inserted']);
  }

  private async countDown(moves: readonly CustomerMove[]): Promise<Row[]> {
    await this.database.query(
      `UPDATE issue_customer AS it SET feedback_count = it.feedback_count + moved.by
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[]) AS moved (tenant_id, issue_id, customer, by)
       WHERE it.tenant_id = moved.tenant_id AND it.issue_id = moved.issue_id AND it.customer = moved.customer`,
      columnsOf(moves),
    );
    return this.database.query<Row>(
      `DELETE FROM issue_customer AS it USING unnest($1::text[], $2::uuid[], $3::text[]) AS moved (tenant_id, issue_id, customer)
       WHERE it.tenant_id = moved.tenant_id AND it.issue_id = moved.issue_id AND it.customer = moved.customer AND it.feedback_count <= 0
       RETURNING it.tenant_id, it.issue_id`,
      columnsOf(moves).slice(0, 3),
    );
  }

  async record(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    await this.database.query(`INSERT INTO issue_change SELECT * FROM json_populate_recordset(NULL::issue_change, $1)`, [toRows(changes)]);
  }
}

const columnsOf = (moves: readonly CustomerMove[]): unknown[] =>
  [moves.map((it) => it.tenantId), moves.map((it) => it.issueId), moves.map((it) => it.customer), moves.map((it) => it.by)];

/** What may change of a group; its identity and where it lies do not. */
const changing = `status, title, feedback_count, customer_count, valued_count, polarity_sum, frustration_sum, urgency_sum, first_seen_at, last_seen_at, days, segments, terms,
  examples, severity_level, severity_score, severity_reasons, detected_at, open_reason, pod, muted, merged_into, resolution, resolved_at, answer_text, since_resolved, version`.replace(/\s+/g, ' ');
