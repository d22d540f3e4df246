import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Mood } from '@vocloop/text';

/** A correction to learn from. */
export interface Taught { readonly tenant: string; readonly feedbackId: string; readonly text: string; readonly label: Mood; readonly at: string }
/** A layer as it was put away. */
export interface LayerVersion { readonly version: number; readonly weights: Uint8Array; readonly learnedUntil: Date | null; readonly corrections: number; readonly at: Date }
/** Where a tenant stands: the version in force (0 without one), the newest, and whether there is more to learn. */
export interface Standing { readonly tenant: string; readonly version: number; readonly newest: number; readonly chosen: boolean; readonly more: boolean }

/** The newest of so many corrections teach; older versions than so many are forgotten. */
export const kept = { corrections: 2000, versions: 20 };

@Injectable()
export class LayerRepository {
  constructor(private readonly database: Database) {}

  /** Keeps what people said of labels; the last that was said of a feedback holds, in whatever order it is told. */
  async keep(taught: readonly Taught[]): Promise<void> {
    if (taught.length === 0) return;
    await this.database.query(
      `INSERT INTO correction (tenant_id, feedback_id, text, label, made_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) ORDER BY 1, 2
       ON CONFLICT (tenant_id, feedback_id) DO UPDATE SET text = excluded.text, label = excluded.label, made_at = excluded.made_at WHERE correction.made_at <= excluded.made_at`,
      [taught.map((it) => it.tenant), taught.map((it) => it.feedbackId), taught.map((it) => it.text), taught.map((it) => it.label), taught.map((it) => it.at)],
    );
  }

  /** Forgets what was withdrawn. */
  async forget(withdrawn: readonly Pick<Taught, 'tenant' | 'feedbackId'>[]): Promise<void> {
    if (withdrawn.length === 0) return;
    await this.database.query('DELETE FROM correction WHERE (tenant_id, feedback_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))', [withdrawn.map((it) => it.tenant), withdrawn.map((it) => it.feedbackId)]);
  }

  /** Where these tenants stand. */
  async standings(tenants: readonly string[]): Promise<Standing[]> {
    return this.database.query(
      `SELECT t.tenant, coalesce(c.version, l.version, 0) AS version, coalesce(l.version, 0) AS newest, c.version IS NOT NULL AS chosen,
         (n.corrections, n.until) IS DISTINCT FROM (coalesce(l.corrections, 0), l.learned_until) AS more
       FROM unnest($1::text[]) AS t (tenant)
       LEFT JOIN layer_choice c ON c.tenant_id = t.tenant
       LEFT JOIN LATERAL (SELECT version, corrections, learned_until FROM layer_version WHERE tenant_id = t.tenant ORDER BY version DESC LIMIT 1) l ON true
       CROSS JOIN LATERAL (SELECT count(*)::int AS corrections, max(made_at) AS until FROM correction WHERE tenant_id = t.tenant) n`,
      [tenants],
    );
  }

  /** The newest corrections of a tenant, oldest first; and what a version that learns from them has to remember of all of them. */
  async corrections(tenant: string): Promise<{ taught: Pick<Taught, 'text' | 'label'>[]; count: number; until: Date | null }> {
    const [taught, [all]] = await Promise.all([
      this.database.query<Pick<Taught, 'text' | 'label'>>(`SELECT text, label FROM (SELECT text, label, made_at, feedback_id FROM correction WHERE tenant_id = $1 ORDER BY made_at DESC, feedback_id LIMIT ${kept.corrections}) newest ORDER BY made_at, feedback_id`, [tenant]),
      this.database.query<{ count: number; until: Date | null }>('SELECT count(*)::int AS count, max(made_at) AS until FROM correction WHERE tenant_id = $1', [tenant]),
    ]);
    return { taught, count: all?.count ?? 0, until: all?.until ?? null };
  }

  /** Puts a version away, and forgets the oldest; answers false where there is such a version already. */
  async add(tenant: string, { version, weights, learnedUntil, corrections, at }: LayerVersion): Promise<boolean> {
    const added = await this.database.query('INSERT INTO layer_version (tenant_id, version, weights, learned_until, corrections, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING version', [tenant, version, Buffer.from(weights), learnedUntil, corrections, at]);
    await this.database.query(`DELETE FROM layer_version v WHERE tenant_id = $1 AND version <= $2 AND NOT EXISTS (SELECT FROM layer_choice c WHERE c.tenant_id = v.tenant_id AND c.version = v.version)`, [tenant, version - kept.versions]);
    return added.length === 1;
  }

  async find(tenant: string, version: number): Promise<LayerVersion | undefined> {
    return (await this.list(tenant, version))[0];
  }

  /** Newest first, or one. */
  async list(tenant: string, version?: number): Promise<LayerVersion[]> {
    return this.database.query('SELECT version, weights, learned_until AS "learnedUntil", corrections, made_at AS at FROM layer_version WHERE tenant_id = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC', [tenant, version ?? null]);
  }

  /** Holds on to a version, or follows the newest. */
  async choose(tenant: string, version: number | null): Promise<void> {
    await this.database.query(
      version === null ? 'DELETE FROM layer_choice WHERE tenant_id = $1' : 'INSERT INTO layer_choice (tenant_id, version) VALUES ($1, $2) ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version',
      version === null ? [tenant] : [tenant, version],
    );
  }
}
