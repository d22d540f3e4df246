import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Layers that know of themes have a table of their own: a process of the version before could not read them. Its own stay where they are, unread by this one, and are dropped once nobody reads them. */
export class LearnThemes1760000000003 implements MigrationInterface {
  name = 'LearnThemes1760000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE correction ADD COLUMN themes jsonb`);
    await runner.query(`
      CREATE TABLE layer (
        tenant_id text NOT NULL,
        version integer NOT NULL,
        weights bytea NOT NULL,
        learned jsonb NOT NULL,
        learned_beside text NOT NULL,
        learned_until timestamptz,
        corrections integer NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, version)
      )`);
    await tenantTable(runner, 'layer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE layer`);
    await runner.query(`DELETE FROM correction WHERE label IS NULL`);
    await runner.query(`ALTER TABLE correction DROP COLUMN themes`);
  }
}
