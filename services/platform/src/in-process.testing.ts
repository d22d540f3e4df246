import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, dataSourceOf, roleUrl } from '@vocloop/database';
import { type CommonSettings, type Scope, type Service, type ServiceModuleOf, createService, issueKey, loadSettings, scopes, startTelemetry } from '@vocloop/service';
import { freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { ownerOf } from './gateway.js';
import { migrateAll, services } from './services.js';

const pepper = 'a pepper of at least thirty-two characters';

/** What is asked of a route. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/** What was answered, and how much of the processor's time it took, in milliseconds: the clock's would tell of the machine's other work. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly ms: number;
}

/** The five services in the test's own process, on a database of their own: thousands of requests without a socket. */
export class InProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'voc-in-process-'));

  private constructor(private readonly fresh: FreshDatabase, private readonly owner: Database, readonly services: readonly Service[]) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<InProcess> {
    await startTelemetry('test', {});
    const fresh = await freshDatabase();
    await migrateAll(fresh.url, () => 'test');
    const owner = new Database(await dataSourceOf({ service: 'log', url: fresh.url, entities: [], poolSize: 2 }).initialize());
    const started: Service[] = [];
    for (const { name, module, settings, strategy } of services) {
      const given = { DATABASE_URL: roleUrl(fresh.url, name, 'test'), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', VOC_RATE_LIMIT: '0', ...env };
      started.push(await createService(module as ServiceModuleOf<CommonSettings>, { name, settings: loadSettings(settings, given) as CommonSettings, ...(strategy && { strategy }) }));
    }
    await Promise.all(started.map(async (it) => it.consume()));
    return new InProcess(fresh, owner, started);
  }

  /** The database, as a superuser. */
  get url(): string {
    return this.fresh.url;
  }

  /** A key of a tenant's, as the header that it is sent in. */
  async keyOf(tenant: string, allowed: readonly Scope[] = scopes): Promise<string> {
    const { token, id, hash } = issueKey(pepper);
    await this.sql(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, allowed]);
    return `Bearer ${token}`;
  }

  async ask({ method, path, headers, payload }: Asked): Promise<Told> {
    const before = process.cpuUsage();
    const { statusCode, body, headers: given } = await this.service(ownerOf(path.split('?')[0] ?? '/')).app.inject({ method: method as 'GET', url: path, headers: { ...headers }, ...(payload !== undefined && { payload }) });
    const { user, system } = process.cpuUsage(before);
    return { status: statusCode, headers: given, text: body, ms: (user + system) / 1000 };
  }

  service(name: string): Service {
    const found = this.services.find((it) => it.name === name);
    if (!found) throw new Error(`there is no service ${name}`);
    return found;
  }

  /** The database as a superuser sees it: every tenant's. */
  async sql<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.owner.transaction([], async () => this.owner.query<Row>(text, values));
  }

  /** Waits until nothing moves any more; answers each service's account. */
  async settled(key: string): Promise<{ balanced: boolean; inFlight: number; deadLettered: number; consumers: { stalledBecause?: string; next: number }[] }[]> {
    for (let quiet = 0, before = ''; ; ) {
      const accounts = await Promise.all(this.services.map(async ({ name }) => JSON.parse((await this.ask({ method: 'GET', path: `/v1/services/${name}/reconciliation`, headers: { authorization: key } })).text) as { balanced: boolean; inFlight: number; deadLettered: number; consumers: { stalledBecause?: string; next: number }[] }));
      const now = JSON.stringify(accounts.map(({ consumers }) => consumers.map(({ next }) => next)));
      quiet = accounts.every(({ inFlight }) => inFlight === 0) && now === before ? quiet + 1 : 0;
      if (quiet === 3) return accounts;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    for (const service of this.services.toReversed()) await service.close();
    await this.owner.dataSource.destroy();
    await this.fresh.drop();
    rmSync(this.folder, { recursive: true });
  }
}
