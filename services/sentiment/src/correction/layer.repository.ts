import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Mood, TaughtLanguage } from '@vocloop/text';
import type { Lesson } from './lesson.js';

/** What a person said with a revision of a feedback of its label and its themes: nothing, where it was withdrawn or never said. */
export interface Said { readonly tenant: string; readonly feedbackId: string; readonly revision: number; readonly at: string; readonly text?: string | undefined; readonly language?: string | undefined; readonly label?: Mood | undefined; readonly themes?: readonly string[] | undefined }
/** A layer in a list. */
export interface ListedLayer { readonly version: number; readonly learned: readonly TaughtLanguage[]; readonly corrections: number; readonly at: Date }
/** A layer as it is put away, with the model and the version of the taxonomy beside which it was learnt; `learnedUntil` and `corrections` are of all that it knew, by which it is told whether there is more to learn. */
export interface LayerVersion extends ListedLayer { readonly weights: Uint8Array; readonly model: string; readonly taxonomy: number; readonly learnedUntil: Date | null }
/** Where a tenant stands: the version in force (0 without one), the newest, whether it was chosen, and whether there is more to learn. */
export interface Standing { readonly tenant: string; readonly version: number; readonly newest: number; readonly chosen: boolean; readonly more: boolean }

/** The newest of so many corrections teach, and older versions than so many are forgotten. */
export const kept = { corrections: 2000, versions: 20 };

const takenAtOnce = 20;

/** Beside which model and which version of the taxonomy a layer is learnt, in one word. */
const besideOf = (model: string, taxonomy: string): string => `${model}::text || ', taxonomy ' || ${taxonomy}::int`;

@Injectable()
export class LayerRepository {
  constructor(private readonly database: Database) {}

  /** Keeps what people said of labels and themes, and forgets what they withdrew; of a feedback the newest revision holds, in whatever order they come. Of whom something changed, there is more to learn. */
  async keep(said: readonly Said[], at: Date): Promise<void> {
    if (said.length === 0) return;
    const columns = [said.map((it) => it.tenant), said.map((it) => it.feedbackId), said.map((it) => it.revision), said.map((it) => it.text ?? null), said.map((it) => it.language ?? null), said.map((it) => it.label ?? null), said.map((it) => it.themes && JSON.stringify(it.themes)), said.map((it) => it.at)];
    const rows = `unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]) AS n (tenant_id, feedback_id, revision, text, language, label, themes, made_at)`;
    // One statement for both: feedback that nobody corrected has no row, and needs none.
    const changed = await this.database.query<{ tenant: string }>(
      `WITH known AS (SELECT c.tenant_id, c.feedback_id FROM ${rows} JOIN correction c USING (tenant_id, feedback_id))
       INSERT INTO correction AS c (tenant_id, feedback_id, revision, text, language, label, themes, made_at)
       SELECT n.tenant_id, n.feedback_id, n.revision, n.text, n.language, n.label, n.themes::jsonb, n.made_at FROM ${rows} WHERE n.text IS NOT NULL OR (n.tenant_id, n.feedback_id) IN (SELECT * FROM known) ORDER BY 1, 2
       ON CONFLICT (tenant_id, feedback_id) DO UPDATE SET revision = excluded.revision, text = excluded.text, language = excluded.language, label = excluded.label, themes = excluded.themes, made_at = excluded.made_at
       WHERE c.revision < excluded.revision RETURNING tenant_id AS tenant`,
      columns,
    );
    if (changed.length === 0) return;
    // For the commit, since all of a tenant's batches want its one row.
    this.database.atCommit('INSERT INTO unlearnt (tenant, due_at) SELECT DISTINCT tenant, $2::timestamptz FROM unnest($1::text[]) AS it (tenant) ORDER BY 1 ON CONFLICT (tenant) DO UPDATE SET due_at = excluded.due_at', [changed.map(({ tenant }) => tenant), at]);
  }

  /** The next tenants of whom there may be more to learn; nobody else is told of them before `until`. */
  async take(now: Date, until: Date): Promise<string[]> {
    const taken = await this.database.query<{ tenant: string }>(`UPDATE unlearnt SET due_at = $2 WHERE tenant IN (SELECT tenant FROM unlearnt WHERE due_at <= $1 ORDER BY due_at LIMIT ${takenAtOnce} FOR UPDATE SKIP LOCKED) RETURNING tenant`, [now, until]);
    return taken.map(({ tenant }) => tenant);
  }

  /** Of these tenants all is learnt, but for those of whom something changed since they were taken. */
  async settle(tenants: readonly string[], until: Date): Promise<void> {
    await this.database.query('DELETE FROM unlearnt WHERE tenant IN (SELECT tenant FROM unlearnt WHERE tenant = ANY($1) AND due_at = $2 FOR UPDATE SKIP LOCKED)', [tenants, until]);
  }

  /** Where these tenants stand beside a model, and their taxonomies of now. */
  async standings(tenants: readonly string[], model: string): Promise<Standing[]> {
    return this.database.query(
      `SELECT t.tenant, coalesce(c.version, l.version, 0) AS version, coalesce(l.version, (SELECT max(version) FROM layer_version WHERE tenant_id = t.tenant), 0) AS newest, c.version IS NOT NULL AS chosen,
         (n.corrections, n.until) IS DISTINCT FROM (coalesce(l.corrections, 0), l.learned_until) OR (n.corrections > 0 AND l.learned_beside <> b.beside) AS more
       FROM unnest($1::text[]) AS t (tenant)
       CROSS JOIN LATERAL (SELECT ${besideOf('$2', 'coalesce((SELECT max(version) FROM taxonomy_version WHERE tenant_id = t.tenant), 0)')} AS beside) b
       LEFT JOIN layer_choice c ON c.tenant_id = t.tenant
       LEFT JOIN LATERAL (SELECT version, corrections, learned_until, learned_beside FROM layer WHERE tenant_id = t.tenant ORDER BY version DESC LIMIT 1) l ON true
       CROSS JOIN LATERAL (SELECT count(*)::int AS corrections, max(made_at) AS until FROM correction WHERE tenant_id = t.tenant AND text IS NOT NULL) n`,
      [tenants, model],
    );
  }

  /** The newest corrections of a tenant, newest first; with how many there are in all, and when the last was made. */
  async lessons(tenant: string): Promise<{ lessons: Lesson[]; count: number; until: Date | null }> {
    const rows = await this.database.query<Lesson & { count: number; until: Date }>(
      `SELECT text, language, label, themes, (count(*) OVER ())::int AS count, max(made_at) OVER () AS until FROM correction WHERE tenant_id = $1 AND text IS NOT NULL ORDER BY made_at DESC, feedback_id LIMIT ${kept.corrections}`,
      [tenant],
    );
    return { lessons: rows, count: rows[0]?.count ?? 0, until: rows[0]?.until ?? null };
  }

  /** Puts a version away, and forgets the oldest versions but one that is held on to; answers false where there is such a version already. */
  async add(tenant: string, { version, weights, learned, model, taxonomy, learnedUntil, corrections, at }: LayerVersion): Promise<boolean> {
    const added = await this.database.query(
      `INSERT INTO layer (tenant_id, version, weights, learned, learned_beside, learned_until, corrections, made_at) VALUES ($1, $2, $3, $4, ${besideOf('$5', '$6')}, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING version`,
      [tenant, version, Buffer.from(weights), JSON.stringify(learned), model, taxonomy, learnedUntil, corrections, at],
    );
    await this.database.query(`DELETE FROM layer v WHERE tenant_id = $1 AND version <= $2 AND NOT EXISTS (SELECT FROM layer_choice c WHERE c.tenant_id = v.tenant_id AND c.version = v.version)`, [tenant, version - kept.versions]);
    return added.length === 1;
  }

  async weights(tenant: string, version: number): Promise<Uint8Array | undefined> {
    const [row] = await this.database.query<{ weights: Uint8Array }>('SELECT weights FROM layer WHERE tenant_id = $1 AND version = $2', [tenant, version]);
    return row?.weights;
  }

  /** Newest first. */
  async list(tenant: string): Promise<ListedLayer[]> {
    return this.database.query('SELECT version, learned, corrections, made_at AS at FROM layer WHERE tenant_id = $1 ORDER BY version DESC', [tenant]);
  }

  /** Holds on to a version, or follows the newest; answers false where there is no such version. */
  async choose(tenant: string, version: number | null): Promise<boolean> {
    if (version === null) {
      await this.database.query('DELETE FROM layer_choice WHERE tenant_id = $1', [tenant]);
      return true;
    }
    // Locked, so that it is not forgotten at this very moment.
    const found = version === 0 ? [0] : await this.database.query('SELECT version FROM layer WHERE tenant_id = $1 AND version = $2 FOR KEY SHARE', [tenant, version]);
    if (found.length === 0) return false;
    await this.database.query('INSERT INTO layer_choice (tenant_id, version) VALUES ($1, $2) ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version', [tenant, version]);
    return true;
  }
}
