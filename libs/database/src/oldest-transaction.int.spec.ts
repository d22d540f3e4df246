import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { dataSourceOf } from './database.module.js';
import { OldestTransaction, longOpenSeconds } from './oldest-transaction.js';

// A role of the server, not of this database alone.
const role = `watcher_${randomBytes(4).toString('hex')}`;
let fresh: FreshDatabase;
let owner: pg.Client;
let watcher: DataSource;

beforeAll(async () => {
  fresh = await freshDatabase();
  owner = new pg.Client({ connectionString: fresh.url, application_name: 'psql of somebody' });
  await owner.connect();
  await owner.query(`CREATE TABLE trial (id int); CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
  const url = Object.assign(new URL(fresh.url), { username: role, password: role }).href;
  watcher = await dataSourceOf({ service: 'public', url, entities: [] }).initialize();
});
afterAll(async () => {
  await watcher.destroy();
  await owner.query(`DROP ROLE ${role}`);
  await owner.end();
  await fresh.drop();
});

describe('a transaction that writes and is forgotten', () => {
  it('is told of once it is open for long, with whose it is and how to end it, by a role that may not see the sessions of others', async () => {
    const warnings: string[] = [];
    let now = 0;
    const oldest = new OldestTransaction(watcher, (it) => warnings.push(it), () => now);
    const look = async (seconds: number) => { now += seconds * 1000; await oldest.look(); };
    const { rows: [session] } = await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const of = () => warnings.filter((it) => it.includes(`pid ${session!.pid})`));
    await owner.query('BEGIN');
    for (let turn = 0; turn < 2; turn++) await look(longOpenSeconds);
    expect(of()).toEqual([]);
    await owner.query('INSERT INTO trial VALUES (1)');
    // Beside other tests, theirs may be the oldest for a while.
    await eventually(async () => { await look(longOpenSeconds); expect(of()).toHaveLength(1); });
    expect(oldest.seconds).toBeGreaterThanOrEqual(longOpenSeconds);
    expect(of()[0]).toMatch(/^a transaction of \w+ \(psql of somebody, pid \d+\) has written and been open for \d+ s: .*end it: SELECT pg_terminate_backend\(\d+\)$/);
    await look(longOpenSeconds);
    expect(of()).toHaveLength(1);

    await owner.query('ROLLBACK');
    await eventually(async () => { await look(1); expect(oldest.seconds).toBe(0); });
  });

  it('is as old as it was where nobody can look for a while, and told of once', async () => {
    const answers = [[{ id: '7', pid: 1, user: 'ann', application: 'psql' }], undefined, [{ id: '7', pid: 1, user: 'ann', application: 'psql' }], [{ id: '7', pid: 1, user: 'ann', application: 'psql' }]];
    const source = { query: async () => answers.shift() ?? Promise.reject(new Error('away')) } as unknown as DataSource;
    const warnings: string[] = [];
    let now = 0;
    const oldest = new OldestTransaction(source, (it) => warnings.push(it), () => now);
    for (; answers.length > 0; now += 40_000) await oldest.look();
    expect([oldest.seconds, warnings.length]).toEqual([160, 1]);
  });
});
