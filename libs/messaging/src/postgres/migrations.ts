import { servicesRole } from '@vocloop/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log in Postgres: a table partitioned by day, with dense offsets for each topic and partition. */
export class CreateLog1750000000000 implements MigrationInterface {
  name = 'CreateLog1750000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE log.topic (name text PRIMARY KEY, partitions int NOT NULL)`);
    // A partition's end. Whoever appends holds the row until the commit, so offsets become visible in order and without gaps.
    await runner.query(`
      CREATE TABLE log.head (
        topic text NOT NULL,
        partition int NOT NULL,
        first_offset bigint NOT NULL DEFAULT 0,
        next_offset bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (topic, partition)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE log.event_log (
        day date NOT NULL DEFAULT current_date,
        topic text NOT NULL,
        partition int NOT NULL,
        "offset" bigint NOT NULL,
        key text,
        headers json NOT NULL,
        payload text,
        encoded boolean NOT NULL DEFAULT false,
        appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (topic, partition, "offset", day)
      ) PARTITION BY RANGE (day)`);
    await runner.query(`CREATE TABLE log.event_log_other PARTITION OF log.event_log DEFAULT`);
    await runner.query(maintain);
    await runner.query(`REVOKE ALL ON FUNCTION log.maintain(int) FROM public`);
    await runner.query(`GRANT USAGE ON SCHEMA log TO ${servicesRole}`);
    await runner.query(`GRANT SELECT, INSERT ON log.topic, log.event_log TO ${servicesRole}`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON log.head TO ${servicesRole}`);
    await runner.query(`GRANT EXECUTE ON FUNCTION log.maintain(int) TO ${servicesRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION log.maintain(int)`);
    await runner.query(`DROP TABLE log.event_log, log.head, log.topic`);
  }
}

// Days ahead are made, days past the retention dropped whole; what is left of each partition begins at its lowest offset.
const maintain = `
  CREATE FUNCTION log.maintain(retention_days int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE it record; dropped boolean := false;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('log.maintain'));
    FOR it IN SELECT to_char(d, 'YYYYMMDD') AS name, d::date AS day FROM generate_series(current_date, current_date + 2, interval '1 day') d LOOP
      IF to_regclass('log.event_log_' || it.name) IS NULL AND NOT EXISTS (SELECT FROM log.event_log_other WHERE day = it.day) THEN
        EXECUTE format('CREATE TABLE log.%I PARTITION OF log.event_log FOR VALUES FROM (%L) TO (%L)', 'event_log_' || it.name, it.day, it.day + 1);
      END IF;
    END LOOP;
    FOR it IN SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'log.event_log'::regclass AND c.relname ~ '^event_log_[0-9]{8}$' AND c.relname < 'event_log_' || to_char(current_date - retention_days, 'YYYYMMDD') LOOP
      EXECUTE format('DROP TABLE log.%I', it.name);
      dropped := true;
    END LOOP;
    DELETE FROM log.event_log_other WHERE day < current_date - retention_days;
    dropped := dropped OR FOUND;
    IF dropped THEN
      UPDATE log.head h SET first_offset = coalesce((SELECT min("offset") FROM log.event_log e WHERE e.topic = h.topic AND e.partition = h.partition), h.next_offset);
    END IF;
  END $$`;

/** The migrations of the schema \`log\`, shared by all services; run by the owner before any service's. */
export const logMigrations = [CreateLog1750000000000];
