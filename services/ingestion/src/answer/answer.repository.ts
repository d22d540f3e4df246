import { Inject, Injectable } from '@nestjs/common';
import { storableJson } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { Answer, AnswerFailure, AnswerState, Due } from './answer.js';

export interface AnswerRow {
  readonly tenant: string;
  readonly answerId: string;
  readonly issueId: string;
  readonly feedbackId: string;
  readonly source: string;
  readonly customer: string | null;
}

/** An answer that comes in, and where it stands from the beginning. */
export interface NewAnswer extends AnswerRow {
  readonly due: Due;
  readonly state: AnswerState;
  readonly reason: AnswerFailure | null;
}

/** Where a source takes its answers. */
export interface AnswerWebhook {
  readonly tenant: string;
  readonly source: string;
  readonly url: string;
  readonly secret: string;
}

export interface AnswerFilter {
  readonly source?: string | undefined;
  readonly state?: AnswerState | undefined;
  readonly before?: readonly [createdAt: string, id: string] | undefined;
  readonly most: number;
}

const columns = `tenant_id AS tenant, answer_id AS "answerId", issue_id AS "issueId", feedback_id AS "feedbackId", source, customer`;
const shown = `answer_id AS id, source, issue_id AS "issueId", feedback_id AS "feedbackId", customer, due->>'message' AS message, state, reason, created_at AS "createdAt", changed_at AS "changedAt"`;

@Injectable()
export class AnswerRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Remembers answers that are due; resolves to the ids of those that are new. */
  async addNew(rows: readonly NewAnswer[], now: Date): Promise<Set<string>> {
    const added = await this.database.query<{ answerId: string }>(
      `INSERT INTO answer (tenant_id, answer_id, issue_id, feedback_id, source, customer, state, reason, due, created_at, changed_at)
       SELECT *, $10::timestamptz, $10::timestamptz FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
       ON CONFLICT DO NOTHING RETURNING answer_id AS "answerId"`,
      [
        rows.map((it) => it.tenant), rows.map((it) => it.answerId), rows.map((it) => it.issueId), rows.map((it) => it.feedbackId),
        rows.map((it) => it.source), rows.map((it) => it.customer), rows.map((it) => it.state), rows.map((it) => it.reason), rows.map((it) => storableJson(it.due)), now,
      ],
    );
    return new Set(added.map(({ answerId }) => answerId));
  }

  /** Moves an answer on; undefined where it stands there already, or was answered. */
  async settle(tenant: string, answerId: string, { state, reason }: { readonly state: AnswerState; readonly reason: AnswerFailure | null }, now: Date): Promise<AnswerRow | undefined> {
    const [row] = await this.database.query<AnswerRow>(
      `UPDATE answer SET state = $3, reason = $4, changed_at = $5 WHERE tenant_id = $1 AND answer_id = $2 AND state NOT IN ($3, 'answered') RETURNING ${columns}`,
      [tenant, answerId, state, reason, now],
    );
    return row;
  }

  /** Makes the answers due that failed for lack of a webhook; resolves to what they say. With an id, only that one. */
  async takeUnsent(tenant: string, source: string, now: Date, answerId?: string): Promise<Due[]> {
    const rows = await this.database.query<{ due: Due }>(
      `UPDATE answer SET state = 'due', reason = NULL, changed_at = $3
       WHERE tenant_id = $1 AND source = $2 AND reason = 'no_webhook' AND ($4::uuid IS NULL OR answer_id = $4) RETURNING due`,
      [tenant, source, now, answerId ?? null],
    );
    return rows.map(({ due }) => due);
  }

  async find(tenant: string, answerId: string): Promise<Answer | undefined> {
    const [row] = await this.database.query<Answer>(`SELECT ${shown} FROM answer WHERE tenant_id = $1 AND answer_id = $2`, [tenant, answerId]);
    return row;
  }

  /** Newest first. */
  async list(tenant: string, { source, state, before, most }: AnswerFilter): Promise<Answer[]> {
    return this.database.query<Answer>(
      `SELECT ${shown} FROM answer WHERE tenant_id = $1 AND ($2::text IS NULL OR source = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::timestamptz IS NULL OR (created_at, answer_id) < ($4, $5::uuid)) ORDER BY created_at DESC, answer_id DESC LIMIT $6`,
      [tenant, source ?? null, state ?? null, before?.[0] ?? null, before?.[1] ?? null, most],
    );
  }

  /** The answer webhooks of these sources, those that have one. They stay so until the transaction ends, so that no answer falls between having none and getting one. */
  async webhooks(sources: readonly { readonly tenant: string; readonly source: string }[]): Promise<AnswerWebhook[]> {
    const found = await this.database.query<{ [Field in keyof AnswerWebhook]: AnswerWebhook[Field] | null }>(
      `SELECT s.tenant_id AS tenant, s.name AS source, s.answer_url AS url, s.answer_secret AS secret
       FROM source s JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS w (tenant_id, name)) w USING (tenant_id, name)
       ORDER BY s.tenant_id, s.name FOR SHARE OF s`,
      [sources.map((it) => it.tenant), sources.map((it) => it.source)],
    );
    return found.filter((it): it is AnswerWebhook => it.url !== null);
  }
}
