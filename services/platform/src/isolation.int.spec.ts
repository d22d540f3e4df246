import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceOf, roleUrl } from '@vocloop/database';
import { scopes } from '@vocloop/service';
import { InProcess, type Asked } from './in-process.testing.js';
import { operationsOf, type Operation } from './hostile.testing.js';
import { bodyOf, complaint, filled, idsOf, isById, rules, type Ids } from './strangers.testing.js';

const operations = operationsOf(JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8')) as Parameters<typeof operationsOf>[0]);
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

let platform: InProcess;
let keys: Record<'acme' | 'zulu', string>;
let ids: Ids;
const ask = async (tenant: 'acme' | 'zulu', asked: Asked) => platform.ask({ ...asked, headers: { authorization: keys[tenant], ...(asked.payload !== undefined && { 'content-type': 'application/json' }) } });
beforeAll(async () => {
  platform = await InProcess.start();
  keys = { acme: await platform.keyOf('acme'), zulu: await platform.keyOf('zulu') };
  for (const tenant of ['acme', 'zulu'] as const) {
    expect((await ask(tenant, { method: 'PUT', path: '/v1/rules', payload: JSON.stringify({ yaml: rules(`from-${tenant}`) }) })).status).toBe(200);
    const { text } = await ask(tenant, { method: 'POST', path: '/v1/feedback/batch', payload: JSON.stringify(Array.from({ length: 12 }, (_, at) => complaint(`from-${tenant}`, at))) });
    expect(JSON.parse(text)).toMatchObject({ accepted: 12 });
  }
  await platform.settled(keys.acme);
  ids = await idsOf('acme', async (text, values) => platform.sql(text, values));
}, 120_000);
afterAll(async () => platform?.stop(), 30_000);

interface Table { readonly schema: string; readonly table: string }
const tenantTables = async (): Promise<Table[]> => platform.sql<Table>(`SELECT n.nspname AS schema, c.relname AS "table" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`);
/** The service that works on a schema: the keys, which are shared, are ingestion's. */
const roleOf = (schema: string): string => (schema === 'access' ? 'ingestion' : schema);

async function asService<T>(service: string, poolSize: number, work: (database: Database) => Promise<T>): Promise<T> {
  const dataSource = await dataSourceOf({ service, url: roleUrl(platform.url, service, 'test'), entities: [], poolSize }).initialize();
  try {
    return await work(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

describe('row-level security by itself', () => {
  it('shows a transaction the rows of its tenant only, of every table, and none without a tenant', async () => {
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThan(25);
    let rows = 0;
    for (const { schema, table } of tables) {
      await asService(roleOf(schema), 1, async (database) => {
        const seen = async (tenants: string[]) => database.transaction(tenants, async () => (await database.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${schema}."${table}" ORDER BY 1`)).map((it) => it.tenant_id));
        expect([table, await seen([])]).toEqual([table, []]);
        for (const tenant of ['acme', 'zulu']) for (const found of await seen([tenant])) { rows++; expect([table, found]).toEqual([table, tenant]); }
      });
    }
    expect(rows).toBeGreaterThan(30);
  }, 60_000);

  it('lets nobody write, move or delete what is another\'s, in any table', async () => {
    for (const { schema, table } of await tenantTables()) {
      const [before] = await platform.sql(`SELECT md5(coalesce(string_agg(it::text, '' ORDER BY it::text), '')) AS hash FROM ${schema}."${table}" it WHERE tenant_id = 'acme'`);
      await asService(roleOf(schema), 1, async (database) => {
        const tried = async (sql: string) => database.transaction(['zulu'], async () => database.query(sql)).then(() => 'done', (error: Error) => error.message);
        // Without a predicate, as zulu: what is acme's is not there to be changed.
        for (const change of [`UPDATE ${schema}."${table}" SET tenant_id = 'zulu'`, `DELETE FROM ${schema}."${table}"`]) {
          expect([change, await tried(`${change} WHERE tenant_id <> 'zulu'`)]).toEqual([change, expect.stringMatching(/^done$|permission denied/)]);
        }
        const [own] = await platform.sql<{ n: string }>(`SELECT count(*) AS n FROM ${schema}."${table}" WHERE tenant_id = 'zulu'`);
        if (own!.n !== '0') expect([table, await tried(`UPDATE ${schema}."${table}" SET tenant_id = 'acme'`)]).toEqual([table, expect.stringMatching(/row-level security|permission denied/)]);
      });
      expect([table, await platform.sql(`SELECT md5(coalesce(string_agg(it::text, '' ORDER BY it::text), '')) AS hash FROM ${schema}."${table}" it WHERE tenant_id = 'acme'`)]).toEqual([table, [before]]);
    }
  }, 60_000);

  it('leaks nothing through 10,000 uses of pooled connections, some of which fail', async () => {
    await asService('ingestion', 3, async (database) => {
      const seen = async (tenant: string | undefined) => database.transaction(tenant ? [tenant] : [], async () => database.query<{ tenant_id: string }>('SELECT tenant_id FROM feedback LIMIT 3'));
      const wrong: unknown[] = [];
      let uses = 0;
      await Promise.all(Array.from({ length: 6 }, async (_, lane) => {
        for (let at = lane; at < 10_000; at += 6) {
          uses++;
          const tenant = [undefined, 'acme', 'zulu'][at % 3];
          if (at % 50 === 0) await database.transaction(['acme'], async () => database.query('SELECT 1/0')).catch(() => undefined);
          const rows = await seen(tenant);
          if (rows.some((it) => it.tenant_id !== tenant) || (tenant !== undefined && rows.length !== 3)) wrong.push({ tenant, rows });
        }
      }));
      expect([uses, wrong]).toEqual([10_000, []]);
    });
  }, 120_000);
});

describe('where every statement names the other tenant', () => {
  let theirs: Set<string>;
  /** How many transactions were turned, and how many statements row-level security refused. */
  const seen = { turned: 0, refused: 0 };

  beforeAll(async () => {
    const rows = await Promise.all((await tenantTables()).map(async ({ schema, table }) => platform.sql<{ row: string }>(`SELECT to_json(it)::text AS row FROM ${schema}."${table}" AS it WHERE tenant_id = 'acme'`)));
    theirs = new Set(rows.flat().flatMap(({ row }) => row.match(uuid) ?? []));
    for (const { app } of platform.services) turn(app.get(Database), seen);
  });

  /** Asked by acme, so that every statement asks for what is acme's, by whatever predicate or join; but carried out as zulu's. */
  const askTurned = async (operation: Operation) => {
    const body = bodyOf(operation, ids);
    return ask('acme', { method: operation.method, path: filled(operation, ids), ...(body !== undefined && { payload: JSON.stringify(body) }) });
  };

  it('no route shows or changes what is another\'s', async () => {
    const image = async () => JSON.stringify(await Promise.all((await tenantTables()).map(async ({ schema, table }) => platform.sql(`SELECT it::text FROM ${schema}."${table}" AS it WHERE tenant_id = 'acme' ORDER BY 1`))));
    const before = await image();
    for (const operation of operations) {
      const { turned, refused } = { ...seen };
      const { status, text } = await askTurned(operation);
      const told = [operation.method, operation.path, status, text] as const;
      if (isById(operation)) expect([...told, seen.turned > turned]).toEqual([operation.method, operation.path, 404, text, true]);
      // What would have been written is refused, which no service expects.
      if (status >= 500) expect([...told, seen.refused > refused]).toEqual([...told, true]);
      // A trial reads the log, which is no table of tenants: its reader takes a tenant's events, as tenants.e2e.spec shows.
      if (operation.path === '/v1/taxonomy/trial') continue;
      expect([...told, text.includes('from-acme') || (text.match(uuid) ?? []).some((it) => theirs.has(it) && !Object.values(ids).includes(it))]).toEqual([...told, false]);
    }
    await platform.settled(keys.zulu);
    expect(await image()).toBe(before);
  }, 60_000);

  it('it is row-level security that holds: where it is off, every one of these is found', async () => {
    const tables = await tenantTables();
    const turnSecurity = async (to: 'ENABLE' | 'DISABLE') => { for (const { schema, table } of tables) await platform.sql(`ALTER TABLE ${schema}."${table}" ${to} ROW LEVEL SECURITY`); };
    await turnSecurity('DISABLE');
    try {
      for (const operation of operations.filter(isById)) {
        const { status, text } = await askTurned(operation);
        expect([operation.method, operation.path, status, text, status !== 404 && status < 500]).toEqual([operation.method, operation.path, status, text, true]);
      }
    } finally {
      await turnSecurity('ENABLE');
    }
  }, 60_000);
});

/** Lets every transaction that a service opens for acme from now on see what is zulu's instead. */
function turn({ dataSource }: Database, seen: { turned: number; refused: number }): void {
  const make = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (...mode) => {
    const runner = make(...mode);
    const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<unknown>;
    runner.query = async (sql: string, ...rest: unknown[]) => {
      const turned = sql.replace(/^(SELECT set_config\('voc\.tenants', '.*)\bacme\b/, '$1zulu');
      if (turned !== sql) seen.turned++;
      return query(turned, ...rest).catch((error: Error) => {
        if (/row-level security/.test(error.message)) seen.refused++;
        throw error;
      }) as Promise<never>;
    };
    return runner;
  };
}

describe('scopes', () => {
  const nobodys = { '/v1/issues/': '0198c5a0-0000-7000-8000-000000000000', '/v1/feedback/': '0198c5a0-0000-7000-8000-000000000000' };
  const named = /needs a key with the scope (.*); yours has/;
  const tried = async (operation: Operation, key: string) => {
    const body = bodyOf(operation, nobodys);
    const path = operation.path.replaceAll(/\{\w+\}/g, '0198c5a0-0000-7000-8000-000000000000');
    return platform.ask({ method: operation.method, path, headers: { authorization: key, ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { payload: JSON.stringify(body) }) });
  };

  it('every route refuses a key without any, says which it needs, lets in who has one of those, and nobody who has only the others', async () => {
    const keysOf = new Map<string, string>();
    const keyWith = async (allowed: readonly (typeof scopes)[number][]) => {
      const name = allowed.join();
      if (!keysOf.has(name)) keysOf.set(name, await platform.keyOf('scoped', allowed));
      return keysOf.get(name)!;
    };
    const table: Record<string, string[]> = {};
    for (const operation of operations) {
      const route = `${operation.method} ${operation.path}`;
      const refused = await tried(operation, await keyWith([]));
      const needed = [...(named.exec((JSON.parse(refused.text) as { detail?: string }).detail ?? '')?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, it]) => it as (typeof scopes)[number]);
      expect([route, refused.status, needed.length > 0]).toEqual([route, 403, true]);
      expect([route, (await tried(operation, await keyWith(scopes.filter((it) => !needed.includes(it))))).status]).toEqual([route, 403]);
      for (const scope of needed) expect([route, scope, (await tried(operation, await keyWith([scope]))).status === 403]).toEqual([route, scope, route.endsWith('/resume')]);
      table[needed.join(' or ')] = [...(table[needed.join(' or ')] ?? []), route];
      // What changes anything needs more than leave to read.
      if (operation.method !== 'GET' && !/score$|dryRun/.test(route)) expect([route, needed.filter((it) => it.endsWith(':read'))]).toEqual([route, []]);
    }
    expect(Object.keys(table).length).toBeGreaterThan(6);
  }, 60_000);
});
