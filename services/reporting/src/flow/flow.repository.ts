import { Injectable } from '@nestjs/common';
import { storableJson } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { Scored, Spoken } from '../feedback/reading.js';
import type { Hop, Step } from './hop.js';
import type { Stage, StageChange } from './stage.js';

/** Events seen of one type, by tenant. */
export interface Seen {
  readonly tenant: string;
  readonly topic: string;
  readonly type: string;
  readonly events: number;
  readonly lastAt: string;
}
export interface KnownFeedback {
  readonly id: string;
  readonly spoken: Spoken;
  readonly scored: Scored | null;
  readonly receivedAt: Date | null;
  readonly answeredAt: Date | null;
}
export interface LinkedIssue {
  readonly feedbackId: string;
  readonly issueId: string;
  readonly title: string | null;
  readonly status: string | null;
  readonly pod: string | null;
  readonly belongs: boolean;
}
/** Whose feedback to list, after which one, and how many. */
export interface FeedbackFilter {
  readonly customer?: string | undefined;
  readonly issue?: string | undefined;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Of the steps that are too old, how many are forgotten at once at most: more than are added in a second, so that they get fewer. */
const mostForgotten = 10_000;
/** Enough for the longest flow that a person reads; the first hops are those that matter. */
const mostHops = 2000;

@Injectable()
export class FlowRepository {
  constructor(private readonly database: Database) {}

  saveHops(hops: readonly Hop[]): void {
    if (hops.length === 0) return;
    const of = <T>(take: (it: Hop) => T): T[] => hops.map(take);
    this.database.atCommit(
      `INSERT INTO hop (tenant_id, subject, step, event_id, at, trace_id, detail)
       SELECT t, s, p, e, a, i, d::jsonb FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[]) k (t, s, p, e, a, i, d)
       ON CONFLICT DO NOTHING`,
      [of((it) => it.tenant), of((it) => it.subject), of((it) => it.step), of((it) => it.eventId), of((it) => it.at), of((it) => it.traceId), of((it) => storableJson(it.detail))],
    );
  }

  /** Forgets steps of these tenants from before a moment; those that another batch forgets just now are left to it. */
  forgetHops(tenants: readonly string[], before: string): void {
    this.database.atCommit(
      `DELETE FROM hop h USING (SELECT tenant_id, subject, step, event_id FROM hop WHERE tenant_id = ANY ($1) AND at < $2 LIMIT ${mostForgotten} FOR UPDATE SKIP LOCKED) k
       WHERE (h.tenant_id, h.subject, h.step, h.event_id) = (k.tenant_id, k.subject, k.step, k.event_id)`,
      [tenants, before],
    );
  }

  /** Adds what a batch changes; in one order for all. */
  addStages(changes: readonly StageChange[]): void {
    if (changes.length === 0) return;
    const of = <T>(take: (it: StageChange) => T): T[] => changes.map(take);
    this.database.atCommit(
      `INSERT INTO stage_count AS s (tenant_id, stage, day, bucket, n) SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::int[], $5::bigint[])
       ON CONFLICT (tenant_id, stage, day, bucket) DO UPDATE SET n = s.n + excluded.n`,
      [of((it) => it.tenant), of((it) => it.stage), of((it) => it.day), of((it) => it.bucket), of((it) => it.n)],
    );
  }

  addSeen(seen: readonly Seen[]): void {
    const of = <T>(take: (it: Seen) => T): T[] => seen.map(take);
    this.database.atCommit(
      `INSERT INTO topic_count AS c (tenant_id, topic, type, events, last_at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[])
       ON CONFLICT (tenant_id, topic, type) DO UPDATE SET events = c.events + excluded.events, last_at = greatest(c.last_at, excluded.last_at)`,
      [of((it) => it.tenant), of((it) => it.topic), of((it) => it.type), of((it) => it.events), of((it) => it.lastAt)],
    );
  }

  async findFeedback(tenant: string, id: string): Promise<KnownFeedback | undefined> {
    const [row] = await this.database.query<KnownFeedback>(
      `SELECT id, spoken, scored, received_at AS "receivedAt", answered_at AS "answeredAt" FROM feedback WHERE tenant_id = $1 AND id = $2 AND spoken IS NOT NULL`,
      [tenant, id],
    );
    return row;
  }

  /** Newest first. */
  listFeedback(tenant: string, { customer, issue, after, limit }: FeedbackFilter): Promise<KnownFeedback[]> {
    const where = [
      customer === undefined ? '$2::text IS NULL' : 'customer = $2',
      issue === undefined ? '$3::uuid IS NULL' : 'id IN (SELECT feedback_id FROM link WHERE tenant_id = $1 AND issue_id = $3 AND belongs)',
      after === undefined ? '$4::timestamptz IS NULL AND $5::uuid IS NULL' : '(received_at, id) < ($4::timestamptz, $5::uuid)',
    ];
    return this.database.query(
      `SELECT id, spoken, scored, received_at AS "receivedAt", answered_at AS "answeredAt" FROM feedback
       WHERE tenant_id = $1 AND spoken IS NOT NULL AND received_at IS NOT NULL AND ${where.join(' AND ')}
       ORDER BY received_at DESC, id DESC LIMIT $6`,
      [tenant, customer ?? null, issue ?? null, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  /** The issues that these feedback belong to, or once did. */
  listIssues(tenant: string, feedbackIds: readonly string[]): Promise<LinkedIssue[]> {
    return this.database.query(
      `SELECT l.feedback_id AS "feedbackId", l.issue_id AS "issueId", i.snapshot ->> 'title' AS title, i.status, i.pod, l.belongs
       FROM link l LEFT JOIN issue i ON i.tenant_id = l.tenant_id AND i.id = l.issue_id
       WHERE l.tenant_id = $1 AND l.feedback_id = ANY ($2::uuid[]) ORDER BY l.at`,
      [tenant, feedbackIds],
    );
  }

  async listHops(tenant: string, subjects: readonly string[]): Promise<Hop[]> {
    const rows = await this.database.query<{ subject: string; step: Step; eventId: string; at: Date; traceId: string | null; detail: Record<string, unknown> }>(
      `SELECT subject, step, event_id AS "eventId", at, trace_id AS "traceId", detail FROM hop WHERE tenant_id = $1 AND subject = ANY ($2) ORDER BY at LIMIT ${mostHops}`,
      [tenant, subjects],
    );
    return rows.map((it) => ({ ...it, tenant, at: it.at.toISOString() }));
  }

  stageCounts(tenant: string, from: string, to: string): Promise<{ stage: Stage; bucket: number; n: number }[]> {
    return this.database.query(`SELECT stage, bucket, sum(n)::float8 AS n FROM stage_count WHERE tenant_id = $1 AND day BETWEEN $2 AND $3 GROUP BY stage, bucket`, [tenant, from, to]);
  }

  async listSeen(tenant: string): Promise<Omit<Seen, 'tenant'>[]> {
    const rows = await this.database.query<Omit<Seen, 'tenant' | 'lastAt'> & { lastAt: Date }>(
      `SELECT topic, type, events::float8 AS events, last_at AS "lastAt" FROM topic_count WHERE tenant_id = $1 ORDER BY topic, type`,
      [tenant],
    );
    return rows.map((it) => ({ ...it, lastAt: it.lastAt.toISOString() }));
  }
}
