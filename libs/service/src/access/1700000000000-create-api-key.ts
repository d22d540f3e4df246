import type { MigrationInterface, QueryRunner } from 'typeorm';
import { servicesRole, tenantTable } from '@vocloop/database';

/**
 * Keys belong to tenants, so ingestion, which keeps them, sees a tenant's only. Who looks a key up does not know the tenant yet:
 * the function finds exactly one by its id, for every service, and lists none.
 */
export class CreateApiKey1700000000000 implements MigrationInterface {
  name = 'CreateApiKey1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE api_key (
      id text PRIMARY KEY,
      tenant_id text NOT NULL,
      name text NOT NULL,
      hash bytea NOT NULL,
      scopes text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      revoked_at timestamptz
    )`);
    await runner.query(`CREATE INDEX api_key_tenant ON api_key (tenant_id, created_at, id)`);
    await tenantTable(runner, 'api_key');
    // Row-level security is forced, so it holds for the owner too, as whom the function runs.
    await runner.query(`CREATE POLICY lookup ON api_key FOR SELECT TO CURRENT_USER USING (true)`);
    await runner.query(`CREATE FUNCTION find_key(key_id text) RETURNS TABLE (id text, tenant_id text, hash bytea, scopes text[])
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_temp
      AS $$ SELECT k.id, k.tenant_id, k.hash, k.scopes FROM access.api_key k WHERE k.id = key_id AND k.revoked_at IS NULL $$`);
    // Roles come when their service is first migrated, after this; the one that keeps the keys is made here, and may not log in yet.
    await runner.query(`DO $$ BEGIN CREATE ROLE voc_ingestion NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
    await runner.query(`REVOKE ALL ON api_key FROM PUBLIC`);
    await runner.query(`REVOKE ALL ON FUNCTION find_key(text) FROM PUBLIC`);
    await runner.query(`GRANT USAGE ON SCHEMA access TO ${servicesRole}, voc_ingestion`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_key(text) TO ${servicesRole}`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON api_key TO voc_ingestion`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE USAGE ON SCHEMA access FROM ${servicesRole}, voc_ingestion`);
    await runner.query(`DROP FUNCTION find_key(text)`);
    await runner.query(`DROP TABLE api_key`);
  }
}
