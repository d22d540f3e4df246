import { Injectable } from '@nestjs/common';
import { isOver, storableJson, type Decision, type IssueSnapshot } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { Assignment, Foretold, Told, Wish } from './assignment.js';

/** A decision as it is remembered, about an issue or a conversation. */
export interface MadeDecision {
  readonly tenant: string;
  readonly id: string;
  readonly about: string;
  readonly previousPod?: string;
  readonly by: string;
  readonly decision: Decision;
  readonly at: string;
}

interface Row {
  readonly tenant_id: string;
  readonly issue_id: string;
  readonly pod: string;
  readonly made_by: string;
  readonly pinned: boolean;
  readonly decision: Decision;
  readonly issue: IssueSnapshot;
  readonly told: Told | null;
  readonly withdrawn: boolean;
  readonly assigned_at: Date;
}
/** The row of an issue that is not known yet: only what is foretold of it. */
interface EarlyRow {
  readonly tenant_id: string;
  readonly issue_id: string;
  readonly pod: null;
  readonly withdrawn: boolean;
  readonly wish: Wish | null;
}

const columns = 'tenant_id, issue_id, pod, made_by, pinned, decision, issue, told, withdrawn, assigned_at';

const assignmentOf = (row: Row): Assignment => ({
  tenant: row.tenant_id,
  issueId: row.issue_id,
  pod: row.pod,
  by: row.made_by,
  pinned: row.pinned,
  decision: row.decision,
  issue: row.issue,
  ...(row.told && { told: row.told }),
  withdrawn: row.withdrawn,
  assignedAt: row.assigned_at.toISOString(),
});

/** Where a page of assignments begins: after this one, newest first. */
export interface After {
  readonly assignedAt: string;
  readonly issueId: string;
}

export interface AssignmentFilter {
  readonly pod?: string | undefined;
  readonly open?: boolean | undefined;
  readonly after?: After | undefined;
  readonly limit: number;
}

export interface PodCounts {
  readonly pod: string;
  readonly total: number;
  readonly open: number;
  readonly muted: number;
  readonly critical: number;
  readonly high: number;
}

@Injectable()
export class AssignmentRepository {
  constructor(private readonly database: Database) {}

  /** Makes a row for each of these that has none, so that two who hear of an issue at once, by different ways, wait for each other; in one order always. */
  async make(issues: readonly { tenant: string; issueId: string }[]): Promise<void> {
    if (issues.length === 0) return;
    await this.database.query(
      `INSERT INTO assignment (tenant_id, issue_id) SELECT DISTINCT t, i FROM unnest($1::text[], $2::uuid[]) AS wanted (t, i) ORDER BY t, i ON CONFLICT DO NOTHING`,
      [issues.map(({ tenant }) => tenant), issues.map(({ issueId }) => issueId)],
    );
  }

  /** In one order always, so that two transactions that want the same rows wait instead of blocking each other. */
  async lock(issues: readonly { tenant: string; issueId: string }[]): Promise<{ assignments: Assignment[]; foretold: Foretold[] }> {
    const rows = await this.database.query<Row | EarlyRow>(
      `SELECT ${columns}, wish FROM assignment JOIN unnest($1::text[], $2::uuid[]) AS wanted (t, i) ON tenant_id = wanted.t AND issue_id = wanted.i ORDER BY tenant_id, issue_id FOR UPDATE OF assignment`,
      [issues.map(({ tenant }) => tenant), issues.map(({ issueId }) => issueId)],
    );
    return {
      assignments: rows.filter((it) => it.pod !== null).map(assignmentOf),
      foretold: rows.filter((it) => it.pod === null).map((it) => ({ tenant: it.tenant_id, issueId: it.issue_id, withdrawn: it.withdrawn, ...(it.wish && { wish: it.wish }) })),
    };
  }

  /** Keeps what came before its issue; of an issue that is known, nothing is foretold any more. */
  async saveForetold(foretold: readonly Foretold[]): Promise<void> {
    if (foretold.length === 0) return;
    await this.database.query(
      `UPDATE assignment SET withdrawn = k.withdrawn, wish = k.wish FROM unnest($1::text[], $2::uuid[], $3::boolean[], $4::jsonb[]) AS k (t, i, withdrawn, wish)
       WHERE tenant_id = k.t AND issue_id = k.i AND pod IS NULL`,
      columnsOf(foretold.map((it) => [it.tenant, it.issueId, it.withdrawn, it.wish ? json(it.wish) : null])),
    );
  }

  /** Every issue that someone is to work on. */
  async lockOpen(tenant: string): Promise<Assignment[]> {
    return (await this.database.query<Row>(`SELECT ${columns} FROM assignment WHERE tenant_id = $1 AND is_open ORDER BY tenant_id, issue_id FOR UPDATE`, [tenant])).map(assignmentOf);
  }

  async find(tenant: string, issueId: string): Promise<Assignment | undefined> {
    return (await this.database.query<Row>(`SELECT ${columns} FROM assignment WHERE tenant_id = $1 AND issue_id = $2 AND pod IS NOT NULL`, [tenant, issueId])).map(assignmentOf)[0];
  }

  async findOpen(tenant: string): Promise<Assignment[]> {
    return (await this.database.query<Row>(`SELECT ${columns} FROM assignment WHERE tenant_id = $1 AND is_open ORDER BY issue_id`, [tenant])).map(assignmentOf);
  }

  async list(tenant: string, { pod, open, after, limit }: AssignmentFilter): Promise<Assignment[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${columns} FROM assignment WHERE tenant_id = $1 AND pod IS NOT NULL AND ($2::text IS NULL OR pod = $2) AND ($3::boolean IS NULL OR is_open = $3)
         AND ($4::timestamptz IS NULL OR (assigned_at, issue_id) < ($4, $5::uuid)) ORDER BY assigned_at DESC, issue_id DESC LIMIT $6`,
      [tenant, pod ?? null, open ?? null, after?.assignedAt ?? null, after?.issueId ?? null, limit],
    );
    return rows.map(assignmentOf);
  }

  async save(assignments: readonly Assignment[]): Promise<void> {
    if (assignments.length === 0) return;
    await this.database.query(
      `INSERT INTO assignment (${columns}, is_open)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[], $7::jsonb[], $8::jsonb[], $9::boolean[], $10::timestamptz[], $11::boolean[])
       ON CONFLICT (tenant_id, issue_id) DO UPDATE SET pod = excluded.pod, made_by = excluded.made_by, pinned = excluded.pinned, decision = excluded.decision,
         issue = excluded.issue, told = excluded.told, withdrawn = excluded.withdrawn, assigned_at = excluded.assigned_at, is_open = excluded.is_open, wish = NULL`,
      columnsOf(assignments.map((it) => [it.tenant, it.issueId, it.pod, it.by, it.pinned, json(it.decision), json(it.issue), it.told ? json(it.told) : null, it.withdrawn, it.assignedAt, !it.withdrawn && !isOver(it.issue.status)])),
    );
  }

  async remember(decisions: readonly MadeDecision[]): Promise<void> {
    if (decisions.length === 0) return;
    await this.database.query(
      `INSERT INTO decision (tenant_id, id, about, pod, previous_pod, made_by, decision, made_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::timestamptz[])`,
      columnsOf(decisions.map((it) => [it.tenant, it.id, it.about, it.decision.pod, it.previousPod ?? null, it.by, json(it.decision), it.at])),
    );
  }

  /** Oldest first. */
  async decisionsAbout(tenant: string, about: string): Promise<MadeDecision[]> {
    const rows = await this.database.query<Omit<MadeDecision, 'previousPod' | 'at'> & { previousPod: string | null; at: Date }>(
      'SELECT tenant_id AS tenant, id, about, previous_pod AS "previousPod", made_by AS by, decision, made_at AS at FROM decision WHERE tenant_id = $1 AND about = $2 ORDER BY id DESC LIMIT 200',
      [tenant, about],
    );
    return rows.reverse().map(({ previousPod, at, ...rest }) => ({ ...rest, ...(previousPod && { previousPod }), at: at.toISOString() }));
  }

  /** Of one pod, or of all. */
  async countByPod(tenant: string, pod?: string): Promise<PodCounts[]> {
    return this.database.query(
      `SELECT pod, count(*)::int AS total, count(*) FILTER (WHERE is_open)::int AS open, count(*) FILTER (WHERE is_open AND (issue->>'muted')::boolean)::int AS muted,
         count(*) FILTER (WHERE is_open AND issue->'severity'->>'level' = 'critical')::int AS critical, count(*) FILTER (WHERE is_open AND issue->'severity'->>'level' = 'high')::int AS high
       FROM assignment WHERE tenant_id = $1 AND pod IS NOT NULL AND ($2::text IS NULL OR pod = $2) AND NOT withdrawn GROUP BY pod`,
      [tenant, pod ?? null],
    );
  }
}

const json = (value: object): string => storableJson(value);

/** Rows turned into one array per column, as unnest takes them. */
const columnsOf = (rows: readonly (readonly unknown[])[]): unknown[][] => (rows[0] ?? []).map((_, i) => rows.map((row) => row[i]));
