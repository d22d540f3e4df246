import { setTimeout as sleep } from 'node:timers/promises';
import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceOf, migrate, roleUrl } from '@vocloop/database';
import { freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { ApiKeys } from './api-keys.js';
import { accessMigrations } from './migrations.js';

const pepper = 'a pepper of at least thirty-two characters';
let fresh: FreshDatabase;
const databases: Database[] = [];
let now = 0;

async function keysAs(service: string): Promise<{ keys: ApiKeys; database: Database }> {
  await migrate({ url: fresh.url, schema: service, migrations: [], password: 'secret' });
  const database = new Database(await dataSourceOf({ service, url: roleUrl(fresh.url, service, 'secret'), entities: [] }).initialize());
  databases.push(database);
  return { keys: new ApiKeys(() => database, pepper, () => now), database };
}

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
});
afterAll(async () => {
  await Promise.all(databases.map((it) => it.dataSource.destroy()));
  await fresh.drop();
});

describe('API keys', () => {
  it('are made and revoked by ingestion, and known to every service within 5 s', async () => {
    const { keys: ingestion } = await keysAs('ingestion');
    const { keys: issues } = await keysAs('issues');
    const made = await ingestion.create('acme', 'a survey', ['feedback:write']);
    const header = `Bearer ${made.token}`;
    const caller = { tenant: 'acme', keyId: made.id, scopes: ['feedback:write'] };
    expect(await ingestion.callerOf(header)).toEqual(caller);
    expect(await issues.callerOf(header)).toEqual(caller);

    expect(await ingestion.revoke('other', made.id)).toBeUndefined();
    expect(await ingestion.revoke('acme', made.id)).toMatchObject({ revokedAt: expect.any(Date) });

    await expect(ingestion.callerOf(header)).rejects.toMatchObject({ status: 401 });
    expect(await issues.callerOf(header)).toEqual(caller);
    now += 5000;
    await expect(issues.callerOf(header)).rejects.toMatchObject({ status: 401 });
  });

  it('are listed to their tenant page by page, without what would open anything', async () => {
    const { keys } = await keysAs('ingestion');
    for (const name of ['one', 'two', 'three']) {
      await keys.create('listed', name, ['admin']);
      // Keys of one millisecond stand in no order.
      await sleep(2);
    }
    const first = await keys.list('listed', { limit: 2 });
    const second = await keys.list('listed', { limit: 2, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...second.items].map((it) => it.name)).toEqual(['one', 'two', 'three']);
    expect(second.nextCursor).toBeNull();
    expect(JSON.stringify(first)).not.toMatch(/voc_|hash/);
    expect((await keys.list('stranger', { limit: 10 })).items).toEqual([]);
  });

  it('are found one by one by a service, and listed or made by none but ingestion', async () => {
    const { keys, database } = await keysAs('routing');
    await expect(keys.list('acme', { limit: 10 })).rejects.toThrow(/permission denied/);
    await expect(keys.create('acme', 'mine', ['admin'])).rejects.toThrow(/permission denied/);
    expect(await database.transaction([], () => database.query('SELECT * FROM access.find_key($1)', ['%']))).toEqual([]);
    const { database: ingestion } = await keysAs('ingestion');
    expect(await ingestion.transaction([], () => ingestion.query('SELECT * FROM access.api_key'))).toEqual([]);
    expect(await ingestion.transaction(['stranger'], () => ingestion.query('SELECT * FROM access.api_key'))).toEqual([]);
  });

  it('are stored without their secret', async () => {
    const { keys, database } = await keysAs('ingestion');
    const { token } = await keys.create('stored', 'one', ['admin']);
    const [row] = await database.transaction(['stored'], () => database.query('SELECT * FROM access.api_key'));
    expect(JSON.stringify(row)).not.toContain(token.slice(21, 53));
  });
});
