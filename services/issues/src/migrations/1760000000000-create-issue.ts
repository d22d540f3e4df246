import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['issue', 'issue_customer', 'anchor', 'evidence', 'issue_change', 'issue_policy', 'answer'];

export class CreateIssue1760000000000 implements MigrationInterface {
  name = 'CreateIssue1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE issue (
        tenant_id text NOT NULL,
        id uuid NOT NULL,
        status text NOT NULL,
        fingerprint text NOT NULL,
        title text NOT NULL,
        touchpoint text NOT NULL,
        theme text NOT NULL,
        product text,
        supplier text,
        feedback_count int NOT NULL,
        customer_count int NOT NULL,
        valued_count int NOT NULL,
        polarity_sum double precision NOT NULL,
        frustration_sum double precision NOT NULL,
        urgency_sum double precision NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        days jsonb NOT NULL,
        segments jsonb NOT NULL,
        terms jsonb NOT NULL,
        examples jsonb NOT NULL,
        severity_level text NOT NULL,
        severity_score double precision NOT NULL,
        severity_reasons jsonb NOT NULL,
        detected_at timestamptz,
        open_reason text,
        pod text,
        muted boolean NOT NULL,
        merged_into uuid,
        resolution int NOT NULL,
        resolved_at timestamptz,
        answer_text text,
        since_resolved int NOT NULL,
        version int NOT NULL,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE INDEX issue_by_severity ON issue (tenant_id, severity_score, id) WHERE status <> 'candidate'`);
    await runner.query(`CREATE INDEX issue_by_recency ON issue (tenant_id, last_seen_at, id) WHERE status <> 'candidate'`);
    await runner.query(`CREATE INDEX issue_candidate ON issue (tenant_id, feedback_count, id) WHERE status = 'candidate'`);
    await runner.query(`
      CREATE TABLE issue_customer (
        tenant_id text NOT NULL,
        issue_id uuid NOT NULL,
        customer text NOT NULL,
        feedback_count int NOT NULL,
        PRIMARY KEY (tenant_id, issue_id, customer)
      )`);
    await runner.query(`
      CREATE TABLE anchor (
        tenant_id text NOT NULL,
        fingerprint text NOT NULL,
        scope text NOT NULL,
        issue_id uuid NOT NULL,
        sketch jsonb,
        learned boolean NOT NULL,
        feedback_id uuid,
        occurred_at timestamptz,
        PRIMARY KEY (tenant_id, fingerprint)
      )`);
    await runner.query(`CREATE INDEX anchor_by_scope ON anchor (tenant_id, scope)`);
    await runner.query(`CREATE INDEX anchor_by_issue ON anchor (tenant_id, issue_id)`);
    await runner.query(`
      CREATE TABLE evidence (
        tenant_id text NOT NULL,
        feedback_id uuid NOT NULL,
        revision int NOT NULL,
        issue_id uuid,
        scope text,
        similarity double precision,
        reason text,
        customer text,
        source text NOT NULL,
        channel text NOT NULL,
        external_id text,
        conversation text,
        segment text,
        valued boolean NOT NULL,
        language text NOT NULL,
        occurred_at timestamptz NOT NULL,
        polarity double precision NOT NULL,
        frustration double precision NOT NULL,
        urgency double precision NOT NULL,
        text text NOT NULL,
        answer_id uuid,
        PRIMARY KEY (tenant_id, feedback_id)
      )`);
    await runner.query(`CREATE INDEX evidence_by_issue ON evidence (tenant_id, issue_id, occurred_at, feedback_id)`);
    await runner.query(`CREATE INDEX evidence_by_customer ON evidence (tenant_id, issue_id, coalesce(customer, feedback_id::text), occurred_at DESC, feedback_id DESC)`);
    await runner.query(`
      CREATE TABLE issue_change (
        tenant_id text NOT NULL,
        id uuid NOT NULL,
        issue_id uuid NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        by text NOT NULL,
        reason text NOT NULL,
        detail jsonb NOT NULL,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE INDEX issue_change_by_issue ON issue_change (tenant_id, issue_id, id)`);
    await runner.query(`
      CREATE TABLE issue_policy (
        tenant_id text NOT NULL,
        version int NOT NULL,
        body jsonb NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, version)
      )`);
    await runner.query(`
      CREATE TABLE answer (
        tenant_id text NOT NULL,
        id uuid NOT NULL,
        issue_id uuid NOT NULL,
        resolution int NOT NULL,
        customer text NOT NULL,
        feedback_id uuid NOT NULL,
        source text NOT NULL,
        state text NOT NULL,
        error text,
        due_at timestamptz NOT NULL,
        settled_at timestamptz,
        PRIMARY KEY (tenant_id, id)
      )`);
    await runner.query(`CREATE UNIQUE INDEX answer_once ON answer (tenant_id, issue_id, resolution, customer)`);
    // Read by every process at its start, for all tenants: so it holds nothing but ids.
    await runner.query(`CREATE TABLE answering (tenant text NOT NULL, issue_id uuid NOT NULL, round uuid NOT NULL, cause jsonb, PRIMARY KEY (tenant, issue_id))`);
    for (const table of tables) await tenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE answering, ${tables.join(', ')}`);
  }
}
