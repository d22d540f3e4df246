import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddMeaning1760000000001 implements MigrationInterface {
  name = 'AddMeaning1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE anchor ADD COLUMN meaning jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE anchor DROP COLUMN meaning`);
  }
}
