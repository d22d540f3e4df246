import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['feedback', 'rollup', 'stage_count', 'topic_count', 'hop', 'issue', 'link', 'answer', 'ownership', 'fact', 'fact_sum'];

export class CreateReporting1760000000000 implements MigrationInterface {
  name = 'CreateReporting1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feedback (
        tenant_id text NOT NULL,
        id uuid NOT NULL,
        spoken jsonb,
        scored jsonb,
        customer text,
        occurred_at timestamptz,
        received_at timestamptz,
        scored_at timestamptz,
        gathered_at timestamptz,
        due_at timestamptz,
        answered_at timestamptz,
        PRIMARY KEY (tenant_id, id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX feedback_newest ON feedback (tenant_id, received_at)`);
    await runner.query(`CREATE INDEX feedback_customer ON feedback (tenant_id, customer, received_at)`);
    // Whole numbers only: what was added is taken away again exactly.
    const sums = `n bigint NOT NULL, sum bigint NOT NULL, squares bigint NOT NULL, high bigint NOT NULL, low bigint NOT NULL`;
    await runner.query(`
      CREATE TABLE rollup (
        tenant_id text NOT NULL, audience text NOT NULL, dimension text NOT NULL, metric text NOT NULL, value text NOT NULL, day date NOT NULL,
        ${sums},
        PRIMARY KEY (tenant_id, audience, dimension, metric, value, day)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE TABLE stage_count (tenant_id text NOT NULL, stage text NOT NULL, day date NOT NULL, bucket int NOT NULL, n bigint NOT NULL, PRIMARY KEY (tenant_id, stage, day, bucket)) WITH (fillfactor = 70)`);
    await runner.query(`CREATE TABLE topic_count (tenant_id text NOT NULL, topic text NOT NULL, type text NOT NULL, events bigint NOT NULL, last_at timestamptz NOT NULL, PRIMARY KEY (tenant_id, topic, type)) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE hop (
        tenant_id text NOT NULL, subject text NOT NULL, step text NOT NULL, event_id uuid NOT NULL,
        at timestamptz NOT NULL, trace_id text, detail jsonb NOT NULL,
        PRIMARY KEY (tenant_id, subject, step, event_id)
      )`);
    await runner.query(`CREATE INDEX hop_oldest ON hop (tenant_id, at)`);
    await this.issueTables(runner);
    for (const table of tables) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')}`);
  }

  private async issueTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE issue (
        tenant_id text NOT NULL, id uuid NOT NULL,
        status text, severity text, severity_score double precision,
        snapshot jsonb, snapshot_at timestamptz,
        pod text, decision jsonb, decided_at timestamptz,
        opened_at timestamptz, routed_at timestamptz, delivered_at timestamptz, acknowledged_at timestamptz, resolved_at timestamptz,
        reopened int NOT NULL DEFAULT 0,
        is_open boolean NOT NULL DEFAULT false, merged_into uuid, merged_at timestamptz,
        due int NOT NULL DEFAULT 0, answered int NOT NULL DEFAULT 0, failed int NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE INDEX issue_gravest ON issue (tenant_id, is_open, severity_score, id)`);
    await runner.query(`CREATE INDEX issue_gravest_of_pod ON issue (tenant_id, pod, is_open, severity_score, id)`);
    await runner.query(`
      CREATE TABLE link (
        tenant_id text NOT NULL, feedback_id uuid NOT NULL, issue_id uuid NOT NULL,
        belongs boolean NOT NULL, at timestamptz NOT NULL, reason text NOT NULL, similarity double precision,
        PRIMARY KEY (tenant_id, feedback_id, issue_id)
      )`);
    await runner.query(`CREATE INDEX link_issue ON link (tenant_id, issue_id, feedback_id)`);
    await runner.query(`
      CREATE TABLE answer (
        tenant_id text NOT NULL, id uuid NOT NULL, issue_id uuid NOT NULL, feedback_id uuid NOT NULL,
        source text NOT NULL, customer text, message text,
        due_at timestamptz, answered_at timestamptz, failed_at timestamptz, error text, last_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE INDEX answer_latest ON answer (tenant_id, last_at, id)`);
    await runner.query(`CREATE TABLE ownership (tenant_id text NOT NULL PRIMARY KEY, rules_version int NOT NULL, owners jsonb NOT NULL, at timestamptz NOT NULL)`);
    await runner.query(`
      CREATE TABLE fact (
        tenant_id text NOT NULL, id uuid NOT NULL, revision int NOT NULL, kind text NOT NULL, value double precision NOT NULL, unit text, observed_at timestamptz NOT NULL,
        source text NOT NULL, touchpoint text, product text, supplier text, segment text, customer text,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE INDEX fact_kind ON fact (tenant_id, kind, observed_at)`);
    // Of numeric values, whose sums what was added is taken away from exactly.
    await runner.query(`CREATE TABLE fact_sum (tenant_id text NOT NULL, kind text NOT NULL, unit text NOT NULL, day date NOT NULL, n bigint NOT NULL, value numeric NOT NULL, PRIMARY KEY (tenant_id, kind, unit, day)) WITH (fillfactor = 70)`);
  }
}
