import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['rules_version', 'pod_secret', 'assignment', 'decision'];

export class CreateRouting1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rules_version (
        tenant_id text NOT NULL,
        version integer NOT NULL,
        yaml text NOT NULL,
        digest text NOT NULL,
        origin text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, version)
      )`);
    await runner.query(`
      CREATE TABLE pod_secret (
        tenant_id text NOT NULL,
        pod text NOT NULL,
        secret text NOT NULL,
        PRIMARY KEY (tenant_id, pod)
      )`);
    await runner.query(`
      CREATE TABLE assignment (
        tenant_id text NOT NULL,
        issue_id uuid NOT NULL,
        pod text,
        made_by text,
        pinned boolean NOT NULL DEFAULT false,
        decision jsonb,
        issue jsonb,
        is_open boolean NOT NULL DEFAULT false,
        told jsonb,
        withdrawn boolean NOT NULL DEFAULT false,
        wish jsonb,
        assigned_at timestamptz,
        PRIMARY KEY (tenant_id, issue_id)
      )`);
    await runner.query('CREATE INDEX assignment_by_time ON assignment (tenant_id, assigned_at, issue_id)');
    await runner.query('CREATE INDEX assignment_by_pod ON assignment (tenant_id, pod, assigned_at, issue_id)');
    await runner.query('CREATE INDEX assignment_open ON assignment (tenant_id, assigned_at, issue_id) WHERE is_open');
    await runner.query(`
      CREATE TABLE decision (
        tenant_id text NOT NULL,
        id uuid NOT NULL,
        about text NOT NULL,
        pod text NOT NULL,
        previous_pod text,
        made_by text NOT NULL,
        decision jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query('CREATE INDEX decision_about ON decision (tenant_id, about, id)');
    for (const table of tables) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`DROP TABLE "${table}"`);
  }
}
