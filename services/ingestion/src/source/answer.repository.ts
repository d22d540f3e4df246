import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';

export interface AnswerRow {
  readonly tenant: string;
  readonly answerId: string;
  readonly issueId: string;
  readonly feedbackId: string;
  readonly source: string;
  readonly customer: string | null;
}

export type AnswerState = 'due' | 'answered' | 'failed';

const columns = `tenant_id AS tenant, answer_id AS "answerId", issue_id AS "issueId", feedback_id AS "feedbackId", source, customer`;

@Injectable()
export class AnswerRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Remembers answers that are due; resolves to the ids of those that are new. */
  async addNew(rows: readonly (AnswerRow & { readonly state: AnswerState })[], now: Date): Promise<Set<string>> {
    const added = await this.database.query<{ answerId: string }>(
      `INSERT INTO answer (tenant_id, answer_id, issue_id, feedback_id, source, customer, state, changed_at)
       SELECT *, $8::timestamptz FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
       ON CONFLICT DO NOTHING RETURNING answer_id AS "answerId"`,
      [
        rows.map((it) => it.tenant), rows.map((it) => it.answerId), rows.map((it) => it.issueId), rows.map((it) => it.feedbackId),
        rows.map((it) => it.source), rows.map((it) => it.customer), rows.map((it) => it.state), now,
      ],
    );
    return new Set(added.map(({ answerId }) => answerId));
  }

  /** Moves an answer on; undefined where it stands there already, or was answered. */
  async settle(tenant: string, answerId: string, state: AnswerState, now: Date): Promise<AnswerRow | undefined> {
    const [row] = await this.database.query<AnswerRow>(
      `UPDATE answer SET state = $3, changed_at = $4 WHERE tenant_id = $1 AND answer_id = $2 AND state NOT IN ($3, 'answered') RETURNING ${columns}`,
      [tenant, answerId, state, now],
    );
    return row;
  }
}
