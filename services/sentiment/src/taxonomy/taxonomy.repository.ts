import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { TaxonomyDefinition } from '@vocloop/text';

/** A version of a tenant's taxonomy, as it was put. */
export interface TaxonomyVersion {
  readonly version: number;
  readonly definition: TaxonomyDefinition;
  readonly by: string;
  readonly at: Date;
}

/** A version in a list: how many themes it has. */
export interface ListedVersion extends Omit<TaxonomyVersion, 'definition'> { readonly themes: number }

@Injectable()
export class TaxonomyRepository {
  constructor(private readonly database: Database) {}

  /** The newest version of each of these tenants that has one. */
  async versions(tenants: readonly string[]): Promise<{ tenant: string; version: number }[]> {
    return this.database.query('SELECT tenant_id AS tenant, max(version) AS version FROM taxonomy_version WHERE tenant_id = ANY($1) GROUP BY tenant_id', [tenants]);
  }

  /** Newest first, without what they say. */
  async list(tenant: string, before: number | undefined, limit: number): Promise<ListedVersion[]> {
    return this.database.query(`SELECT version, jsonb_array_length(definition->'themes') AS themes, made_by AS by, made_at AS at FROM taxonomy_version WHERE tenant_id = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`, [tenant, before ?? null, limit]);
  }

  /** A version; the newest without a number. */
  async find(tenant: string, version?: number): Promise<TaxonomyVersion | undefined> {
    const [row] = await this.database.query<TaxonomyVersion>(`SELECT version, definition, made_by AS by, made_at AS at FROM taxonomy_version WHERE tenant_id = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`, [tenant, version ?? null]);
    return row;
  }

  /** Answers false where there is such a version already. */
  async add(tenant: string, { version, definition, by, at }: TaxonomyVersion): Promise<boolean> {
    const rows = await this.database.query('INSERT INTO taxonomy_version (tenant_id, version, definition, made_by, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING version', [tenant, version, JSON.stringify(definition), by, at]);
    return rows.length === 1;
  }
}
