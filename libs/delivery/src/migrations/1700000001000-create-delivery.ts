import type { MigrationInterface, QueryRunner } from 'typeorm';
import { getConstructionPlans } from 'pg-boss';
import { tenantTable } from '@vocloop/database';

/** pg-boss' schema of a service: its role may use it, and makes nothing in the database. */
export const queueSchema = (service: string): string => `pgboss_${service}`;

/** Deliveries with their attempts, and the queue that says when each is tried. */
export class CreateDelivery1700000001000 implements MigrationInterface {
  name = 'CreateDelivery1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE delivery (
      tenant_id text NOT NULL,
      id text NOT NULL,
      about text NOT NULL,
      tag text,
      url text NOT NULL,
      secret text NOT NULL,
      type text NOT NULL,
      body text NOT NULL,
      state text NOT NULL DEFAULT 'queued' CONSTRAINT delivery_state_check CHECK (state IN ('queued', 'arrived', 'gave_up')),
      reason text,
      attempts integer NOT NULL DEFAULT 0,
      attempts_before integer NOT NULL DEFAULT 0,
      traceparent text,
      created_at timestamptz NOT NULL,
      next_at timestamptz,
      ended_at timestamptz,
      PRIMARY KEY (tenant_id, id)
    )`);
    await runner.query(`CREATE INDEX delivery_newest ON delivery (tenant_id, created_at, id)`);
    await runner.query(`CREATE INDEX delivery_about ON delivery (tenant_id, about, created_at, id)`);
    await runner.query(`CREATE TABLE delivery_attempt (
      tenant_id text NOT NULL,
      delivery_id text NOT NULL,
      attempt integer NOT NULL,
      at timestamptz NOT NULL,
      status integer,
      error text,
      ms integer NOT NULL,
      answer text,
      PRIMARY KEY (tenant_id, delivery_id, attempt)
    )`);
    await tenantTable(runner, 'delivery');
    await tenantTable(runner, 'delivery_attempt');
    await createQueueSchema(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const service = await serviceOf(runner);
    await runner.query(`DROP SCHEMA ${queueSchema(service)} CASCADE`);
    await runner.query(`DROP TABLE delivery_attempt`);
    await runner.query(`DROP TABLE delivery`);
  }
}

/** A service's schema bears its name, and migrations run in it. */
async function serviceOf(runner: QueryRunner): Promise<string> {
  const [row] = (await runner.query(`SELECT current_schema() AS service`)) as { service: string }[];
  return row?.service ?? '';
}

async function createQueueSchema(runner: QueryRunner): Promise<void> {
  const service = await serviceOf(runner);
  const schema = queueSchema(service);
  // The plan brings a transaction of its own; the migration is already in one.
  await runner.query(getConstructionPlans(schema).replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, ''));
  await runner.query(`DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'voc_${service}') THEN
      GRANT USAGE ON SCHEMA ${schema} TO voc_${service};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO voc_${service};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO voc_${service};
    END IF;
  END $$`);
}
