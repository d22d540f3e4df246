import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { keyOf, type Evidence } from './issue.js';
import { fromRow, toRows } from './rows.js';
import type { Mark } from './threshold.js';

type Row = Record<string, unknown>;

/** A stretch of a group's own time. */
export interface Stretch { readonly tenantId: string; readonly issueId: string; readonly from: string; readonly to: string }

/** All SQL of evidence. */
@Injectable()
export class EvidenceRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** What is known of these feedback, locked in one order for all, by `tenant/feedback`. */
  async lock(list: readonly { tenantId: string; feedbackId: string }[]): Promise<Map<string, Evidence>> {
    const rows = await this.database.query<Row>(
      `SELECT evidence.* FROM evidence JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, feedback_id) USING (tenant_id, feedback_id)
       ORDER BY evidence.tenant_id, evidence.feedback_id FOR UPDATE OF evidence`,
      [list.map(({ tenantId }) => tenantId), list.map(({ feedbackId }) => feedbackId)],
    );
    return new Map(rows.map((row) => fromRow<Evidence>(row)).map((it) => [keyOf(it.tenantId, it.feedbackId), it]));
  }

  /** Inserts, or replaces older revisions; answers how many rows were new. */
  async save(evidence: readonly Evidence[]): Promise<number> {
    if (evidence.length === 0) return 0;
    const rows = await this.database.query<{ inserted: boolean }>(
      `INSERT INTO evidence SELECT * FROM json_populate_recordset(NULL::evidence, $1)
       ON CONFLICT (tenant_id, feedback_id) DO UPDATE SET (${changing}) = (${changing.split(', ').map((it) => `excluded.${it}`).join(', ')})
       RETURNING (xmax = 0) AS inserted`,
      [toRows(evidence)],
    );
    return rows.filter(({ inserted }) => inserted).length;
  }

  /** Who spoke when in these stretches, the earliest first and at most so many of each, by `tenant/issue`. */
  async marks(stretches: readonly Stretch[], most: number): Promise<Map<string, Mark[]>> {
    const marks = new Map<string, Mark[]>();
    if (stretches.length === 0) return marks;
    const rows = await this.database.query<{ tenant_id: string; issue_id: string; at: Date; customer: string }>(
      `SELECT stretch.tenant_id, stretch.issue_id, mark.at, mark.customer
       FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS stretch (tenant_id, issue_id, from_at, to_at)
       CROSS JOIN LATERAL (
         SELECT occurred_at AS at, coalesce(customer, feedback_id::text) AS customer FROM evidence
         WHERE tenant_id = stretch.tenant_id AND issue_id = stretch.issue_id AND occurred_at BETWEEN stretch.from_at AND stretch.to_at
         ORDER BY occurred_at, feedback_id LIMIT $5) AS mark`,
      [stretches.map((it) => it.tenantId), stretches.map((it) => it.issueId), stretches.map((it) => it.from), stretches.map((it) => it.to), most],
    );
    for (const { tenant_id, issue_id, at, customer } of rows) {
      const key = keyOf(tenant_id, issue_id);
      const mark = { at: at.toISOString(), customer };
      const known = marks.get(key);
      if (known) known.push(mark);
      else marks.set(key, [mark]);
    }
    return marks;
  }

  /** All evidence of these groups, by `tenant/issue`, without their texts. */
  async of(groups: readonly { tenantId: string; id: string }[]): Promise<Map<string, Pick<Evidence, 'feedbackId' | 'reason' | 'similarity'>[]>> {
    const found = new Map<string, Evidence[]>();
    if (groups.length === 0) return found;
    const rows = await this.database.query<Row>(
      `SELECT tenant_id, issue_id, feedback_id, reason, similarity FROM evidence JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, issue_id) USING (tenant_id, issue_id)
       ORDER BY occurred_at, feedback_id`,
      [groups.map(({ tenantId }) => tenantId), groups.map(({ id }) => id)],
    );
    for (const it of rows.map((row) => fromRow<Evidence>(row))) {
      const key = keyOf(it.tenantId, it.issueId!);
      const known = found.get(key);
      if (known) known.push(it);
      else found.set(key, [it]);
    }
    return found;
  }

  /** First and last moment of these groups, by `tenant/issue`: asked only after evidence left. */
  async spans(groups: readonly { tenantId: string; id: string }[]): Promise<Map<string, { first: string; last: string }>> {
    if (groups.length === 0) return new Map();
    const rows = await this.database.query<{ tenant_id: string; issue_id: string; first: Date; last: Date }>(
      `SELECT tenant_id, issue_id, min(occurred_at) AS first, max(occurred_at) AS last FROM evidence
       JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, issue_id) USING (tenant_id, issue_id) GROUP BY tenant_id, issue_id`,
      [groups.map(({ tenantId }) => tenantId), groups.map(({ id }) => id)],
    );
    return new Map(rows.map((it) => [keyOf(it.tenant_id, it.issue_id), { first: it.first.toISOString(), last: it.last.toISOString() }]));
  }

  /** All evidence of one group becomes another's. */
  async moveAll(tenant: string, from: string, to: string): Promise<void> {
    await this.database.query(`UPDATE evidence SET issue_id = $3 WHERE tenant_id = $1 AND issue_id = $2`, [tenant, from, to]);
  }

  /** Evidence of an issue with its texts, a page at a time in the order of its own time. */
  async page(tenant: string, issueId: string, after: { at: string; id: string } | undefined, limit: number): Promise<Evidence[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM evidence WHERE tenant_id = $1 AND issue_id = $2 AND ($3::timestamptz IS NULL OR (occurred_at, feedback_id) > ($3::timestamptz, $4::uuid))
       ORDER BY occurred_at, feedback_id LIMIT $5`,
      [tenant, issueId, after?.at ?? null, after?.id ?? null, limit],
    );
    return rows.map((row) => fromRow<Evidence>(row));
  }
}

const changing = `revision, issue_id, scope, similarity, reason, customer, source, channel, external_id, conversation, segment, valued, language, occurred_at, polarity,
  frustration, urgency, text`.replace(/\s+/g, ' ');
