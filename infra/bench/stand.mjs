// What rows are measured on: a Postgres as `npm start` runs it (fsync on), Kafka brokers from Maven's jars, the services as processes, the peer's, and the load.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDir } from '../../services/platform/dist/data-dir.js';
import { serviceNames } from '../../services/platform/dist/gateway.js';
import { startPostgres } from '../../services/platform/dist/postgres.js';
import { environmentOf, migrateAll } from '../../services/platform/dist/services.js';
import { root } from '../install.mjs';
import { startBroker } from '../kafka/broker.mjs';
import { query } from './database.mjs';
import { aKey, OneProcess, pepper, Platform } from './platforms.mjs';
import { env, startProcess } from './process.mjs';

export { serviceNames };
const password = 'bench';

/** Starts what rows ask for, when they first ask, and stops all of it. */
export class Stand {
  #stops = [];
  #postgres;
  #load;
  #databases = 0;

  /** `scale` makes every number of events smaller; `options` are the command's. */
  constructor({ scale, say, options }) {
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

  /** The settings of a service that sends its traces to a collector, which throws them away. */
  async traced() {
    const collector = createServer((request, response) => void request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}')));
    await new Promise((resolve) => collector.listen(0, '127.0.0.1', resolve));
    this.#stops.push(() => { collector.closeAllConnections(); collector.close(); });
    return { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.address().port}` };
  }

  /** A module of the bench as a process; resolves once it says that it is ready. */
  async process(module, { env: more = {} } = {}) {
    const started = await startProcess(join(import.meta.dirname, module), { env: { ...env, ...more } });
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
