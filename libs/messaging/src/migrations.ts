import { tenantTable } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A service's own half of the messaging: outbox, inbox, positions and dead letters. */
export class CreateMessaging1750000000000 implements MigrationInterface {
  name = 'CreateMessaging1750000000000';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query(`SELECT current_schema() AS schema`)) as [{ schema: string }];
    await runner.query(`
      CREATE TABLE outbox (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        type text NOT NULL,
        aggregatetype text NOT NULL,
        aggregateid text NOT NULL,
        key_hash int NOT NULL,
        headers json NOT NULL,
        payload text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    // The day is the event's own, so that one look into one partition tells whether it was seen.
    await runner.query(`
      CREATE TABLE inbox (
        day date NOT NULL,
        event_id uuid NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (day, event_id)
      ) PARTITION BY RANGE (day)`);
    await runner.query(`CREATE TABLE inbox_other PARTITION OF inbox DEFAULT`);
    // A service's role owns nothing, so the owner lends it this one deed: days ahead made, days past 14 dropped.
    await runner.query(`
      CREATE FUNCTION maintain_inbox() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE it record;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('maintain_inbox ${schema}'));
        FOR it IN SELECT to_char(d, 'YYYYMMDD') AS name, d::date AS day FROM generate_series(current_date - 1, current_date + 2, interval '1 day') d LOOP
          IF to_regclass('${schema}.inbox_' || it.name) IS NULL
             AND NOT EXISTS (SELECT FROM "${schema}".inbox_other WHERE day = it.day) THEN
            EXECUTE format('CREATE TABLE "${schema}".%I PARTITION OF "${schema}".inbox FOR VALUES FROM (%L) TO (%L)', 'inbox_' || it.name, it.day, it.day + 1);
            EXECUTE format('GRANT SELECT, INSERT, DELETE ON "${schema}".%I TO %I', 'inbox_' || it.name, 'voc_${schema}');
          END IF;
        END LOOP;
        FOR it IN SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                  WHERE i.inhparent = '"${schema}".inbox'::regclass AND c.relname ~ '^inbox_[0-9]{8}$' AND c.relname < 'inbox_' || to_char(current_date - 14, 'YYYYMMDD') LOOP
          EXECUTE format('DROP TABLE "${schema}".%I', it.name);
        END LOOP;
        DELETE FROM "${schema}".inbox_other WHERE seen_at < now() - interval '14 days';
      END $$`);
    await runner.query(`REVOKE ALL ON FUNCTION maintain_inbox() FROM public`);
    // next_offset - first_offset = done + dropped + duplicates + dead_lettered + parked + skipped + expired: the standing proof, kept in the row that moves.
    await runner.query(`
      CREATE TABLE consumer_offset (
        topic text NOT NULL,
        partition int NOT NULL,
        first_offset bigint NOT NULL DEFAULT 0,
        next_offset bigint NOT NULL DEFAULT 0,
        done bigint NOT NULL DEFAULT 0,
        dropped bigint NOT NULL DEFAULT 0,
        duplicates bigint NOT NULL DEFAULT 0,
        dead_lettered bigint NOT NULL DEFAULT 0,
        parked bigint NOT NULL DEFAULT 0,
        skipped bigint NOT NULL DEFAULT 0,
        expired bigint NOT NULL DEFAULT 0,
        moved_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE consumer_drop (
        topic text NOT NULL,
        reason text NOT NULL,
        events bigint NOT NULL,
        PRIMARY KEY (topic, reason)
      )`);
    await runner.query(`
      CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        topic text NOT NULL,
        partition int NOT NULL,
        "offset" bigint NOT NULL,
        key text,
        order_key text,
        event_id text,
        event_type text,
        headers json NOT NULL,
        payload bytea,
        state text NOT NULL CHECK (state IN ('dead', 'parked', 'replayed', 'discarded')),
        error_class text NOT NULL,
        error_code text NOT NULL,
        error_message text NOT NULL,
        attempts int NOT NULL,
        traceparent text,
        note text,
        created_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz,
        UNIQUE (topic, partition, "offset")
      )`);
    await runner.query(`CREATE INDEX dead_letter_open ON dead_letter (tenant_id, topic, order_key, "offset") WHERE state IN ('dead', 'parked')`);
    await runner.query(`CREATE INDEX dead_letter_newest ON dead_letter (tenant_id, id DESC)`);
    await runner.query(`CREATE INDEX dead_letter_settled ON dead_letter (tenant_id, settled_at) WHERE settled_at IS NOT NULL`);
    await tenantTable(runner, 'dead_letter');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION maintain_inbox()`);
    await runner.query(`DROP TABLE outbox, inbox, consumer_offset, consumer_drop, dead_letter`);
  }
}

/** What every service that speaks on the log lists among its migrations. */
export const messagingMigrations = [CreateMessaging1750000000000];
