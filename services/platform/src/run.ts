import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { printable, printableLines } from '@vocloop/contracts';
import { Database, dataSourceOf } from '@vocloop/database';
import type { Account } from '@vocloop/messaging';
import { ApiKeys, scopes, stopTelemetry } from '@vocloop/service';
import { Api } from './api.js';
import { DataDir, type Secrets, usualDataDir } from './data-dir.js';
import { type Sent, importOnce } from './importing.js';
import { type Platform, patienceMs, platformElsewhere } from './elsewhere.js';
import { SampleInbox, inboxPath } from './inbox.js';
import { actOnSample, progressLine, putRules, root, sendSample, waits } from './loop.js';
import { openOneAddress, refuseTaken } from './one-address.js';
import type { Options } from './options.js';
import { type Postgres, startPostgres } from './postgres.js';
import { startInProcess, startProcesses } from './running.js';
import { environmentOf, migrateAll } from './services.js';
import { settled } from './settle.js';
import { type Summary, report, summarise, unaccounted } from './summary.js';

/** What was started, stopped in the opposite order. */
class Stack {
  private readonly steps: (() => Promise<unknown>)[] = [];
  private unwinding: Promise<void> | undefined;

  add(stop: () => Promise<unknown>): void {
    this.steps.unshift(stop);
  }

  get unwinds(): boolean {
    return this.unwinding !== undefined;
  }

  async unwind(): Promise<void> {
    return (this.unwinding ??= (async () => {
      const failures: unknown[] = [];
      // What does not stop must not keep the rest from stopping: Postgres is the last.
      for (const stop of this.steps) await stop().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, `not everything stopped cleanly: ${failures.map((it) => (it as Error).message).join('; ')}`);
    })());
  }
}

const say = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);

/** Starts everything, sends the sample or a file round, tells what came of it, and stays until it is stopped, or stops with \`--once\`. Resolves to the exit status. */
export async function run(options: Options): Promise<number> {
  const stack = new Stack();
  const stopped = stopsOnSignal(stack, options.once);
  try {
    const outcome = await Promise.race([stopped, loop(options, stack).catch(async (error: unknown) => (stack.unwinds ? stopped : Promise.reject(error as Error)))]);
    if (outcome === 'stays') return await stopped;
    await stack.unwind();
    if (typeof outcome === 'number') return outcome;
    // After all else has stopped and said its last, so that it is the last line.
    if (options.json) process.stdout.write(`${printable(JSON.stringify(outcome.summary))}\n`);
    return outcome.status;
  } finally {
    await stack.unwind();
    await stopTelemetry();
  }
}

/** Ctrl-C stops in order; a second one at once. A SIGTERM is an end like any other, unless there was something to finish. */
async function stopsOnSignal(stack: Stack, once: boolean): Promise<number> {
  return new Promise((resolve) => {
    let asked = 0;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // Some send it to the whole group, and the parent hands it on too: that is one.
        if (asked && performance.now() - asked > 1000) process.exit(130);
        if (asked) return;
        asked = performance.now();
        say('\nstopping in order …');
        void stack.unwind().then(() => resolve(signal === 'SIGINT' ? 130 : once ? 143 : 0), (error: unknown) => { say(`vocloop: ${(error as Error).message}`); resolve(1); });
      });
    }
  });
}

/** Resolves to what came of it, or to 'stays' where the platform is to go on. */
async function loop(options: Options, stack: Stack): Promise<{ status: number; summary: Summary } | 'stays'> {
  const began = performance.now();
  const rules = options.rules && { file: options.rules, yaml: readFileSync(options.rules, 'utf8') };
  if (options.importFile) readFileSync(options.importFile, { flag: 'r' });
  const folder = process.env['VOC_DATA_DIR'] ?? usualDataDir(root);
  const { api, url, key, dataDir, log, receiver, brokers } = options.elsewhere ? await platformElsewhere(options.elsewhere, folder) : await startAll(options, folder, stack);
  say(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s: ${url}/#key=${key}`);
  if (!receiver && !options.importFile) say('without webhooks, for it could not reach a receiver here: pods are told by their topics only, and no customer is answered');
  if (rules) await putRules(api, rules.yaml, rules.file);

  const sending = performance.now();
  let rows = 0;
  const wish = { say, progress: (sent: Sent) => { rows = sent.rows; } };
  const said = new Set<string>();
  const look = (accounts: readonly Account[]): void => {
    status(progressLine(rows, accounts));
    for (const line of waits(accounts)) if (!said.has(line) && said.add(line)) say(`\n${line}`);
  };
  const ticker = setInterval(() => void api.accounts().then(look, () => undefined), 500);
  stack.add(async () => clearInterval(ticker));
  const { sent, sample } = options.importFile ? { sent: await importOnce(api, dataDir, { file: options.importFile, mapping: options.mapping, ...wish }), sample: undefined } : await sendSample(api, dataDir, receiver, wish);
  let accounts = await settled(api);
  const seconds = (performance.now() - sending) / 1000;
  if (sample) {
    await actOnSample(api, sample, (await summarise(api, accounts, sent, log, seconds)).routed);
    accounts = await settled(api);
  }
  clearInterval(ticker);
  status(progressLine(sent.rows, accounts));
  const { summary, routed } = await summarise(api, accounts, sent, log, seconds);
  say(`\n\n${report(summary, routed)}\n`);
  const wrong = unaccounted(summary, accounts);
  say(wrong ? `NOT accounted for: ${wrong}` : 'everything accepted is accounted for');
  if (summary.deadLettered > 0) say(`${summary.deadLettered} events could not be taken and wait as dead letters: npx voc dead-letters list`);
  const stays = !options.once && !options.elsewhere;
  if (stays) say(`\n  the page     ${url}/#key=${key}\n  the API      ${url}/docs\n  an API key   ${key}${brokers ? `\n  Kafka        ${brokers}` : ''}\n\nCtrl-C stops everything in order; the next start goes on from here.`);
  if (stays && options.json) process.stdout.write(`${printable(JSON.stringify(summary))}\n`);
  return stays ? 'stays' : { status: wrong ? 1 : 0, summary };
}

async function startAll(options: Options, folder: string, stack: Stack): Promise<Platform> {
  const host = process.env['HOST'] ?? '127.0.0.1';
  await refuseTaken(options.port, host);
  const dataDir = new DataDir(folder);
  dataDir.lock();
  let secrets = dataDir.secrets();
  const postgres: Postgres = process.env['DATABASE_URL'] ? { url: process.env['DATABASE_URL'], stop: async () => undefined } : await startPostgres(dataDir, secrets.owner, say);
  stack.add(async () => postgres.stop());
  const brokers = options.kafka ? await kafka(dataDir, stack) : undefined;
  await migrateAll(postgres.url, () => secrets.service);
  secrets = await withKey(dataDir, secrets, postgres.url);

  const inbox = new SampleInbox(secrets.webhook);
  const environment = (service: string) => environmentOf(service, { ownerUrl: postgres.url, password: secrets.service, pepper: secrets.pepper, ...(brokers && { brokers }) }, { ...process.env, VOC_EGRESS_ALLOW: ['127.0.0.1', process.env['VOC_EGRESS_ALLOW']].filter(Boolean).join(',') });
  const services = options.kafka ? startProcesses(environment, say) : startInProcess(environment);
  stack.add(async () => services.stop());
  const address = await openOneAddress(await services.ready, { port: options.port, host, extra: new Map([[inboxPath, inbox.handle]]) });
  stack.add(async () => address.close());
  const api = new Api(address.url.replace('localhost', '127.0.0.1'), secrets.apiKey!, patienceMs);
  return { api, url: address.url, key: secrets.apiKey!, dataDir, log: options.kafka ? 'kafka' : 'postgres', receiver: { url: `${api.url}${inboxPath}`, secret: secrets.webhook }, ...(brokers && { brokers }) };
}

async function kafka(dataDir: DataDir, stack: Stack): Promise<string> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return given;
  const { startBroker } = await import('../../../infra/kafka/broker.mjs');
  const start = async () => startBroker({ dataDir: dataDir.file('kafka'), say });
  let broker = await start();
  let stopping = false;
  stack.add(async () => {
    stopping = true;
    await broker.stop();
  });
  // Like a service, it is started again where it dies; on the port of before, so that its clients find it.
  void (async () => {
    for (;;) {
      await broker.ended;
      if (stopping) return;
      say('Kafka ended; it is started again');
      broker = await start().catch((error: unknown) => { say((error as Error).message); return broker; });
      await sleep(1000);
    }
  })();
  return broker.brokers;
}

/** The key of the first tenant, made at the first start. */
async function withKey(dataDir: DataDir, secrets: Secrets, ownerUrl: string): Promise<Secrets> {
  const { DATABASE_URL: url, VOC_KEY_PEPPER: pepper } = environmentOf('ingestion', { ownerUrl, password: secrets.service, pepper: secrets.pepper }, process.env);
  if (secrets.apiKey) return secrets;
  const database = new Database(await dataSourceOf({ service: 'ingestion', url: url!, entities: [], poolSize: 1 }).initialize());
  try {
    const { token } = await new ApiKeys(() => database, pepper!).create('default', 'npm start', scopes);
    return dataDir.keep({ ...secrets, apiKey: token });
  } finally {
    await database.dataSource.destroy();
  }
}

/** One line that is written over, on a terminal; a line now and then elsewhere. */
let last = 0;
function status(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else if (Date.now() - last > 2000) {
    last = Date.now();
    say(line);
  }
}
