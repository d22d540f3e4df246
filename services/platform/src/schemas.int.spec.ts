import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceOf, drift, roleOf } from '@vocloop/database';
import { freshDatabase, type FreshDatabase } from '@vocloop/testing';
import pg from 'pg';
import { migrateAll, services } from './services.js';

let fresh: FreshDatabase;
let client: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateAll(fresh.url, () => 'test');
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fresh.drop();
});

const names = services.map(({ name }) => name);

describe.each(services.map((service) => [service.name, service] as const))('the schema of %s', (name, { entities }) => {
  it('is what its entities say', async () => {
    const dataSource = await dataSourceOf({ service: name, url: fresh.url, entities, poolSize: 1 }).initialize();
    try {
      expect(await drift(dataSource)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('belongs to a role without privileges', async () => {
    const { rows } = await client.query<object>('SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = $1', [roleOf(name)]);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false }]);
  });
});

/** What is not guarded as tables of tenants must be, each with what is missing. */
const unguarded = async (): Promise<string[]> => {
  const { rows } = await client.query<{ it: string }>(`
    SELECT format('%s.%s: %s', n.nspname, c.relname, concat_ws(', ',
      CASE WHEN NOT c.relrowsecurity THEN 'row-level security is off' END,
      CASE WHEN NOT c.relforcerowsecurity THEN 'it is not forced on the owner' END,
      CASE WHEN NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polwithcheck IS NOT NULL AND p.polqual IS NOT NULL) THEN 'no policy with USING and CHECK' END)) AS it
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polwithcheck IS NOT NULL AND p.polqual IS NOT NULL))
    ORDER BY 1`);
  return rows.map(({ it }) => it);
};

describe('tables of tenants', () => {
  it('are many, and every one is guarded by row-level security, for its owner too, in reading and writing', async () => {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = ANY($1)`, [names]);
    expect(Number(rows[0]?.count)).toBeGreaterThan(20);
    expect(await unguarded()).toEqual([]);
  });

  it.each([
    ['was never guarded', 'CREATE TABLE sentiment.planted (tenant_id text NOT NULL)', ['row-level security is off, it is not forced on the owner, no policy with USING and CHECK']],
    ['is not forced', `CREATE TABLE sentiment.planted (tenant_id text NOT NULL); ALTER TABLE sentiment.planted ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON sentiment.planted USING (true) WITH CHECK (true)`, ['it is not forced on the owner']],
    ['has no check on writing', `CREATE TABLE sentiment.planted (tenant_id text NOT NULL); ALTER TABLE sentiment.planted ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY p ON sentiment.planted USING (true)`, ['no policy with USING and CHECK']],
  ])('a planted one that %s is found', async (_, sql, missing) => {
    await client.query('BEGIN');
    try {
      await client.query(sql);
      expect(await unguarded()).toEqual(missing.map((it) => `sentiment.planted: ${it}`));
    } finally {
      await client.query('ROLLBACK');
    }
  });

  it('and all others belong to the owner, whom no service connects as', async () => {
    const { rows } = await client.query(`SELECT schemaname, tablename, tableowner FROM pg_tables WHERE tableowner LIKE 'voc\\_%'`);
    expect(rows).toEqual([]);
    const { rows: schemas } = await client.query(`SELECT nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE r.rolname LIKE 'voc\\_%'`);
    expect(schemas).toEqual([]);
  });

  it('no service may touch the schema of another', async () => {
    const { rows } = await client.query<{ service: string; schema: string }>(
      `SELECT r.service, s.service AS schema FROM unnest($1::text[]) AS r (service), unnest($1::text[]) AS s (service) WHERE r.service <> s.service AND has_schema_privilege('voc_' || r.service, s.service, 'USAGE')`,
      [names],
    );
    expect(rows).toEqual([]);
  });
});
