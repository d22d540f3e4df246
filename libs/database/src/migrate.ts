import { DataSource, type MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

/** Which schema to bring to the present, and by which migrations. */
export interface MigrateOptions {
  /** Connection of the owner role, which may make schemas and roles. */
  readonly url: string;
  /** The service, whose schema has its name and whose role is `voc_<service>`. A shared schema (`log`, `access`) has no role. */
  readonly schema: string;
  readonly migrations: readonly Migration[];
  /** The password of the service's role; without one, no role is made. */
  readonly password?: string | undefined;
}

/** The role that a service's processes connect as: neither owner, superuser nor able to pass by row-level security. */
export const roleOf = (service: string): string => `voc_${service}`;

/** The group that every service's role belongs to; what is shared (the log, the API keys) is granted to it. */
export const servicesRole = 'voc_services';

/** A connection string for a service's role, from the owner's. */
export function roleUrl(ownerUrl: string, service: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = roleOf(service);
  url.password = password;
  return url.toString();
}

/** Makes the schema and the service's role where they are missing, and runs the migrations that have not run; safe to call from several processes at once. */
export async function migrate({ url, schema, migrations, password }: MigrateOptions): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    poolSize: 2,
    extra: { options: `-c search_path=${schema} -c client_min_messages=warning` },
    migrations: [...migrations],
    migrationsTableName: 'migration',
    synchronize: false,
  });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('vocloop migrate'))`);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await amongOthers(() => makeGroup(lock));
    if (password) await amongOthers(() => makeRole(lock, schema, password));
    await dataSource.runMigrations({ transaction: 'each' });
    if (password) await grant(lock, schema);
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(hashtext('vocloop migrate'))`).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

type Runner = ReturnType<DataSource['createQueryRunner']>;

/** Roles belong to the whole server, our lock to one database: where another database's migration changes the same role at the same moment, it is tried again. */
async function amongOthers(work: () => Promise<void>, tries = 20): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (tries === 0 || !/tuple concurrently|already exists|duplicate key/.test((error as Error).message)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await amongOthers(work, tries - 1);
  }
}

async function makeGroup(runner: Runner): Promise<void> {
  await runner.query(`DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${servicesRole}') THEN CREATE ROLE ${servicesRole} NOLOGIN; END IF; END $$`);
}

async function makeRole(runner: Runner, schema: string, password: string): Promise<void> {
  const role = roleOf(schema);
  const [{ sql }] = (await runner.query(
    `SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD %L', CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1) THEN 'ALTER' ELSE 'CREATE' END, $1::text, $2::text) AS sql`,
    [role, password],
  )) as [{ sql: string }];
  await runner.query(sql);
  await runner.query(`GRANT ${servicesRole} TO "${role}"`);
  await runner.query(`ALTER ROLE "${role}" SET search_path = "${schema}"`);
}

async function grant(runner: Runner, schema: string): Promise<void> {
  const role = roleOf(schema);
  await runner.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
  await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`);
  await runner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "${schema}" TO "${role}"`);
  await runner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${role}"`);
  await runner.query(`REVOKE ALL ON "${schema}".migration FROM "${role}"`);
}
