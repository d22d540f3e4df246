import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceOf, roleUrl } from '@vocloop/database';
import { scopes } from '@vocloop/service';
import { InProcess, type Asked } from './in-process.testing.js';
import { operationsOf, type Operation } from './hostile.testing.js';

const operations = operationsOf(JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8')) as Parameters<typeof operationsOf>[0]);
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same statement, which no longer asks for the tenant: only row-level security is left to do so. */
const withoutTenant = (sql: string): string => sql
  .replaceAll(/\b(?:\w+\.)?tenant_id\s*=\s*ANY\s*\(\s*\$(\d+)(?:::text\[\])?\s*\)/gi, '($$$1::text[] IS NOT NULL)')
  .replaceAll(/\b(?:\w+\.)?tenant_id\s*=\s*\$(\d+)(?!\d)(?:::text)?/gi, '($$$1::text IS NOT NULL)');

let platform: InProcess;
let keys: Record<'acme' | 'zulu', string>;
/** Statements that were run without the tenant that they had asked for. */
let stripped = 0;

const ask = async (tenant: 'acme' | 'zulu', asked: Asked) => platform.ask({ ...asked, headers: { authorization: keys[tenant], ...(asked.payload !== undefined && { 'content-type': 'application/json' }) } });
const rules = `pods:\n  triage: { name: Triage, members: [] }\n  till: { name: Till, members: [] }\ntriage: triage\nrules:\n  - { name: tills, match: { touchpoint: checkout }, pod: till }\n`;
const complaint = (word: string, at: number) => ({ source: 'till', channel: 'survey', touchpoint: 'checkout', externalId: `same-${at}`, customer: `same-${at}`, text: `The checkout is broken, my payment failed twice. Awful ${word}.` });

beforeAll(async () => {
  platform = await InProcess.start();
  keys = { acme: await platform.keyOf('acme'), zulu: await platform.keyOf('zulu') };
  for (const tenant of ['acme', 'zulu'] as const) {
    expect((await ask(tenant, { method: 'PUT', path: '/v1/rules', payload: JSON.stringify({ yaml: rules }) })).status).toBe(200);
    const { text } = await ask(tenant, { method: 'POST', path: '/v1/feedback/batch', payload: JSON.stringify(Array.from({ length: 12 }, (_, at) => complaint(tenant, at))) });
    expect(JSON.parse(text)).toMatchObject({ accepted: 12 });
    await platform.sql(`INSERT INTO issues.dead_letter (id, tenant_id, topic, partition, "offset", headers, state, error_class, error_code, error_message, attempts) VALUES (gen_random_uuid(), $1, 'voc.insight.v1', 0, $2, '{}', 'dead', 'X', 'x', 'x', 1)`, [tenant, tenant === 'acme' ? 900_001 : 900_002]);
  }
  await platform.settled(keys.acme);
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
        await tried(`UPDATE ${schema}."${table}" SET tenant_id = 'zulu' WHERE tenant_id <> 'zulu'`);
        await tried(`DELETE FROM ${schema}."${table}" WHERE tenant_id <> 'zulu'`);
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

describe('with the tenant taken out of every statement', () => {
  let theirs: Set<string>;
  let ids: { issue: string; feedback: string; key: string; letter: string };

  beforeAll(async () => {
    const one = async (sql: string) => (await platform.sql<{ id: string }>(sql))[0]!.id;
    ids = {
      issue: await one(`SELECT id FROM issues.issue WHERE tenant_id = 'acme' AND detected_at IS NOT NULL`), feedback: await one(`SELECT id FROM ingestion.feedback WHERE tenant_id = 'acme' LIMIT 1`),
      key: await one(`SELECT id FROM access.api_key WHERE tenant_id = 'acme'`), letter: await one(`SELECT id FROM issues.dead_letter WHERE tenant_id = 'acme'`),
    };
    const rows = await Promise.all((await tenantTables()).map(async ({ schema, table }) => platform.sql<{ row: string }>(`SELECT to_json(it)::text AS row FROM ${schema}."${table}" AS it WHERE tenant_id = 'acme'`)));
    theirs = new Set(rows.flat().flatMap(({ row }) => row.match(uuid) ?? []));
    for (const { app } of platform.services) strip(app.get(Database));
  });

  const filled = ({ path }: Operation): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'issueId' || path.includes('/issues/') ? ids.issue : name === 'feedbackId' || path.includes('/feedback/') ? ids.feedback : name === 'pod' || name === 'name' ? 'till' : path.includes('/keys/') ? ids.key : ids.letter)
    + (path === '/v1/metrics' ? '?metric=volume' : '');
  const byId = ({ path }: Operation) => /\{(id|issueId|feedbackId)\}/.test(path);

  it('no route shows or changes what is another\'s', async () => {
    const image = async () => JSON.stringify(await Promise.all((await tenantTables()).map(async ({ schema, table }) => platform.sql(`SELECT it::text FROM ${schema}."${table}" AS it WHERE tenant_id = 'acme' ORDER BY 1`))));
    const before = await image();
    for (const operation of operations) {
      const body = bodies[`${operation.method} ${operation.path.replace(/^\/v1\/services\/\w+/, '')}`]?.(ids);
      const { status, text } = await ask('zulu', { method: operation.method, path: filled(operation), ...(body !== undefined && { payload: JSON.stringify(body) }) });
      const told = [operation.method, operation.path, status, text] as const;
      expect(told).toEqual([operation.method, operation.path, byId(operation) ? 404 : expect.any(Number), text]);
      expect([...told.slice(0, 2), status < 500, text.includes('acme') || (text.match(uuid) ?? []).some((it) => theirs.has(it) && !Object.values(ids).includes(it))]).toEqual([...told.slice(0, 2), true, false]);
    }
    await platform.settled(keys.zulu);
    expect(await image()).toBe(before);
    expect(stripped).toBeGreaterThan(operations.length / 2);
  }, 60_000);

  it('it is row-level security that holds: where it is off, the same is shown', async () => {
    await platform.sql('ALTER TABLE issues.issue DISABLE ROW LEVEL SECURITY');
    try {
      const { status, text } = await ask('zulu', { method: 'GET', path: `/v1/issues/${ids.issue}` });
      expect([status, text.includes(ids.issue)]).toEqual([200, true]);
    } finally {
      await platform.sql('ALTER TABLE issues.issue ENABLE ROW LEVEL SECURITY');
    }
  });
});

/** Takes the tenant out of every statement that a service runs from now on. */
function strip({ dataSource }: Database): void {
  const make = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (...mode) => {
    const runner = make(...mode);
    const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<unknown>;
    runner.query = async (sql: string, ...rest: unknown[]) => {
      const bare = withoutTenant(sql);
      if (bare !== sql) stripped++;
      return query(bare, ...rest) as Promise<never>;
    };
    return runner;
  };
}

interface Ids { readonly issue: string; readonly feedback: string }
/** What a stranger would send to what is another's: right in itself, so that nothing but the tenant decides. */
const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /v1/issues/{id}/actions': () => ({ action: 'acknowledge', by: 'zulu' }),
  'POST /v1/issues/{id}/merge': ({ issue }) => ({ into: issue, by: 'zulu', reason: 'mine' }),
  'POST /v1/issues/{id}/split': ({ feedback }) => ({ feedbackIds: [feedback], by: 'zulu', reason: 'mine' }),
  'POST /v1/assignments/{issueId}': () => ({ pod: 'till', reason: 'mine', by: 'zulu' }),
  'PUT /v1/issue-policy': () => ({}),
  'PUT /v1/rules': () => ({ yaml: rules }),
  'PUT /v1/sources/{name}': () => ({ answerWebhook: null }),
  'POST /v1/keys': () => ({ name: 'mine', scopes: ['feedback:write'] }),
  'POST /v1/feedback': () => complaint('zulu', 0),
  'POST /v1/feedback/batch': () => [complaint('zulu', 1)],
  'POST /v1/facts': () => ({ kind: 'deliveries', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 'till' }),
  'POST /v1/score': () => ({ text: 'hello' }),
  'PUT /v1/feedback/{id}/correction': () => ({ label: 'negative', by: 'zulu' }),
  'PUT /v1/score/layers/in-force': () => ({ version: 0 }),
  'PUT /v1/taxonomy': () => ({ themes: [{ id: 'delivery' }] }),
  'POST /v1/taxonomy/trial': () => ({ taxonomy: { themes: [{ id: 'delivery' }] } }),
  'POST /dead-letters/{id}/replay': () => ({}),
  'POST /dead-letters/replay': () => ({}),
  'POST /dead-letters/{id}/discard': () => ({ reason: 'mine' }),
};

describe('scopes', () => {
  const named = /needs a key with the scope (.*); yours has/;
  const bodyOf = ({ method, path }: Operation) => bodies[`${method} ${path.replace(/^\/v1\/services\/\w+/, '')}`]?.({ issue: '0198c5a0-0000-7000-8000-000000000000', feedback: '0198c5a0-0000-7000-8000-000000000000' });
  const tried = async (operation: Operation, key: string) => {
    const body = bodyOf(operation);
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
