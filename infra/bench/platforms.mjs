// The platform as rows ask it: one process, as `npm start` runs it, or a process for each service.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, dataSourceOf } from '@vocloop/database';
import { ApiKeys, scopes } from '@vocloop/service';
import { PlatformTrial } from '../../libs/testing/dist/platform.js';
import { owners, serviceNames } from '../../services/platform/dist/gateway.js';
import { freePort } from '../../services/platform/dist/postgres.js';
import { root } from '../install.mjs';
import { query } from './database.mjs';
import { startProcess } from './process.mjs';

/** What keys are hashed with. */
export const pepper = 'a pepper for the bench, of more than thirty-two characters';
/** Which service answers a path. */
const ownerOf = (path) => owners.filter(([prefix]) => path.startsWith(prefix)).sort(([a], [b]) => b.length - a.length)[0][1];

/** Where nothing moves for so long, nothing will. */
const stuckMs = 60_000;

/** Asks a platform, however it runs; `urlOf` says where a service answers. */
class Asking {
  /** Asks whichever service owns the path. */
  async ask(method, path, body) {
    const answer = await fetch(`${this.urlOf(ownerOf(path))}${path}`, { method, headers: { authorization: `Bearer ${this.key}`, ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text && JSON.parse(text);
  }

  /** Why it ended, where it did; nothing that is asked of it would come to an end. */
  get ended() {
    return undefined;
  }

  /** Waits until nothing is in flight between the services that run, twice in a row; answers when it was first seen. Throws, with the reason, where what is left does not move. */
  async settled() {
    for (let before = '', since = 0; ; await sleep(100)) {
      if (this.ended) throw new Error(this.ended);
      // A service that has no time to answer is not at rest.
      const accounts = await Promise.all(this.services.map((name) => this.ask('GET', `/v1/services/${name}/reconciliation`))).catch(() => undefined);
      const now = JSON.stringify(accounts?.map(({ inFlight, outbox, consumers }) => [inFlight, outbox.rows, consumers.map(({ next }) => next)]));
      if (now !== before) since = performance.now();
      else if (accounts?.every(({ inFlight }) => inFlight === 0)) return since;
      else if (performance.now() - since > stuckMs) throw new Error(`nothing moves any more, and this is left: ${accounts?.flatMap(({ consumers }) => consumers.flatMap(({ topic, stalledBecause }) => (stalledBecause ? [`${topic}: ${stalledBecause}`] : []))).join('; ') || now}`);
      before = now;
    }
  }

  /** The sample's pods and rules, without webhooks. */
  async putRules() {
    await this.ask('PUT', '/v1/rules', { yaml: readFileSync(join(root, 'infra/sample/rules.yaml'), 'utf8') });
  }
}

/** The platform as `npm start` runs it: one process and its own Postgres, on a data folder of its own. */
export class OneProcess extends Asking {
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

  get ended() {
    return this.#run.ending && `the platform ended (${this.#run.ending.status}): ${this.#run.ending.said}`;
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
export class Platform extends Asking {
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

  async stop() {
    await Promise.all([...this.#running].map(async ([name, process]) => {
      await process.stop();
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

async function answers(url) {
  while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(50);
}

/** An API key of a tenant, made by ingestion's role. */
export async function aKey(url, tenant = 'default') {
  const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [], poolSize: 1 }).initialize());
  try {
    return (await new ApiKeys(() => database, pepper).create(tenant, 'bench', scopes)).token;
  } finally {
    await database.dataSource.destroy();
  }
}
