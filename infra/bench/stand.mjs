// What rows are measured on: a Postgres as `npm start` runs it (fsync on), Kafka brokers from Maven's jars, the services as processes, the peer's, and the load.
import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, dataSourceOf } from '@vocloop/database';
import { ApiKeys, scopes } from '@vocloop/service';
import pg from 'pg';
import { PlatformTrial } from '../../libs/testing/dist/platform.js';
import { DataDir } from '../../services/platform/dist/data-dir.js';
import { owners, serviceNames } from '../../services/platform/dist/gateway.js';
import { freePort, startPostgres } from '../../services/platform/dist/postgres.js';
import { environmentOf, migrateAll } from '../../services/platform/dist/services.js';
import { startBroker } from '../kafka/broker.mjs';

export const root = join(import.meta.dirname, '../..');
export { serviceNames };
/** Which service answers a path. */
const ownerOf = (path) => owners.filter(([prefix]) => path.startsWith(prefix)).sort(([a], [b]) => b.length - a.length)[0][1];
const pepper = 'a pepper for the bench, of more than thirty-two characters';
const password = 'bench';
const notOurs = /^(DATABASE_URL|KAFKA_BROKERS|PORT|HOST|VOC_.*|OTEL_.*|JEST_.*|NODE_OPTIONS)$/;
// `--profile FOLDER` leaves a CPU profile of every process that is started here.
const profiling = process.env.VOC_BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.VOC_BENCH_PROFILE}`] : [];
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !notOurs.test(name)));

/** Starts what rows ask for, when they first ask, and stops all of it. */
export class Stand {
  #stops = [];
  #postgres;
  #load;
  #databases = 0;

  /** `scale` makes every number of events smaller; `options` are the command's. */
  constructor({ scale = 1, say = () => {}, options = {} } = {}) {
    this.scale = scale;
    this.say = say;
    this.options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'vocloop-bench-'));
    // Root runs Postgres as another user, who must be able to pass.
    chmodSync(this.folder, 0o711);
  }

  /** So many events, by the scale of this run. */
  events(count) {
    return Math.max(100, Math.round((count * this.scale) / 100) * 100);
  }

  postgres() {
    const dataDir = new DataDir(join(this.folder, 'data'));
    return (this.#postgres ??= this.#keep(startPostgres(dataDir, password).then((it) => ({ ...it, folder: join(dataDir.path, 'postgres') }))));
  }

  /** A Kafka of the caller's own: topics' names are the platform's, so two platforms need two. */
  async broker() {
    return (await this.#keep(startBroker({ dataDir: mkdtempSync(join(this.folder, 'kafka-')), say: this.say }))).brokers;
  }

  /** An empty database; `url` is its owner's, a superuser. */
  async database() {
    const { url } = await this.postgres();
    const name = `bench_${++this.#databases}`;
    await query(url, `CREATE DATABASE ${name}`);
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  }

  /** The platform's services, each in a process of its own, on a database of their own, and on Kafka where a broker is given; `build` is the folder of another build. */
  async platform({ brokers, build = root, services = serviceNames, env: more = {} } = {}) {
    const ownerUrl = await this.database();
    await migrateAll(ownerUrl, () => password);
    const of = (service) => environmentOf(service, { ownerUrl, password, pepper, ...(brokers && { brokers }) }, { ...env, VOC_RATE_LIMIT: '0', LOG_LEVEL: 'error', ...more });
    const platform = new Platform(ownerUrl, of, await aKey(of('ingestion').DATABASE_URL), build);
    this.#stops.unshift(() => platform.stop());
    await platform.start(services);
    return platform;
  }

  /** The platform as `npm start` runs it. */
  async oneProcess(environment = {}) {
    const platform = new OneProcess(environment);
    this.#stops.unshift(() => platform.stop());
    await platform.start();
    return platform;
  }

  /** A module of the bench as a process; resolves once it says that it is ready. */
  async process(module, { args = [], env: more = {} } = {}) {
    const started = await startProcess(join(import.meta.dirname, module), { args, env: { ...env, ...more } });
    this.#stops.unshift(() => started.stop());
    return started;
  }

  /** Sends feedback from a process of its own; see load.mjs. */
  async send(ask) {
    this.#load ??= await this.process('load.mjs');
    const answer = await this.#load.ask(ask);
    if (answer.refused > 0) throw new Error(`${answer.refused} requests to ${ask.url} were refused`);
    return answer;
  }

  async close() {
    for (const stop of this.#stops) await stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async #keep(starting) {
    const started = await starting;
    this.#stops.push(() => started.stop());
    return started;
  }
}

/** Asks a platform, however it runs; `urlOf` says where a service answers. */
class Asking {
  /** Asks whichever service owns the path. */
  async ask(method, path, body) {
    const answer = await fetch(`${this.urlOf(ownerOf(path))}${path}`, { method, headers: { authorization: `Bearer ${this.key}`, ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text && JSON.parse(text);
  }

  /** Waits until nothing is in flight between the services that run, twice in a row; answers when it was first seen. */
  async settled() {
    for (let before = '', since = 0; ; await sleep(100)) {
      // A service that has no time to answer is not at rest.
      const accounts = await Promise.all(this.services.map((name) => this.ask('GET', `/v1/services/${name}/reconciliation`))).catch(() => undefined);
      const quiet = accounts?.every(({ inFlight }) => inFlight === 0);
      const now = quiet ? JSON.stringify(accounts.map(({ consumers }) => consumers.map(({ next }) => next))) : '';
      if (quiet && now === before) return since;
      since = performance.now();
      before = now;
    }
  }

  /** The sample's pods and rules, without webhooks. */
  async putRules() {
    await this.ask('PUT', '/v1/rules', { yaml: readFileSync(join(root, 'infra/sample/rules.yaml'), 'utf8') });
  }
}

/** The platform as `npm start` runs it: one process and its own Postgres, on a data folder of its own. */
class OneProcess extends Asking {
  services = serviceNames;
  #run;

  constructor(environment) {
    super();
    this.trial = new PlatformTrial({ VOC_RATE_LIMIT: '0', LOG_LEVEL: 'error', ...environment });
    this.file = join(this.trial.folder, 'first.jsonl');
    writeFileSync(this.file, `${JSON.stringify({ source: 'first', externalId: 'first', channel: 'survey', text: 'The garden chair is comfortable.' })}\n`);
  }

  /** Answers how many seconds it took until it was ready. */
  async start() {
    const began = performance.now();
    this.#run = this.trial.start('--import', this.file);
    const { url, key } = await this.#run.address();
    const seconds = (performance.now() - began) / 1000;
    this.key = key;
    this.urlOf = () => url;
    await this.#run.summary();
    return seconds;
  }

  get pid() {
    return this.trial.processes('platform/dist/main.js')[0];
  }

  query(sql, values) {
    return this.trial.query(sql, values);
  }

  roleUrl(service) {
    const { service: password } = JSON.parse(readFileSync(join(this.trial.folder, 'secrets.json'), 'utf8'));
    const port = readFileSync(join(this.trial.folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
    return `postgres://voc_${service}:${password}@127.0.0.1:${port}/vocloop`;
  }

  async halt() {
    await this.#run.interrupt();
  }

  stop() {
    return this.trial.remove();
  }
}

/** The services as processes of a database. */
class Platform extends Asking {
  #running = new Map();

  constructor(ownerUrl, environment, key, build) {
    super();
    this.build = build;
    this.ownerUrl = ownerUrl;
    this.environment = environment;
    this.key = key;
  }

  get services() {
    return [...this.#running.keys()];
  }

  async start(services) {
    await Promise.all(services.map(async (name) => {
      const port = await freePort();
      const process = await startProcess(join(this.build, 'services', name, 'dist/main.js'), { env: { ...this.environment(name), PORT: String(port), HOST: '127.0.0.1', VOC_WITH_PARENT: '1' }, ready: () => answers(`http://127.0.0.1:${port}/health/ready`) });
      this.#running.set(name, Object.assign(process, { url: `http://127.0.0.1:${port}` }));
    }));
  }

  async stop(services = [...this.#running.keys()]) {
    await Promise.all(services.map(async (name) => {
      await this.#running.get(name)?.stop();
      this.#running.delete(name);
    }));
  }

  urlOf(service) {
    return this.#running.get(service).url;
  }

  query(sql, values) {
    return query(this.ownerUrl, sql, values);
  }

  /** A connection string of a service's own role. */
  roleUrl(service) {
    return this.environment(service).DATABASE_URL;
  }

  /** An API key of another tenant. */
  keyOf(tenant) {
    return aKey(this.roleUrl('ingestion'), tenant);
  }
}

async function startProcess(module, { args = [], env: environment, ready }) {
  const child = fork(module, args, { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--enable-source-maps', ...profiling] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const waiting = new Map();
  let last = 0;
  const said = new Promise((resolve) => child.on('message', (message) => {
    if (message === 'ready') resolve();
    const { id, answer, error } = message;
    if (waiting.has(id)) error ? waiting.get(id).reject(new Error(error)) : waiting.get(id).resolve(answer);
  }));
  const died = ended.then((code) => { throw new Error(`${module} ended (${code})`); });
  died.catch(() => {});
  await Promise.race([ready ? ready() : said, died]);
  return {
    pid: child.pid,
    ask: (ask) => Promise.race([died, new Promise((resolve, reject) => { const id = ++last; waiting.set(id, { resolve, reject }); child.send({ id, ask }); })]),
    stop: async () => { child.kill('SIGTERM'); await ended; },
  };
}

async function answers(url) {
  while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(50);
}

async function aKey(url, tenant = 'default') {
  const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [], poolSize: 1 }).initialize());
  try {
    return (await new ApiKeys(() => database, pepper).create(tenant, 'bench', scopes)).token;
  } finally {
    await database.dataSource.destroy();
  }
}

/** One statement on a connection of its own. */
export async function query(url, sql, values = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
