import { Inject, Injectable } from '@nestjs/common';
import { storableJson, type Event } from '@vocloop/contracts';
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

/** What answers need of the event that led to them: its chain and its trace. */
export type Cause = Pick<Event, 'id' | 'correlationid' | 'traceparent'>;
/** An issue whose customers are to be answered, and the event that led to it. */
export interface Due { readonly tenant: string; readonly issueId: string; readonly cause: Cause | null }
/** One that is worked at. Whoever is asked for again, by another resolution or a merge, has another round, and is begun from its first customer. */
export interface Answering extends Due { readonly round: string }

/** An answer that is to be kept. */
export interface DueAnswer { readonly id: string; readonly issue: Resolved; readonly recipient: Recipient }
export interface Settlement { readonly tenantId: string; readonly id: string; readonly state: 'answered' | 'failed'; readonly error: string | null; readonly at: string }

/** All SQL of answers. */
@Injectable()
export class AnswerRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async begin(list: readonly Due[]): Promise<void> {
    await this.database.query(
      `INSERT INTO answering (tenant, issue_id, round, cause) SELECT t, i, gen_random_uuid(), c FROM unnest($1::text[], $2::uuid[], $3::jsonb[]) AS n (t, i, c)
       ON CONFLICT (tenant, issue_id) DO UPDATE SET round = excluded.round, cause = excluded.cause`,
      [list.map((it) => it.tenant), list.map((it) => it.issueId), list.map(({ cause }) => (cause ? storableJson(cause) : null))],
    );
  }

  /** The next ones, after one that is known; the first, without. */
  open(limit: number, after?: Pick<Answering, 'tenant' | 'issueId'>): Promise<Answering[]> {
    return this.database.query(
      `SELECT tenant, issue_id AS "issueId", round, cause FROM answering WHERE $2::text IS NULL OR (tenant, issue_id) > ($2, $3::uuid) ORDER BY tenant, issue_id LIMIT $1`,
      [limit, after?.tenant ?? null, after?.issueId ?? null],
    );
  }

  /** True where this round is still to be answered and nobody else is at it. Lock the issue first, as those who resolve it do. */
  async take({ tenant, issueId, round }: Answering): Promise<boolean> {
    const taken = await this.database.query(`SELECT FROM answering WHERE tenant = $1 AND issue_id = $2 AND round = $3 FOR UPDATE SKIP LOCKED`, [tenant, issueId, round]);
    return taken.length > 0;
  }

  async end(tenant: string, issueId: string): Promise<void> {
    await this.database.query(`DELETE FROM answering WHERE tenant = $1 AND issue_id = $2`, [tenant, issueId]);
  }

  /** The issue as it is resolved now, locked; undefined where it is not (any more), or is part of another. No evidence moves, by a merge or by a revision, until the transaction ends. */
  async resolved(tenant: string, issueId: string): Promise<Resolved | undefined> {
    await this.database.query(`SELECT pg_advisory_xact_lock(hashtext('issues'), hashtext($1))`, [tenant]);
    const [row] = await this.database.query<Resolved & { resolvedAt: Date | string }>(
      `SELECT tenant_id AS "tenantId", id, title, resolution, resolved_at AS "resolvedAt", answer_text AS "answerText" FROM issue
       WHERE tenant_id = $1 AND id = $2 AND status IN ('resolved', 'verified', 'closed') AND resolved_at IS NOT NULL AND merged_into IS NULL FOR UPDATE`,
      [tenant, issueId],
    );
    return row && { ...row, resolvedAt: new Date(row.resolvedAt).toISOString() };
  }

  /**
   * Customers behind a resolved issue in the order of their names, each with the latest feedback from before the resolution.
   * Left out are those whom that feedback has got an answer already, in whichever issue it was then.
   */
  async behind({ tenantId, id, resolvedAt }: Resolved, after: string, limit: number): Promise<Recipient[]> {
    return this.database.query<Recipient>(
      `SELECT who, customer, feedback_id AS "feedbackId", source, external_id AS "externalId", conversation FROM (
         SELECT DISTINCT ON (coalesce(customer, feedback_id::text)) coalesce(customer, feedback_id::text) AS who, evidence.*
         FROM evidence WHERE tenant_id = $1 AND issue_id = $2 AND occurred_at <= $3 AND coalesce(customer, feedback_id::text) > $4
         ORDER BY coalesce(customer, feedback_id::text), occurred_at DESC, feedback_id DESC) AS latest
       WHERE NOT EXISTS (SELECT FROM answer WHERE answer.tenant_id = latest.tenant_id AND answer.id = latest.answer_id AND answer.state <> 'failed')
       ORDER BY who LIMIT $5`,
      [tenantId, id, resolvedAt, after, limit],
    );
  }

  /** Feedback keeps the answer that its customer is due for it: merges and splits take it along. */
  async mark(answers: readonly DueAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    await this.database.query(
      `UPDATE evidence SET answer_id = due.id FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS due (tenant_id, id, issue_id, who, resolved_at)
       WHERE evidence.tenant_id = due.tenant_id AND evidence.issue_id = due.issue_id AND coalesce(evidence.customer, evidence.feedback_id::text) = due.who
         AND evidence.occurred_at <= due.resolved_at`,
      [answers.map(({ issue }) => issue.tenantId), answers.map(({ id }) => id), answers.map(({ issue }) => issue.id), answers.map(({ recipient }) => recipient.who), answers.map(({ issue }) => issue.resolvedAt)],
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
