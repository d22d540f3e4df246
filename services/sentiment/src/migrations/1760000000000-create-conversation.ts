import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversation1760000000000 implements MigrationInterface {
  name = 'CreateConversation1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversation (
        tenant_id text NOT NULL,
        source text NOT NULL,
        conversation text NOT NULL,
        turns jsonb NOT NULL,
        handed_off_at timestamptz,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, source, conversation)
      )`);
    await runner.query(`CREATE INDEX conversation_by_name ON conversation (tenant_id, conversation)`);
    await runner.query(`CREATE INDEX conversation_by_age ON conversation (tenant_id, changed_at)`);
    await tenantTable(runner, 'conversation');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE conversation`);
  }
}
