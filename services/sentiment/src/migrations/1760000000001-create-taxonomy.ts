import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTaxonomy1760000000001 implements MigrationInterface {
  name = 'CreateTaxonomy1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE taxonomy_version (
        tenant_id text NOT NULL,
        version integer NOT NULL,
        definition jsonb NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, version)
      )`);
    await tenantTable(runner, 'taxonomy_version');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE taxonomy_version`);
  }
}
