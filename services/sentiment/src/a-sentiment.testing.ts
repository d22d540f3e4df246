import { Database, dataSourceOf, migrate, roleUrl } from '@vocloop/database';
import { logMigrations } from '@vocloop/messaging';
import { accessMigrations, createService, issueKey, loadSettings, type Scope, type Service } from '@vocloop/service';
import { freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { sentimentSettings } from './config.js';
import { entities, migrations } from './datasource.js';
import { SentimentModule } from './sentiment.module.js';

export const pepper = 'a pepper of at least thirty-two characters';
const password = 'test';

interface Asked { method: 'GET' | 'POST' | 'PUT'; url: string; body?: object; scopes?: readonly Scope[]; headers?: Record<string, string> }
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at answers as they come
interface Answered { status: number; body: any; headers: Record<string, unknown> }

/** The service on a database of its own, for a test; it neither listens nor consumes. */
export class ASentiment {
  private constructor(
    private readonly fresh: FreshDatabase,
    readonly owner: Database,
    readonly service: Service,
  ) {}

  static async start(): Promise<ASentiment> {
    const fresh = await freshDatabase();
    await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
    await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
    await migrate({ url: fresh.url, schema: 'sentiment', migrations, password });
    const owner = new Database(await dataSourceOf({ service: 'sentiment', url: fresh.url, entities }).initialize());
    return new ASentiment(fresh, owner, await serviceAt(fresh.url));
  }

  /** Another process of it, with other settings. */
  serviceWith(more: Record<string, string>): Promise<Service> {
    return serviceAt(this.fresh.url, more);
  }

  /** Where the service's own role connects. */
  get url(): string {
    return roleUrl(this.fresh.url, 'sentiment', password);
  }

  /** Asks by a key of the tenant with these scopes. */
  async ask(tenant: string, { method, url, body, scopes = ['feedback:write'], headers = {} }: Asked, service = this.service): Promise<Answered> {
    const { token, id, hash } = issueKey(pepper);
    await this.owner.transaction([tenant], () => this.owner.query(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, scopes]));
    const answer = await service.app.inject({ method, url, headers: { authorization: `Bearer ${token}`, ...headers }, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.owner.dataSource.destroy();
    await this.fresh.drop();
  }
}

function serviceAt(url: string, more: Record<string, string> = {}): Promise<Service> {
  const settings = loadSettings(sentimentSettings, { DATABASE_URL: roleUrl(url, 'sentiment', password), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', VOC_RATE_LIMIT: '0', ...more });
  return createService(SentimentModule, { name: 'sentiment', settings });
}
