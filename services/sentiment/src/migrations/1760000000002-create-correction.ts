import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCorrection1760000000002 implements MigrationInterface {
  name = 'CreateCorrection1760000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE correction (
        tenant_id text NOT NULL,
        feedback_id uuid NOT NULL,
        revision integer NOT NULL,
        text text,
        language text,
        label text,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, feedback_id)
      )`);
    await runner.query(`CREATE INDEX correction_by_time ON correction (tenant_id, made_at)`);
    await runner.query(`
      CREATE TABLE layer_version (
        tenant_id text NOT NULL,
        version integer NOT NULL,
        weights bytea NOT NULL,
        learned jsonb NOT NULL,
        learned_until timestamptz,
        corrections integer NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, version)
      )`);
    await runner.query(`
      CREATE TABLE layer_choice (
        tenant_id text NOT NULL,
        version integer NOT NULL,
        PRIMARY KEY (tenant_id)
      )`);
    for (const table of ['correction', 'layer_version', 'layer_choice']) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE layer_choice, layer_version, correction`);
  }
}
