import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Recipient, Resolved } from './answer.js';

/** A row of an issue's answers as people read it. */
export interface AnswerRow {
  readonly id: string;
  readonly resolution: number;
  readonly customer: string | null;
  readonly feedbackId: string;
  readonly source: string;
  readonly state: 'due' | 'answered' | 'failed';
  readonly error: string | null;
  readonly dueAt: string;
  readonly settledAt: string | null;
}

/** A recipient, and the issue behind which they stand. */
export interface Behind extends Recipient { readonly issueId: string }

/** An answer that is to be kept. */
export interface DueAnswer { readonly id: string; readonly issue: Resolved; readonly recipient: Recipient }
export interface Settlement { readonly tenantId: string; readonly id: string; readonly state: 'answered' | 'failed'; readonly error: string | null; readonly at: string }

/** All SQL of answers. */
@Injectable()
export class AnswerRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Customers behind these issues, a chunk at a time by issue and name, each with the latest feedback.
   * Left out are those whom an earlier resolution has answered and who have not spoken since.
   */
  async behind(issues: readonly Resolved[], after: Behind | undefined, limit: number): Promise<Behind[]> {
    return this.database.query<Behind>(
      `SELECT issue_id AS "issueId", who, customer, feedback_id AS "feedbackId", source, external_id AS "externalId", conversation FROM (
         SELECT DISTINCT ON (issue_id, coalesce(customer, feedback_id::text)) coalesce(customer, feedback_id::text) AS who, resolution, evidence.*
         FROM evidence JOIN unnest($1::text[], $2::uuid[], $3::int[]) AS resolved (tenant_id, issue_id, resolution) USING (tenant_id, issue_id)
         WHERE $4::uuid IS NULL OR (issue_id, coalesce(customer, feedback_id::text)) > ($4::uuid, $5::text)
         ORDER BY issue_id, coalesce(customer, feedback_id::text), occurred_at DESC, feedback_id DESC) AS latest
       WHERE NOT EXISTS (SELECT FROM answer WHERE answer.tenant_id = latest.tenant_id AND answer.issue_id = latest.issue_id AND answer.customer = who
         AND answer.state <> 'failed' AND answer.resolution < latest.resolution AND answer.due_at >= latest.occurred_at)
       ORDER BY issue_id, who LIMIT $6`,
      [issues.map(({ tenantId }) => tenantId), issues.map(({ id }) => id), issues.map(({ resolution }) => resolution), after?.issueId ?? null, after?.who ?? null, limit],
    );
  }

  /** Keeps answers that are due; answers with the ids of those that are new. */
  async keep(answers: readonly DueAnswer[]): Promise<Set<string>> {
    if (answers.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      `INSERT INTO answer (tenant_id, id, issue_id, resolution, customer, feedback_id, source, state, due_at)
       SELECT tenant_id, id, issue_id, resolution, customer, feedback_id, source, 'due', due_at
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[])
         AS due (tenant_id, id, issue_id, resolution, customer, feedback_id, source, due_at)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        answers.map(({ issue }) => issue.tenantId), answers.map(({ id }) => id), answers.map(({ issue }) => issue.id), answers.map(({ issue }) => issue.resolution),
        answers.map(({ recipient }) => recipient.who), answers.map(({ recipient }) => recipient.feedbackId), answers.map(({ recipient }) => recipient.source), answers.map(({ issue }) => issue.resolvedAt),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Marks what became of answers, once: what is answered stays answered, and what failed may still be answered after a replay. */
  async settle(settlements: readonly Settlement[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE answer SET state = settled.state, error = settled.error, settled_at = settled.at
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS settled (tenant_id, id, state, error, at)
       WHERE answer.tenant_id = settled.tenant_id AND answer.id = settled.id AND (answer.state = 'due' OR (answer.state = 'failed' AND settled.state = 'answered'))
       RETURNING answer.id`,
      [settlements.map((it) => it.tenantId), settlements.map((it) => it.id), settlements.map((it) => it.state), settlements.map((it) => it.error), settlements.map((it) => it.at)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async page(tenant: string, issueId: string, after: string | undefined, limit: number): Promise<AnswerRow[]> {
    const rows = await this.database.query<AnswerRow & { dueAt: Date; settledAt: Date | null; who: string }>(
      `SELECT id, resolution, customer AS who, feedback_id AS "feedbackId", source, state, error, due_at AS "dueAt", settled_at AS "settledAt" FROM answer
       WHERE tenant_id = $1 AND issue_id = $2 AND ($3::uuid IS NULL OR id > $3::uuid) ORDER BY id LIMIT $4`,
      [tenant, issueId, after ?? null, limit],
    );
    return rows.map(({ who, ...it }) => ({ ...it, customer: who === it.feedbackId ? null : who, dueAt: it.dueAt.toISOString(), settledAt: it.settledAt?.toISOString() ?? null }));
  }
}
