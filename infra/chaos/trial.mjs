// One trial: a platform of a test build, load, faults, quiet, and what the checker finds.
import { fork } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf } from './chance.mjs';
import { orderedKeys } from './check-log.mjs';
import { check, firsts } from './checker.mjs';
import { pointsOf } from './crash-points.mjs';
import { after, gateOfDeaths, gatesOfKills } from './deaths.mjs';
import { faults as allFaults } from './faults.mjs';
import { importing } from './importing.mjs';
import { Platform, serviceNames, tenants } from './platform.mjs';
import { readEnds } from './raw-log.mjs';
import { Receiver } from './receiver.mjs';
import { collect, moving } from './snapshot.mjs';
import { operationsOf, submissionsOf } from './requests.mjs';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const sources = ['app-survey', 'shop', 'call-centre'];
const pods = { logistics: ['delivery', 'returns'], money: ['checkout', 'billing'], care: ['support-phone', 'app', 'store'] };
const rulesFor = (url, tenant) => `pods:\n${Object.keys(pods).map((pod) => `  ${pod}:\n    name: ${pod}\n    webhook: { url: "${url}/${tenant}/pods/${pod}", secret: "${secret}" }\n    members: [{ name: Ann Hale, role: cx_specialist }]`).join('\n')}
triage: care\nownership:\n  touchpoints:\n${Object.entries(pods).flatMap(([pod, points]) => points.map((it) => `    ${it}: ${pod}`)).join('\n')}\n  products: {}\nrules: []\n`;

const longestStill = 300_000;

export class Trial {
  gates = [];
  /** Feedback that the load generator says it has sent. */
  sent = 0;
  /** Records that were appended again on purpose. */
  redelivered = 0;

  /**
   * `build` is the folder of a test build, `sql` what its database is set up with; `kills` come `together` at a time; `crashes` names points of each service that must be passed,
   * one within `patience` ms of the other, `planted` such that may be; `isTimed` where the first effect after a death is judged; `imports` is how many files.
   */
  constructor(options, say) {
    const { build, log, client, seed, events, rate, faults = [], redeliveries = 300, imports = 0, kills = 0, together = 1, crashes, planted = {}, patience, isTimed = false, sql, quietWithin = 120_000, mostInBatch = 20, podEveryMs = 400, resolveEvery = 12 } = options;
    Object.assign(this, { say, log, seed, events, rate, faults, redeliveries, imports, kills, together, crashes, planted, patience, isTimed, quietWithin, mostInBatch, podEveryMs, resolveEvery });
    this.chance = chanceOf(seed);
    this.platform = new Platform({ log, client, build, sql, faults });
    this.ledgers = Object.fromEntries(['load', 'import', 'receiver'].map((name) => [name, join(this.platform.folder, `${name}.jsonl`)]));
    for (const ledger of Object.values(this.ledgers)) writeFileSync(ledger, '');
  }

  /** Resolves to what was found; ends early, with everything stopped and removed, where `interrupted` rejects. */
  async run(interrupted) {
    try {
      return await Promise.race([this.trial(), interrupted]);
    } finally {
      clearInterval(this.watch);
      clearInterval(this.told);
      this.load?.kill('SIGKILL');
      await this.receiver?.close();
      await this.platform.stop();
    }
  }

  async trial() {
    const began = Date.now();
    await this.begin();
    const readyAt = Date.now();
    await this.storm();
    const stoppedAt = Date.now();
    await this.platform.whole();
    this.still = await this.quiet();
    const quietAt = Date.now();
    clearInterval(this.watch);
    // A snapshot of what still moved would be several moments in one.
    const stopped = await this.platform.stopServices();
    this.gates.push({ fault: 'SIGTERM in the end', gate: 'every service stops in order (exit 0)', met: stopped.every((it) => it.endsWith(' 0')), figure: stopped.join(', ') });
    const snapshot = await collect(this.platform, this.ledgers);
    const violations = check(snapshot);
    const figures = this.figures(snapshot);
    this.gates.push(gateOfDeaths(this.platform.deaths));
    this.gates.push(...gatesOfKills(figures, this));
    return { ...figures, violations, gates: this.gates, seconds: { start: s(readyAt - began), load: s(stoppedAt - readyAt), quiet: s(quietAt - stoppedAt), check: s(Date.now() - quietAt) } };
  }

  async begin() {
    this.receiver = new Receiver(this.ledgers.receiver);
    await this.receiver.start();
    await this.platform.start();
    this.watch = setInterval(() => void this.measure(), 1000);
    this.told = setInterval(() => this.say(`${this.sent.toLocaleString('en')} of ${this.events.toLocaleString('en')} sent, ${this.platform.deaths.length} deaths`), 60_000);
    for (const tenant of tenants) {
      await this.platform.api('PUT', '/v1/rules', { yaml: rulesFor(this.receiver.url, tenant) }, tenant);
      for (const source of sources) await this.platform.api('PUT', `/v1/sources/${source}`, { answerWebhook: { url: `${this.receiver.url}/${tenant}/answers`, secret } }, tenant);
    }
    this.platform.arm(this.crashes ?? this.planted);
    this.load = fork(join(import.meta.dirname, 'load.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.loaded = new Promise((done) => this.load.once('exit', done));
    this.load.on('message', ({ sent }) => { this.sent = sent; });
    const { url, keys, logSettings, partitions } = this.platform;
    const { seed, events, rate, mostInBatch, podEveryMs, resolveEvery } = this;
    this.load.send({ url, keys, logSettings, partitions, sources, ledger: this.ledgers.load, seed, rate, customers: Math.max(100, Math.min(20_000, events / 4)), mostInBatch, podEveryMs, resolveEvery });
  }

  /** Load until so many were sent, every kill and every fault was had, and each point that was named was passed: what dies without load proves little. */
  async storm() {
    const failed = this.loaded.then((code) => { if (!this.over) throw new Error(`the load generator ended with ${code}`); });
    await Promise.race([failed, Promise.all([this.until(this.events), this.killAll(), this.faultAll(), this.crashAll(), this.importAll()])]);
    this.over = true;
    this.platform.arm({});
    this.load.send('stop');
    await this.loaded;
  }

  /** Waits for so many to be sent; a load that stands still for long is no load. */
  async until(sent) {
    for (let before = this.sent, at = Date.now(); this.sent < sent; await sleep(50)) {
      if (this.sent > before) [before, at] = [this.sent, Date.now()];
      else if (Date.now() > at + longestStill) throw new Error(`nothing was sent for ${longestStill / 1000} s: see the logs in ${this.platform.folder} (VOC_CHAOS_KEEP=1 keeps them)`);
    }
  }

  /** One fault at a time: two at once would spoil each other's gates. */
  async alone(work) {
    const before = this.turn;
    return (this.turn = Promise.resolve(before).then(work));
  }

  async killAll() {
    const tried = new Map();
    const { together } = this;
    for (let n = 0; n < this.kills; n += together) {
      await this.until(((n + 0.5) / this.kills) * this.events * 0.95);
      await this.alone(async () => {
        await this.platform.whole();
        const dying = new Set();
        await Promise.all(Array.from({ length: together }, async () => this.killOne(tried, dying)));
      });
    }
  }

  /** Kills a service at the crash point that was tried least often; where it is not passed soon, anywhere. */
  async killOne(tried, dying) {
    const had = ([service, point]) => (tried.get(point) ?? 0) * 100 + (tried.get(`${service} ${point}`) ?? 0);
    const choices = serviceNames.filter((it) => !dying.has(it)).flatMap((service) => pointsOf(service, this.log).map((point) => [service, point]));
    const least = Math.min(...choices.map(had));
    const [name, point] = this.chance.one(choices.filter((it) => had(it) === least));
    for (const it of [point, `${name} ${point}`]) tried.set(it, (tried.get(it) ?? 0) + 1);
    dying.add(name);
    const service = this.platform.services.get(name);
    const { ended } = service;
    // It stays armed: a rare one strikes in a later life.
    service.crashes.push(`${point}:${1 + this.chance.below(3)}`);
    service.tell(service.crashes);
    if ((await Promise.race([ended, sleep(4000)])) === undefined) service.kill();
    await ended;
  }

  async faultAll() {
    for (const [index, name] of this.faults.entries()) {
      await this.until(((index + 0.7) / (this.faults.length + 1)) * this.events);
      this.say(`fault: ${name}`);
      const gates = await this.alone(async () => this.platform.unarmed(async () => {
        await this.platform.whole();
        // A death is clocked by itself: nobody has an effect while Postgres sleeps.
        await Promise.all(this.platform.deaths.map(({ effect }) => effect));
        return allFaults[name](this);
      }));
      this.gates.push(...gates.map((it) => ({ fault: name, ...it })));
    }
    this.faulted = true;
  }

  /** Where crash points were named from the beginning: until each was passed, or none was for so long. */
  async crashAll() {
    if (!this.crashes) return;
    const left = () => [...this.platform.services.values()].flatMap(({ name, crashes }) => crashes.map((it) => `${name} ${it}`));
    for (let before = Infinity, at = Date.now(); (left().length > 0 || !this.faulted || !this.imported) && Date.now() < at + this.patience; await sleep(100)) {
      if (left().length < before) [before, at] = [left().length, Date.now()];
    }
    this.missed = [...left(), ...(this.imported?.left ?? [])];
  }

  async importAll() {
    const imported = { hits: [], left: [] };
    for (let turn = 0; turn < this.imports; turn++) {
      const { hits, left } = await importing(this, pointsOf('import', this.log).map((it) => `${it}:1`), turn);
      imported.hits.push(...hits);
      imported.left = left;
    }
    this.imported = imported;
  }

  /** Waits until nothing moves, twice in a row; answers what still does when its patience is over. */
  async quiet() {
    const until = Date.now() + this.quietWithin;
    let before = true;
    for (;;) {
      const found = await moving(this.platform, await readEnds(this.platform));
      if (found.length === 0 && !before) return [];
      before = found.length > 0;
      if (Date.now() > until) return found;
      await sleep(before ? 300 : 700);
    }
  }

  /** Once a second: the most memory, handles and connections so far. */
  async measure() {
    const usage = (this.platform.usage ??= {});
    const note = (what, value, bound) => { usage[what] = { most: Math.max(usage[what]?.most ?? 0, value), bound }; };
    for (const { name, child, alive } of this.platform.services.values()) {
      if (!alive) continue;
      const [, kb] = /VmRSS:\s+(\d+)/.exec(await Promise.resolve().then(() => readFileSync(`/proc/${child.pid}/status`, 'utf8')).catch(() => '')) ?? [];
      if (kb) note(`memory of ${name} in MB`, Math.round(kb / 1024), 700);
      note(`handles of ${name}`, handlesOf(child.pid), 500);
    }
    const rows = await this.platform.postgres.ask(`SELECT count(*)::int AS n FROM pg_stat_activity`).catch(() => []);
    if (rows[0]) note('connections to Postgres', rows[0].n, 150);
  }

  figures({ ledger, records }) {
    const operations = operationsOf(ledger);
    const submissions = submissionsOf(operations);
    const statuses = operations.flatMap((it) => it.statuses);
    const ids = new Set(records.map(({ topic, id, tenant, source }) => `${topic} ${tenant} ${source} ${id}`));
    const deaths = this.platform.deaths;
    return {
      // What was submitted counts what was sent as a second request too, and what was refused or could not be read.
      submitted: submissions.length, accepted: new Set(submissions.filter(({ taken }) => taken).map(({ mark }) => mark)).size,
      requests: operations.length, unknown: operations.filter(({ sure, refused }) => !sure && !refused).length, retried: operations.filter(({ outcomes }) => outcomes.length > 1).length,
      unavailable: statuses.filter(({ status }) => status === 503).length, withoutRetryAfter: statuses.filter(({ status, retryAfter }) => status === 503 && !retryAfter).length,
      records: records.length, redelivered: this.redelivered, otherDuplicates: records.length - ids.size - this.redelivered,
      ids: new Set(records.flatMap(({ feedback, issue }) => feedback ?? issue ?? [])).size, orderedKeys: orderedKeys(firsts(records)),
      deaths: deaths.length, hits: [...deaths.map(({ service, how }) => `${service} ${how}`), ...this.imported.hits.map((it) => `import ${it}`)], missed: this.missed ?? [], still: this.still,
      readyMs: after(deaths, 'readyAt'), effectMs: after(deaths, 'effectAt'), usage: this.platform.usage,
    };
  }
}

/** The open handles of a process; 0 of one that is gone. */
function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

const s = (ms) => Math.round(ms / 100) / 10;
