import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Database } from './database.js';
import { connectionOptions, dataSourceOf } from './database.module.js';

/** A process that changes a row, says so, and goes on within the transaction two seconds later. */
const holder = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { Database, dataSourceOf } from '@vocloop/database';
  const database = new Database(await dataSourceOf({ service: 'public', url: process.env.URL, entities: [] }).initialize());
  const change = (by) => database.query("UPDATE trial SET by = $1 WHERE id = 'stopped'", [by]);
  await database.transaction([], async () => {
    await change('the stopped one');
    console.log('holds');
    await sleep(2000);
    await change('the stopped one again');
  }).then(() => console.log('committed'), () => console.log('refused'));
  process.exit();`;

let fresh: FreshDatabase;
let database: Database;
let child: ChildProcess | undefined;
const byOf = async (id: string) => (await database.transaction([], async () => database.query<{ by: string }>('SELECT by FROM trial WHERE id = $1', [id])))[0]?.by;
const change = async (id: string) => database.transaction([], async () => database.query(`UPDATE trial SET by = 'another' WHERE id = $1`, [id]));

beforeAll(async () => {
  fresh = await freshDatabase();
  database = new Database(await dataSourceOf({ service: 'public', url: fresh.url, entities: [] }).initialize());
  await database.transaction([], async () => database.query(`CREATE TABLE trial (id text PRIMARY KEY, by text)`));
  await database.transaction([], async () => database.query(`INSERT INTO trial VALUES ('stopped', 'nobody'), ('forgotten', 'nobody')`));
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await database.dataSource.destroy();
  await fresh.drop();
});

/** A server that lets everybody in, and then says nothing but these. */
async function serverThatSays(...last: (readonly [type: string, body: string])[]): Promise<{ url: string; server: Server }> {
  const message = (type: string, body: Buffer): Buffer => {
    const head = Buffer.from(`${type}    `);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const packet = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I')), ...last.map(([type, body]) => message(type, Buffer.from(body)))]);
  const server = createServer((socket) => socket.once('data', () => socket.write(packet)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `postgres://somebody@127.0.0.1:${(server.address() as AddressInfo).port}/any`, server };
}

it('a server that ends as it lets somebody in refuses who asked, and ends nobody', async () => {
  const { url, server } = await serverThatSays(['E', 'SFATAL\0C57P01\0Mthe server ends\0\0']);
  await expect(dataSourceOf({ service: 'public', url, entities: [] }).initialize()).rejects.toThrow(/not queryable|terminated|the server ends/);
  server.close();
});

it('a server that says nothing for longer than a statement may take loses its connection, with all that was asked on it', async () => {
  const { url, server } = await serverThatSays();
  const dataSource = new DataSource({ type: 'postgres', url, extra: { ...connectionOptions, query_timeout: 200 } });
  await expect(dataSource.initialize()).rejects.toThrow('Query read timeout');
  await eventually(async () => expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0));
  server.close();
});

describe('who stops in the midst of a transaction', () => {
  it('loses his locks after 15 s, and his change: what he writes when he goes on is refused', async () => {
    child = spawn(process.execPath, ['--input-type=module', '-e', holder], { cwd: join(import.meta.dirname, '../../..'), env: { ...process.env, NODE_OPTIONS: '', URL: fresh.url }, stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    child.stdout!.on('data', (it: Buffer) => said.push(String(it)));
    await eventually(() => expect(said.join('')).toBe('holds\n'));
    child.kill('SIGSTOP');
    const began = performance.now();
    await change('stopped');
    expect(performance.now() - began).toBeGreaterThan(5000);
    expect(performance.now() - began).toBeLessThan(19_000);
    child.kill('SIGCONT');
    await once(child, 'exit');
    expect([said.join(''), await byOf('stopped')]).toEqual(['holds\nrefused\n', 'another']);
  }, 60_000);

  it('by another door keeps his locks, but nobody waits for them longer than 20 s', async () => {
    const forgetful = new pg.Client({ connectionString: fresh.url });
    await forgetful.connect();
    await forgetful.query('BEGIN');
    await forgetful.query(`UPDATE trial SET by = 'the forgetful one' WHERE id = 'forgotten'`);
    const began = performance.now();
    await expect(change('forgotten')).rejects.toMatchObject({ driverError: { code: '55P03' } });
    expect(performance.now() - began).toBeGreaterThan(16_000);
    await forgetful.end();
    await sleep(100);
    await change('forgotten');
    expect(await byOf('forgotten')).toBe('another');
  }, 60_000);
});

describe('statements asked for at once', () => {
  it('are carried out in their order, and the first that failed is told', async () => {
    const add = async (id: string) => database.query('INSERT INTO trial VALUES ($1)', [id]);
    const [, found] = await database.transaction([], async () => Promise.all([add('at once'), database.query(`SELECT id FROM trial WHERE id = 'at once'`)]));
    expect(found).toEqual([{ id: 'at once' }]);
    const broken = async () => database.transaction([], async () => Promise.all([add('after'), add('at once'), add('never'), database.query('SELECT 1 FROM nowhere')]));
    for (let turn = 0; turn < 3; turn++) await expect(broken()).rejects.toMatchObject({ driverError: { code: '23505' } });
    expect(await byOf('after')).toBeUndefined();
  });

  it('begin a transaction of their own, also where another has just failed at its first statement', async () => {
    const one = new Database(await dataSourceOf({ service: 'public', url: fresh.url, entities: [], poolSize: 1 }).initialize());
    const seen = async (tenants: string[]) => one.transaction(tenants, async () => one.query(`SELECT current_setting('voc.tenants', true) AS tenants`));
    await expect(one.transaction(['acme'], async () => one.query('SELECT 1 FROM nowhere'))).rejects.toMatchObject({ driverError: { code: '42P01' } });
    await one.transaction(['acme'], async () => undefined);
    expect(await seen(['acme', 'other'])).toEqual([{ tenants: 'acme,other' }]);
    expect(await seen([])).toEqual([{ tenants: '' }]);
    await one.dataSource.destroy();
  });
});

describe('statements with parameters', () => {
  it('are parsed once for a connection; where a migration changes what they answer, that fails once and then no more', async () => {
    const one = new Database(await dataSourceOf({ service: 'public', url: fresh.url, entities: [], poolSize: 1 }).initialize());
    const ask = async () => one.transaction([], async () => one.query<Record<string, unknown>>('SELECT * FROM trial WHERE id = $1', ['stopped']));
    const prepared = async () => one.transaction([], async () => one.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE 'SELECT * FROM trial%'`));
    for (let turn = 0; turn < 8; turn++) await ask();
    expect(await prepared()).toEqual([{ n: 1 }]);
    await database.transaction([], async () => database.query(`ALTER TABLE trial ADD COLUMN since date`));
    await expect(ask()).rejects.toThrow('cached plan must not change result type');
    expect(await ask()).toEqual([{ id: 'stopped', by: expect.any(String), since: null }]);
    await one.dataSource.destroy();
  });
});
