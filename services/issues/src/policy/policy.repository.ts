import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Policy } from './policy.js';

/** A version of a tenant's policy: who set it, and when. Version 0 is the default. */
export interface PolicyVersion {
  readonly version: number;
  readonly body: Policy;
  readonly by: string;
  readonly at: string;
}

/** All SQL of policies. */
@Injectable()
export class PolicyRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async current(tenants: readonly string[]): Promise<Map<string, PolicyVersion>> {
    const rows = await this.database.query<Row & { tenant_id: string }>(
      `SELECT DISTINCT ON (tenant_id) * FROM issue_policy WHERE tenant_id = ANY($1) ORDER BY tenant_id, version DESC`,
      [tenants],
    );
    return new Map(rows.map((row) => [row.tenant_id, versionOf(row)]));
  }

  async history(tenant: string, most: number): Promise<PolicyVersion[]> {
    const rows = await this.database.query<Row>(`SELECT * FROM issue_policy WHERE tenant_id = $1 ORDER BY version DESC LIMIT $2`, [tenant, most]);
    return rows.map(versionOf);
  }

  /** Adds a version; false where another took its number. */
  async add(tenant: string, { version, body, by, at }: PolicyVersion): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO issue_policy (tenant_id, version, body, by, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING version`,
      [tenant, version, JSON.stringify(body), by, at],
    );
    return rows.length === 1;
  }
}

interface Row { version: number; body: Policy; by: string; at: Date }
const versionOf = ({ version, body, by, at }: Row): PolicyVersion => ({ version, body, by, at: at.toISOString() });
