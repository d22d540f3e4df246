import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The Postgres of this test run: `url` is a superuser's. It is shared by all test files and stopped by the run's end. */
export function testPostgres(): Promise<{ url: string }> {
  const url = process.env['VOC_TEST_POSTGRES_URL'];
  return url ? Promise.resolve({ url }) : Promise.reject(new Error('No Postgres for tests: the file must be named *.int.spec.ts or *.e2e.spec.ts, so that libs/testing/global-setup.mjs runs.'));
}

/** A database that nobody else uses; `url` is a superuser's, who owns it. Roles belong to the whole server: make them so that two may try at once. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes an empty database with a name of its own. `drop` it in afterAll; it throws out whoever is still connected. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url } = await testPostgres();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
