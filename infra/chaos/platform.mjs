// The platform under test: five service processes of a test build behind one gateway, on engines that may be killed. What dies is started again at once.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../kafka/broker.mjs';
import { Broker, Disk, Postgres } from './engines.mjs';
import { nodeFlags } from '../install.mjs';
import { patienceMs, reasonOf } from './deaths.mjs';
import { root } from './test-build.mjs';

const dist = (path) => import(join(root, 'services/platform/dist', path));
export const serviceNames = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
/** Two tenants, who use the same sources, customers and texts. */
export const tenants = ['default', 'other'];

class ServiceProcess {
  url;
  crashes = [];
  /** Each time it ended: when, how, at which point, and when it was ready again. */
  deaths = [];
  stopping = false;

  constructor(name, platform) {
    this.name = name;
    this.platform = platform;
    this.hits = join(platform.folder, `${name}.hits`);
  }

  get alive() {
    return this.child && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it is ready; `beside` is a second process of the same service, which nobody sends requests to. */
  async start({ beside = false } = {}) {
    const port = await freePort();
    const log = openSync(join(this.platform.folder, `${this.name}${beside ? '-beside' : ''}.log`), 'a');
    const child = spawn(process.execPath, [...nodeFlags(''), '--import', join(import.meta.dirname, 'crash-point.mjs'), join(this.platform.build, `services/${this.name}/dist/main.js`)], {
      env: { ...this.platform.environmentOf(this.name), PORT: String(port), VOC_CHAOS_CRASH_AT: beside || this.platform.peace ? '' : this.crashes.join(','), VOC_CHAOS_HITS: this.hits },
      stdio: ['ignore', log, log, 'ipc'], detached: true,
    });
    const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
    const url = `http://127.0.0.1:${port}`;
    if (beside) return Promise.race([ready(url).then(() => ({ child, ended })), ended]);
    this.child = child;
    this.ended = ended;
    void ended.then(async (how) => this.died(child, how));
    if ((await Promise.race([ready(url), ended])) === 'ready') this.url = url;
    return undefined;
  }

  /** Names the points that it is to die at from now on; one that has just died hears nothing, and that is no error. */
  tell(crashes) {
    if (this.alive) this.child.send({ crashAt: crashes.join(',') }, () => undefined);
  }

  /** What was hit so far. */
  hitsSoFar() {
    return existsSync(this.hits) ? readFileSync(this.hits, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
  }

  /** The end of what it logged, to say why it fell. */
  lastWords() {
    const file = join(this.platform.folder, `${this.name}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().slice(-600) : '';
  }

  async died(child, { code, signal }) {
    if (this.child !== child) return;
    this.url = undefined;
    if (this.stopping) return;
    const said = this.lastWords();
    // A port that was free a moment ago may be somebody's by now: that is nobody's death.
    const reason = reasonOf(child, this.hitsSoFar()) ?? (said.includes('EADDRINUSE') ? 'port taken' : undefined);
    this.crashes = this.crashes.filter((it) => !it.startsWith(`${reason}:`));
    const death = { service: this.name, at: Date.now(), how: reason ?? `${signal ?? `exit ${code}`}: ${said}`, byItself: reason === undefined };
    this.deaths.push(death);
    death.effect = this.firstEffect(death);
    while (!this.stopping) {
      await this.start();
      if (this.url) break;
      // It died again before it was ready; that death has its own way back.
      if (!this.alive) return;
    }
    death.readyAt = Date.now();
  }

  /** Notes when it first had an effect again, in whichever life: as its own tables say, while events come; routing has nothing to do for seconds. */
  async firstEffect(death) {
    if (this.name === 'routing') return;
    for (; Date.now() < death.at + patienceMs; await sleep(100)) {
      if (this.stopping) return;
      const rows = await this.platform.postgres.ask(`SELECT max(moved_at) AS at FROM ${this.name}.consumer_offset`).catch(() => []);
      const at = Date.parse(rows[0]?.at ?? 0);
      if (at > death.at) {
        death.effectAt = at;
        return;
      }
    }
    death.effectAt = death.at + patienceMs;
  }

  /** Ends it, as the trial wants it. */
  kill() {
    this.child.sent = 'SIGKILL';
    this.child.kill('SIGKILL');
  }

  /** Another process takes its place, and it is asked to go; answers how it went. */
  async replace() {
    const [old, ended] = [this.child, this.ended];
    await this.start();
    old.kill('SIGTERM');
    const { code, signal } = await ended;
    return signal ?? code;
  }

  async stop() {
    this.stopping = true;
    if (!this.alive) return 'was gone';
    this.child.kill('SIGCONT');
    this.child.kill('SIGTERM');
    const { code, signal } = await this.ended;
    return signal ?? code;
  }
}

async function ready(url) {
  for (;;) {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok) return 'ready';
    await sleep(30);
  }
}

export class Platform {
  folder = mkdtempSync(join(tmpdir(), 'vocloop-chaos-'));
  secret = randomBytes(24).toString('base64url');
  pepper = randomBytes(48).toString('base64url');
  keys = {};
  /** While it is, nobody dies at a point. */
  peace = false;

  constructor({ log, client, build, sql = [], partitions = 4, faults = [] }) {
    chmodSync(this.folder, 0o711);
    Object.assign(this, { log, kafkaClient: client, build, sql, partitions });
    this.disk = faults.includes('disk-full') ? new Disk(this.folder) : undefined;
    this.postgres = new Postgres(this.disk?.folder ?? this.folder, this.folder);
    this.kafka = log === 'kafka' ? new Broker(this.folder) : undefined;
    this.services = new Map(serviceNames.map((name) => [name, new ServiceProcess(name, this)]));
  }

  async start() {
    const [{ environmentOf, migrateAll }, { openGateway, proxyTo }] = await Promise.all([dist('services.js'), dist('gateway.js')]);
    this.disk?.mount();
    await Promise.all([this.postgres.make(), this.kafka?.start()]);
    await migrateAll(this.postgres.url, () => this.secret);
    const shared = { ownerUrl: this.postgres.url, password: this.secret, pepper: this.pepper, ...(this.kafka && { brokers: this.kafka.brokers }) };
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_URL|KAFKA_BROKERS|PORT|HOST|VOC_.*|JEST_.*|NODE_OPTIONS)$/.test(name)));
    this.environmentOf = (service) => environmentOf(service, shared, {
      ...clean, HOST: '127.0.0.1', VOC_WITH_PARENT: '1', VOC_EGRESS_ALLOW: '127.0.0.1', VOC_KAFKA_CLIENT: this.kafkaClient, VOC_PARTITIONS: String(this.partitions),
      VOC_DELIVERY_DELAYS: '1,1,2,2,3,5,5,10', VOC_DELIVERY_TIMEOUT_SECONDS: '2', VOC_RATE_LIMIT: '0',
      // They start often: what was compiled once is not compiled again.
      NODE_COMPILE_CACHE: join(tmpdir(), 'vocloop-compiled'),
    });
    await this.makeKeys();
    for (const statement of this.sql) await this.postgres.ask(statement);
    await Promise.all([...this.services.values()].map(async (it) => it.start()));
    this.gateway = openGateway(new Map([...this.services].map(([name, it]) => [name, proxyTo(() => it.url)])));
    await new Promise((done) => this.gateway.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.gateway.address().port}`;
  }

  async makeKeys() {
    const [{ ApiKeys, scopes }, { Database, dataSourceOf }] = await Promise.all([import('@vocloop/service'), import('@vocloop/database')]);
    const { DATABASE_URL: url } = this.environmentOf('ingestion');
    const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [], poolSize: 1 }).initialize());
    for (const tenant of tenants) this.keys[tenant] = (await new ApiKeys(() => database, this.pepper).create(tenant, 'chaos', scopes)).token;
    await database.dataSource.destroy();
  }

  /** Asks until it is answered: for what the trial itself needs, not for what is tried. */
  async api(method, path, body, tenant = 'default') {
    for (const began = Date.now(); ;) {
      const answer = await fetch(`${this.url}${path}`, {
        method, signal: AbortSignal.timeout(10_000),
        headers: { authorization: `Bearer ${this.keys[tenant]}`, ...(body !== undefined && { 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }).catch((error) => ({ status: 0, text: async () => String(error) }));
      if (answer.status >= 200 && answer.status < 300) return answer.status === 204 ? undefined : answer.json();
      if (Date.now() - began > 90_000 || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      await sleep(200);
    }
  }

  /** Which log, as libs/messaging opens it. */
  get logSettings() {
    return this.kafka ? { kind: 'kafka', brokers: [this.kafka.brokers], client: 'kafkajs', clientId: 'chaos' } : { kind: 'postgres', url: this.postgres.url };
  }

  /** For each service the points that it is to die at, as name:nth: from now on and over its lives. */
  arm(crashes) {
    for (const [name, service] of this.services) {
      service.crashes = [...(crashes[name] ?? [])];
      service.tell(service.crashes);
    }
  }

  /** Does something while nobody dies by himself. */
  async unarmed(work) {
    const services = [...this.services.values()];
    this.peace = true;
    for (const it of services) it.tell([]);
    try {
      return await work();
    } finally {
      this.peace = false;
      for (const it of services) it.tell(it.crashes);
    }
  }

  /** A client of our own, to look at the log as it lies there. */
  client() {
    return new Kafka({ brokers: [this.kafka.brokers], logLevel: logLevel.NOTHING });
  }

  get deaths() {
    return [...this.services.values()].flatMap(({ deaths }) => deaths).toSorted((a, b) => a.at - b.at);
  }

  /** Whatever was stopped or paused goes on, and every service is there. */
  async whole() {
    for (const it of this.services.values()) if (it.alive) it.child.kill('SIGCONT');
    for (const it of this.services.values()) while (!it.url) await sleep(50);
  }

  /** The services, in order; answers how each ended. */
  async stopServices() {
    for (const it of this.services.values()) it.stopping = true;
    return Promise.all([...this.services.values()].map(async (it) => `${it.name} ${await it.stop()}`));
  }

  async stop() {
    this.gateway?.closeAllConnections();
    this.gateway?.close();
    await this.stopServices();
    await Promise.all([this.postgres.child && this.postgres.stop(), this.kafka?.child && this.kafka.stop()]);
    this.disk?.unmount();
    if (!process.env.VOC_CHAOS_KEEP) rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
