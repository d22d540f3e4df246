import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';

/** Where a version came from: put by the API, or read from the file that a setting names. */
export type Origin = 'api' | 'file';

export interface RulesVersion {
  readonly tenant: string;
  readonly version: number;
  readonly yaml: string;
  readonly digest: string;
  readonly origin: Origin;
  readonly by: string;
  readonly at: Date;
}

const columns = 'tenant_id AS tenant, version, yaml, digest, origin, made_by AS by, made_at AS at';

@Injectable()
export class RulesRepository {
  constructor(private readonly database: Database) {}

  /** Keeps the rules of these tenants as they are until the transaction ends; those who only read do not wait for each other. */
  async holdStill(tenants: readonly string[]): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock_shared(hashtextextended('rules of ' || it, 0)) FROM (SELECT unnest($1::text[]) AS it ORDER BY 1) tenants`, [tenants]);
  }

  /** Waits until nobody decides by the tenant's rules, and keeps others from it until the transaction ends. */
  async lockForChange(tenant: string): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock(hashtextextended('rules of ' || $1, 0))`, [tenant]);
  }

  async versionsInForce(tenants: readonly string[]): Promise<{ tenant: string; version: number }[]> {
    return this.database.query('SELECT tenant_id AS tenant, max(version) AS version FROM rules_version WHERE tenant_id = ANY($1) GROUP BY tenant_id', [tenants]);
  }

  async findVersions(wanted: readonly { tenant: string; version: number }[]): Promise<RulesVersion[]> {
    return this.database.query(
      `SELECT ${columns} FROM rules_version JOIN unnest($1::text[], $2::int[]) AS wanted (t, v) ON tenant_id = wanted.t AND version = wanted.v`,
      [wanted.map((it) => it.tenant), wanted.map((it) => it.version)],
    );
  }

  async findInForce(tenant: string): Promise<RulesVersion | undefined> {
    return (await this.list(tenant, undefined, 1))[0];
  }

  /** Newest first. */
  async list(tenant: string, before: number | undefined, limit: number): Promise<RulesVersion[]> {
    return this.database.query(`SELECT ${columns} FROM rules_version WHERE tenant_id = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`, [tenant, before ?? null, limit]);
  }

  async findLastOfOrigin(tenant: string, origin: Origin): Promise<RulesVersion | undefined> {
    const rows = await this.database.query<RulesVersion>(`SELECT ${columns} FROM rules_version WHERE tenant_id = $1 AND origin = $2 ORDER BY version DESC LIMIT 1`, [tenant, origin]);
    return rows[0];
  }

  async secretsOf(tenants: readonly string[]): Promise<{ tenant: string; pod: string; secret: string }[]> {
    return this.database.query('SELECT tenant_id AS tenant, pod, secret FROM pod_secret WHERE tenant_id = ANY($1)', [tenants]);
  }

  async add({ tenant, version, yaml, digest, origin, by, at }: RulesVersion, secrets: ReadonlyMap<string, string>): Promise<void> {
    await this.database.query('INSERT INTO rules_version (tenant_id, version, yaml, digest, origin, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)', [tenant, version, yaml, digest, origin, by, at]);
    await this.database.query(
      'INSERT INTO pod_secret (tenant_id, pod, secret) SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT (tenant_id, pod) DO UPDATE SET secret = excluded.secret',
      [tenant, [...secrets.keys()], [...secrets.values()]],
    );
  }
}
