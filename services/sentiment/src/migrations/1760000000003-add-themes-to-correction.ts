import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Layers learnt before know of labels alone; what was corrected is kept, and learnt anew when the tenant's next text is scored. */
export class AddThemesToCorrection1760000000003 implements MigrationInterface {
  name = 'AddThemesToCorrection1760000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE correction ADD COLUMN themes jsonb`);
    await runner.query(`DELETE FROM layer_choice WHERE version > 0`);
    await runner.query(`DELETE FROM layer_version`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE correction DROP COLUMN themes`);
  }
}
