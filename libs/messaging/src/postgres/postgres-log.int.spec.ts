import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database, dataSourceOf, migrate } from '@vocloop/database';
import { eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { describeHistory } from '../history.conformance.js';
import { describeLog } from '../log.conformance.js';
import type { LogRecord } from '../log.js';
import { logMigrations } from './migrations.js';
import { PostgresLog } from './postgres-log.js';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const recordAt = (partition: number): LogRecord => ({ topic: 'voc.trial', partition, key: null, headers: {}, value: Buffer.from('{}') });

let fresh: FreshDatabase;
let other: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  other = new Database(await dataSourceOf({ service: 'log', url: fresh.url, entities: [] }).initialize());
});
afterAll(async () => {
  await other.dataSource.destroy();
  await fresh.drop();
});

const home = { open: async () => Promise.resolve(new PostgresLog({ url: fresh.url, logger })), whole: true };
describeLog('Postgres', home);
describeHistory('Postgres', home);

it('appends, though it met another who wanted the same ends the other way round', async () => {
  const log = new PostgresLog({ url: fresh.url, logger });
  await log.ensureTopics([{ name: 'voc.trial', partitions: 2 }]);
  let appending: Promise<void> | undefined;
  const take = async (partition: number) => other.query(`SELECT 1 FROM log.head WHERE topic = 'voc.trial' AND partition = $1 FOR UPDATE`, [partition]);
  await other.transaction([], async () => {
    await take(1);
    appending = log.append([recordAt(0), recordAt(1)]);
    await eventually(async () => expect(await other.dataSource.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'vocloop-log'`)).toHaveLength(1));
    // It holds the one and waits for the other: Postgres ends whoever waited first.
    await take(0);
  });
  await appending;
  expect([...(await log.ends('voc.trial')).values()].map(({ next }) => next)).toEqual([1n, 1n]);
  await log.close();
}, 30_000);
