import { Injectable } from '@nestjs/common';
import { isOver, storableJson, type Decision, type IssueSnapshot } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { Link } from './issue-event.js';
import { statusOf, type IssueFacts } from './issue.js';

export interface IssueKey {
  readonly tenant: string;
  readonly id: string;
}
export interface KnownIssue extends IssueKey {
  readonly facts: IssueFacts;
}
/** What is known of an answer; the rest was told by another event, or is still to come. */
export interface AnswerPart {
  readonly tenant: string;
  readonly id: string;
  readonly issueId: string;
  readonly feedbackId: string;
  readonly source: string;
  readonly customer?: string | undefined;
  readonly message?: string | undefined;
  readonly dueAt?: string | undefined;
  readonly answeredAt?: string | undefined;
  readonly failedAt?: string | undefined;
  readonly error?: string | undefined;
}

const times = ['snapshotAt', 'decidedAt', 'openedAt', 'routedAt', 'deliveredAt', 'acknowledgedAt', 'resolvedAt', 'mergedAt'] as const;
const snake = (name: string): string => name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys as columns, in one order for all. */
function columnsOf(keys: readonly IssueKey[]): [string[], string[]] {
  const sorted = [...keys].sort((a, b) => compare(a.tenant, b.tenant) || compare(a.id, b.id));
  return [sorted.map((it) => it.tenant), sorted.map((it) => it.id)];
}

interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly snapshot: IssueSnapshot | null;
  readonly pod: string | null;
  readonly decision: Decision | null;
  readonly reopened: number;
  readonly merged_into: string | null;
  readonly times: readonly (string | null)[];
}

@Injectable()
export class IssueRepository {
  constructor(private readonly database: Database) {}

  /** Locks these issues until the transaction ends, in one order for all, and says what is known of them; of the new ones, those to `make` are made. */
  async lock(keys: readonly IssueKey[], make = keys): Promise<KnownIssue[]> {
    const parameters = columnsOf(keys);
    await this.database.query(`INSERT INTO issue (tenant_id, id) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING`, columnsOf(make));
    const rows = await this.database.query<Row>(
      `SELECT i.tenant_id AS tenant, i.id, i.snapshot, i.pod, i.decision, i.reopened, i.merged_into,
              ARRAY[${times.map((it) => `to_char(i.${snake(it)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`).join(', ')}] AS times
       FROM issue i WHERE i.tenant_id = ANY ($1::text[]) AND i.id = ANY ($2::uuid[])
       ORDER BY i.tenant_id COLLATE "C", i.id FOR UPDATE OF i`,
      parameters,
    );
    return rows.map(({ tenant, id, snapshot, pod, decision, reopened, merged_into, times: at }) => ({
      tenant,
      id,
      facts: { snapshot: snapshot ?? undefined, pod: pod ?? undefined, decision: decision ?? undefined, reopened, mergedInto: merged_into ?? undefined, ...Object.fromEntries(times.map((it, index) => [it, at[index] ?? undefined])) },
    }));
  }

  async save(issues: readonly KnownIssue[]): Promise<void> {
    const of = <T>(take: (it: IssueFacts) => T): T[] => issues.map((it) => take(it.facts));
    const json = (it: object | undefined): string | undefined => it && storableJson(it);
    await this.database.query(
      `UPDATE issue i SET status = k.status, severity = k.severity, severity_score = k.severity_score, snapshot = k.snapshot::jsonb, pod = k.pod, decision = k.decision::jsonb, reopened = k.reopened, merged_into = k.merged_into, is_open = k.is_open,
              ${times.map((it) => `${snake(it)} = k.${snake(it)}`).join(', ')}
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::text[], $9::int[], $10::uuid[], $11::bool[], ${times.map((_, at) => `$${12 + at}::timestamptz[]`).join(', ')})
            k (tenant_id, id, status, severity, severity_score, snapshot, pod, decision, reopened, merged_into, is_open, ${times.map(snake).join(', ')})
       WHERE i.tenant_id = k.tenant_id AND i.id = k.id AND i.tenant_id = ANY ($1::text[]) AND i.id = ANY ($2::uuid[])`,
      [
        issues.map((it) => it.tenant), issues.map((it) => it.id),
        of(statusOf), of((it) => it.snapshot?.severity.level), of((it) => it.snapshot?.severity.score), of((it) => json(it.snapshot)),
        of((it) => it.pod), of((it) => json(it.decision)), of((it) => it.reopened), of((it) => it.mergedInto), of((it) => { const status = statusOf(it); return status !== undefined && !isOver(status); }), ...times.map((time) => of((it) => it[time])),
      ],
    );
  }

  /** Keeps the last word on whether a feedback belongs to an issue; `links` name each pair once. */
  async saveLinks(links: readonly Link[]): Promise<void> {
    if (links.length === 0) return;
    const of = <T>(take: (it: Link) => T): T[] => links.map(take);
    await this.database.query(
      `INSERT INTO link AS l (tenant_id, feedback_id, issue_id, belongs, at, reason, similarity)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::bool[], $5::timestamptz[], $6::text[], $7::float8[])
       ON CONFLICT (tenant_id, feedback_id, issue_id) DO UPDATE SET belongs = excluded.belongs, at = excluded.at, reason = excluded.reason, similarity = excluded.similarity WHERE excluded.at >= l.at`,
      [of((it) => it.tenant), of((it) => it.feedbackId), of((it) => it.issueId), of((it) => it.belongs), of((it) => it.at), of((it) => it.reason), of((it) => it.similarity)],
    );
  }

  /** Gives what belongs to issues that went into others to those, however much it is; a word that came later than the merge stands. */
  async moveLinks(merges: readonly { readonly tenant: string; readonly from: string; readonly into: string; readonly at: string }[]): Promise<void> {
    if (merges.length === 0) return;
    await this.database.query(
      `WITH gone AS (
         UPDATE link l SET belongs = false, at = k.at, reason = 'the issue went into another'
         FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[]) k (tenant_id, source, target, at)
         WHERE l.tenant_id = k.tenant_id AND l.issue_id = k.source AND l.belongs
         RETURNING l.tenant_id, l.feedback_id, k.target, k.at, old.reason, l.similarity
       )
       INSERT INTO link AS l (tenant_id, feedback_id, issue_id, belongs, at, reason, similarity)
       SELECT DISTINCT ON (tenant_id, feedback_id, target) tenant_id, feedback_id, target, true, at, reason, similarity FROM gone ORDER BY tenant_id, feedback_id, target, at DESC
       ON CONFLICT (tenant_id, feedback_id, issue_id) DO UPDATE SET belongs = true, at = excluded.at, reason = excluded.reason, similarity = excluded.similarity WHERE excluded.at > l.at`,
      [merges.map((it) => it.tenant), merges.map((it) => it.from), merges.map((it) => it.into), merges.map((it) => it.at)],
    );
  }

  /** Joins what is known of answers, and counts by how much their issues' answers change; `answers` name each once, and their issues are locked. */
  async saveAnswers(answers: readonly AnswerPart[]): Promise<void> {
    const of = <T>(take: (it: AnswerPart) => T): T[] => answers.map(take);
    const joined = ['customer', 'message', 'due_at', 'answered_at', 'failed_at', 'error'].map((it) => `${it} = coalesce(excluded.${it}, a.${it})`).join(', ');
    const lastOf = (...its: string[]): string => `coalesce(${['answered_at', 'failed_at', 'due_at'].flatMap((at) => its.map((it) => `${it}.${at}`)).join(', ')})`;
    const failed = (it: string): string => `(${it}.failed_at IS NOT NULL AND ${it}.answered_at IS NULL)::int`;
    await this.database.query(
      `WITH saved AS (
         INSERT INTO answer AS a (tenant_id, id, issue_id, feedback_id, source, customer, message, due_at, answered_at, failed_at, error, last_at)
         SELECT k.*, ${lastOf('k')} FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[])
                k (tenant_id, id, issue_id, feedback_id, source, customer, message, due_at, answered_at, failed_at, error)
         ON CONFLICT (tenant_id, id) DO UPDATE SET ${joined}, last_at = ${lastOf('excluded', 'a')}
         RETURNING new.tenant_id, new.issue_id, (old.id IS NULL)::int AS due, (new.answered_at IS NOT NULL)::int - (old.answered_at IS NOT NULL)::int AS answered, ${failed('new')} - ${failed('old')} AS failed
       ), change AS (SELECT tenant_id, issue_id, sum(due) AS due, sum(answered) AS answered, sum(failed) AS failed FROM saved GROUP BY tenant_id, issue_id)
       UPDATE issue i SET due = i.due + c.due, answered = i.answered + c.answered, failed = i.failed + c.failed FROM change c WHERE i.tenant_id = c.tenant_id AND i.id = c.issue_id`,
      [
        of((it) => it.tenant), of((it) => it.id), of((it) => it.issueId), of((it) => it.feedbackId), of((it) => it.source), of((it) => it.customer), of((it) => it.message),
        of((it) => it.dueAt), of((it) => it.answeredAt), of((it) => it.failedAt), of((it) => it.error),
      ],
    );
  }
}
