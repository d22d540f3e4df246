import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { environmentOn } from './data-dir.js';
import { freePort } from './postgres.js';

const root = join(import.meta.dirname, '../../..');
const main = join(root, 'services/platform/dist/main.js');

/** What was answered: `body` is parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of every route
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown;
  /** null asks without a key. */
  readonly key?: string | null;
}

/** A platform as `npm start` runs it, for a test: a process with data of its own, settled after one feedback. */
export class APlatform {
  // eslint-disable-next-line max-params -- start() is the one way in
  private constructor(
    readonly url: string,
    readonly key: string,
    readonly dataDir: string,
    readonly child: ChildProcess,
    private readonly wrote: { readonly said: readonly string[]; readonly logged: readonly string[] },
    private readonly givenBrokers: string | undefined,
  ) {}

  /** The Kafka that it works on. */
  get brokers(): string {
    return this.givenBrokers ?? `127.0.0.1:${/PLAINTEXT:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(join(this.dataDir, 'kafka/server.properties'), 'utf8'))?.[1]}`;
  }

  /** Everything that it told people; where its services are processes of their own, their log lines too. */
  get log(): string {
    return this.wrote.said.join('');
  }

  /** The log lines of the services in its own process. */
  get logged(): string {
    return this.wrote.logged.join('');
  }

  static async start({ env = {}, args = [] }: { env?: Readonly<Record<string, string>>; args?: readonly string[] } = {}): Promise<APlatform> {
    const built = spawnSync(process.execPath, [join(root, 'infra/build.mjs')], { cwd: root, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`the build failed: ${built.stderr}`);
    const dataDir = mkdtempSync(join(tmpdir(), 'voc-e2e-'));
    // The embedded Postgres of root runs as a user of its own, who must be able to enter.
    chmodSync(dataDir, 0o711);
    const file = join(dataDir, 'first.jsonl');
    writeFileSync(file, `${JSON.stringify({ source: 'first', externalId: 'first', channel: 'survey', text: 'The garden chair is comfortable.' })}\n`);
    const said: string[] = [];
    const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, ...clean } = process.env;
    const child = spawn(process.execPath, [main, '--import', file, '--port', String(await freePort()), ...args], { env: { ...clean, VOC_DATA_DIR: dataDir, HOST: '127.0.0.1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const logged: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => logged.push(text));
    const log = () => said.join('');
    const ready = new Promise<string>((resolve, reject) => {
      child.stderr.on('data', () => { if (/Ctrl-C stops everything/.test(log())) resolve(/the page\s+(http:\/\/\S+?)\//.exec(log())?.[1] ?? ''); });
      child.once('exit', (code) => reject(new Error(`the platform ended (${code}):\n${log()}`)));
    });
    const url = (await ready).replace('localhost', '127.0.0.1');
    const { apiKey } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { apiKey: string };
    return new APlatform(url, apiKey, dataDir, child, { said, logged }, env['KAFKA_BROKERS']);
  }

  async ask(method: string, path: string, { headers = {}, body, key = this.key }: Asked = {}): Promise<Answer> {
    const raw = typeof body === 'string' || ArrayBuffer.isView(body); // not instanceof: Jest's realm has a Uint8Array of its own
    const answer = await fetch(`${this.url}${path}`, {
      method,
      signal: AbortSignal.timeout(20_000),
      headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }

  async get(path: string): Promise<Answer['body']> {
    const { status, text, body } = await this.ask('GET', path);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
    return body;
  }

  /** `npx voc …` as a user calls it. */
  voc(args: readonly string[], env: Readonly<Record<string, string>> = {}): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [join(root, 'infra/voc.mjs'), ...args], { encoding: 'utf8', env: { ...process.env, VOC_URL: this.url, VOC_API_KEY: this.key, ...env } });
  }

  /** A key of another tenant, or of fewer scopes, made by the command line. */
  makeKey(tenant: string, scopes?: readonly string[]): string {
    const { status, stdout, stderr } = this.voc(['keys', 'create', '--tenant', tenant, ...(scopes ? ['--scopes', scopes.join(',')] : [])], { VOC_DATA_DIR: this.dataDir });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** The database by its owner, who sees every tenant. */
  async sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** Waits until nothing moves any more; a Kafka that is only just there may not say yet how far it is (503). */
  async settled(): Promise<void> {
    for (let quiet = 0, before = ''; quiet < 3; ) {
      const answers = await Promise.all(['ingestion', 'sentiment', 'issues', 'routing', 'reporting'].map((it) => this.ask('GET', `/v1/services/${it}/reconciliation`)));
      const wrong = answers.find(({ status }) => status !== 200 && status !== 503);
      if (wrong) throw new Error(`a reconciliation answered ${wrong.status}: ${wrong.text}`);
      const now = JSON.stringify(answers.map(({ status, body }) => (status === 200 ? body.consumers.map((it: { next: number }) => it.next) : status)));
      quiet = answers.every(({ status, body }) => status === 200 && body.inFlight === 0) && now === before ? quiet + 1 : 0;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Stops it in order; resolves to the exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', (code) => resolve(code)));
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    const code = this.child.exitCode ?? (await ended);
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }

  /** The owner's connection string. */
  get databaseUrl(): string {
    const found = environmentOn(this.dataDir);
    if (!found) throw new Error(`no platform runs on ${this.dataDir}`);
    return found.DATABASE_URL;
  }
}
