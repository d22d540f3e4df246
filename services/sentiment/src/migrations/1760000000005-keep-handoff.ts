import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was raised, beside when, so that it is told as it was. */
export class KeepHandoff1760000000005 implements MigrationInterface {
  name = 'KeepHandoff1760000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE conversation ADD COLUMN handoff jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE conversation DROP COLUMN handoff`);
  }
}
