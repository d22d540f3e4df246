import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIngestion1760000000000 implements MigrationInterface {
  name = 'CreateIngestion1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['feedback', 'fact']) {
      await runner.query(`
        CREATE TABLE ${table} (
          tenant_id text NOT NULL,
          id uuid NOT NULL,
          source text NOT NULL,
          identity text,
          revision int NOT NULL,
          content jsonb NOT NULL,
          content_hash text NOT NULL,
          ${table === 'feedback' ? 'stamps jsonb NOT NULL, revised_at timestamptz NOT NULL,' : ''}
          received_at timestamptz NOT NULL,
          changed_at timestamptz NOT NULL,
          CONSTRAINT ${table}_key PRIMARY KEY (tenant_id, id),
          CONSTRAINT ${table}_identity UNIQUE (tenant_id, source, identity)
        )`);
    }
    await runner.query(`
      CREATE TABLE intake_count (
        tenant_id text NOT NULL,
        status text NOT NULL,
        reason text NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT intake_count_key PRIMARY KEY (tenant_id, status, reason)
      )`);
    await runner.query(`
      CREATE TABLE source (
        tenant_id text NOT NULL,
        name text NOT NULL,
        feedback_count bigint NOT NULL DEFAULT 0,
        first_seen_at timestamptz,
        last_seen_at timestamptz,
        answer_url text,
        answer_secret text,
        version int NOT NULL DEFAULT 0,
        CONSTRAINT source_key PRIMARY KEY (tenant_id, name)
      )`);
    await runner.query(`
      CREATE TABLE answer (
        tenant_id text NOT NULL,
        answer_id uuid NOT NULL,
        issue_id uuid NOT NULL,
        feedback_id uuid NOT NULL,
        source text NOT NULL,
        customer text,
        state text NOT NULL,
        reason text,
        due jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT answer_key PRIMARY KEY (tenant_id, answer_id)
      )`);
    await runner.query(`CREATE INDEX answer_by_time ON answer (tenant_id, created_at, answer_id)`);
    await runner.query(`CREATE INDEX answer_unsent ON answer (tenant_id, source) WHERE reason = 'no_webhook'`);
    await runner.query(`
      CREATE TABLE request (
        tenant_id text NOT NULL,
        key_hash text NOT NULL,
        body_hash text NOT NULL,
        begun_at timestamptz NOT NULL,
        locked_until timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        status int,
        receipts jsonb NOT NULL DEFAULT '{}',
        answer text,
        CONSTRAINT request_key PRIMARY KEY (tenant_id, key_hash)
      )`);
    await runner.query(`CREATE INDEX request_expiry ON request (tenant_id, expires_at)`);
    for (const table of tables) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
  }
}

const tables = ['feedback', 'fact', 'intake_count', 'source', 'answer', 'request'];
