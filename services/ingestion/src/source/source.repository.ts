import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';

export interface SourceRow {
  readonly name: string;
  readonly feedbackCount: number;
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly answerUrl: string | null;
  readonly version: number;
}

const columns = `name, feedback_count::float8 AS "feedbackCount", first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", answer_url AS "answerUrl", version`;

@Injectable()
export class SourceRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Sources by name, after one. */
  async list(tenant: string, after: string | undefined, limit: number): Promise<SourceRow[]> {
    return this.database.query<SourceRow>(`SELECT ${columns} FROM source WHERE tenant_id = $1 AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3`, [tenant, after ?? null, limit]);
  }

  async find(tenant: string, name: string): Promise<SourceRow | undefined> {
    const [row] = await this.database.query<SourceRow>(`SELECT ${columns} FROM source WHERE tenant_id = $1 AND name = $2`, [tenant, name]);
    return row;
  }

  /** The version that a source's settings have, 0 where nothing is known of it; nobody else may change them until the transaction ends. */
  async lockVersion(tenant: string, name: string): Promise<{ readonly version: number; readonly hasSecret: boolean }> {
    await this.database.query(`INSERT INTO source (tenant_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [tenant, name]);
    const [row] = await this.database.query<{ version: number; hasSecret: boolean }>(
      `SELECT version, answer_secret IS NOT NULL AS "hasSecret" FROM source WHERE tenant_id = $1 AND name = $2 FOR UPDATE`, [tenant, name],
    );
    return row!;
  }

  /** Sets where answers go; without a secret, the one that there is stays. */
  async setWebhook(tenant: string, name: string, webhook: { readonly url: string; readonly secret?: string } | null): Promise<SourceRow> {
    const [row] = await this.database.query<SourceRow>(
      `UPDATE source SET answer_url = $3, answer_secret = CASE WHEN $3::text IS NULL THEN NULL ELSE coalesce($4, answer_secret) END, version = version + 1 WHERE tenant_id = $1 AND name = $2 RETURNING ${columns}`,
      [tenant, name, webhook?.url ?? null, webhook?.secret ?? null],
    );
    return row!;
  }
}
