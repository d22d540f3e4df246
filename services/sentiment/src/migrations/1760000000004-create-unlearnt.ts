import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom there is more to learn, so that whoever starts next learns it where a process died or failed. */
export class CreateUnlearnt1760000000004 implements MigrationInterface {
  name = 'CreateUnlearnt1760000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE unlearnt (tenant text PRIMARY KEY, due_at timestamptz NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE unlearnt`);
  }
}
