// The rows of the table of faults that are no kill of a service. Each does its worst during the load and answers its gates: { gate, met, figure }.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readLedger } from './ledger.mjs';
import { operationsOf } from './requests.mjs';
import { readLog } from './raw-log.mjs';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const innerTopics = ['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.routing.v1', 'voc.loop.v1', 'voc.inbound.v1'];

/** Appends records to the log behind the platform's back. */
async function append(platform, records) {
  // Not before it is built.
  const { openLog } = await import('@vocloop/messaging');
  const log = openLog(platform.logSettings, quiet);
  try {
    for (let at = 0; at < records.length; at += 500) await log.append(records.slice(at, at + 500));
  } finally {
    await log.close();
  }
}

const movedAt = async ({ postgres }, service) => Date.parse((await postgres.ask(`SELECT max(moved_at) AS at FROM ${service}.consumer_offset`))[0].at ?? 0);

/** How many requests were answered 2xx between two moments, and how many others. */
function answered(trial, from, to) {
  const statuses = operationsOf(readLedger(trial.ledgers.load)).filter(({ kind }) => kind === 'single' || kind === 'batch').flatMap((it) => it.statuses).filter(({ ended }) => ended >= from && ended <= to);
  return { ok: statuses.filter(({ status }) => status >= 200 && status < 300).length, away: statuses.filter(({ status }) => status === 503), other: statuses.filter(({ status }) => status === 0 || (status >= 500 && status !== 503)).length };
}

const outboxRows = async ({ postgres }) => (await postgres.ask('SELECT count(*)::int AS n FROM ingestion.outbox'))[0].n;

export const faults = {
  /** What was taken comes again. */
  async redeliver(trial) {
    const { records } = await readLog(trial.platform, { whole: true, topics: innerTopics });
    const wanted = Math.min(records.length, trial.redeliveries ?? 300);
    const again = Array.from({ length: wanted }, () => trial.chance.one(records));
    await append(trial.platform, again);
    return [{ gate: 'forced redeliveries', met: wanted > 0, figure: wanted }];
  },

  /** A consumer sleeps right before its effect, another takes its place, and it wakes. */
  async zombie({ platform, log }) {
    const service = platform.services.get('reporting');
    await platform.whole();
    const before = service.hitsSoFar().length;
    service.tell(['consumer.batch:1:SIGSTOP']);
    for (let waited = 0; service.hitsSoFar().length === before; waited += 50) {
      if (waited > 20_000) return [{ gate: 'a consumer that slept was replaced', met: false, figure: 'it never slept' }];
      await sleep(50);
    }
    const asleep = Date.now();
    // A process that sleeps keeps its connection: the network's end of it is what another waits for.
    if (log === 'postgres') await platform.postgres.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vocloop-log-wakeups' AND usename = 'voc_reporting'`);
    const other = await service.start({ beside: true });
    let replaced = false;
    for (let waited = 0; !replaced && waited < 20_000; waited += 100) {
      await sleep(100);
      replaced = (await movedAt(platform, 'reporting')) > asleep;
    }
    // Long enough that what it holds has surely been taken by the other.
    await sleep(1500);
    service.child.kill('SIGCONT');
    await sleep(1500);
    other.child.kill('SIGTERM');
    const { code } = await other.ended;
    return [{ gate: 'a consumer that slept was replaced', met: replaced, figure: `${Date.now() - asleep} ms` }, { gate: 'its replacement stopped in order', met: code === 0, figure: code }];
  },

  async 'kill-postgres'(trial) {
    const { postgres } = trial.platform;
    await postgres.kill();
    const from = Date.now();
    await sleep(2000);
    const { ok, away, other } = answered(trial, from + 300, Date.now());
    await postgres.start();
    return [
      { gate: 'without Postgres nothing is answered 2xx', met: ok === 0, figure: ok },
      { gate: 'what is refused says when to try again', met: away.length > 0 && away.every(({ retryAfter }) => retryAfter), figure: `${away.length} times 503, ${other} otherwise` },
    ];
  },

  async 'pause-postgres'(trial) {
    const { postgres } = trial.platform;
    postgres.signal('SIGSTOP');
    await sleep(6000);
    postgres.signal('SIGCONT');
    const from = Date.now();
    await sleep(3000);
    const { ok } = answered(trial, from, Date.now());
    return [{ gate: 'it goes on by itself after a pause of 6 s', met: ok > 0, figure: `${ok} answered 2xx within 3 s` }];
  },

  async 'kill-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    await kafka.kill();
    const from = Date.now();
    await sleep(6000);
    const { ok } = answered(trial, from + 500, Date.now());
    const grown = await outboxRows(trial.platform);
    await kafka.start();
    return [...(await drained(trial, grown)), { gate: 'without Kafka requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  async 'pause-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    kafka.signal('SIGSTOP');
    const from = Date.now();
    await sleep(8000);
    const { ok } = answered(trial, from + 500, Date.now());
    const grown = await outboxRows(trial.platform);
    kafka.signal('SIGCONT');
    return [...(await drained(trial, grown)), { gate: 'while Kafka sleeps requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  /** Every service in turn, in order. */
  async rolling({ platform }) {
    const ends = [];
    for (const service of platform.services.values()) {
      await platform.whole();
      service.child.kill('SIGTERM');
      ends.push(`${service.name} ${(await service.ended).code}`);
      await sleep(500);
    }
    return [{ gate: 'every service stops in order (exit 0)', met: ends.every((it) => it.endsWith(' 0')), figure: ends.join(', ') }];
  },

  /** One pod's system takes everything and answers nothing. */
  async stuck(trial) {
    const { receiver } = trial;
    const before = readLedger(trial.ledgers.receiver).length;
    receiver.stuck = '/default/pods/logistics';
    await sleep(6000);
    const others = readLedger(trial.ledgers.receiver).length - before;
    receiver.stuck = undefined;
    return [{ gate: 'others are told meanwhile', met: others > 0, figure: `${others} webhooks in 6 s` }];
  },

  /** Somebody writes to the services' database and forgets to commit. */
  async 'idle-transaction'(trial) {
    const client = new pg.Client({ connectionString: trial.platform.postgres.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('CREATE TABLE forgotten (id int)');
    const from = Date.now();
    await sleep(5000);
    const { ok } = answered(trial, from, Date.now());
    const moved = await movedAt(trial.platform, 'reporting');
    await client.query('ROLLBACK');
    await client.end();
    return [{ gate: 'nothing stalls', met: ok > 0 && moved > from, figure: `${ok} answered 2xx in 5 s` }];
  },

  /** A producer of the next schema version: with a field that nobody here knows. */
  async 'next-version'(trial) {
    const { records } = await readLog(trial.platform, { whole: true, topics: ['voc.feedback.v1'] });
    const next = records.filter(({ headers }) => headers.ce_type === 'FeedbackReceived.v1').slice(0, 20).map((it) => {
      const data = JSON.parse(it.value.toString());
      const id = randomUUID();
      const feedback = { ...data.feedback, id, revision: 1, text: 'All good.', attributes: {}, novelty: id };
      return { ...it, headers: { ...it.headers, ce_id: randomUUID(), ce_subject: id }, value: Buffer.from(JSON.stringify({ ...data, feedback, alsoNew: true })) };
    });
    await append(trial.platform, next);
    return [{ gate: 'events of the next version', met: next.length > 0, figure: next.length }];
  },
};

/** How quickly the outbox drains once the log is back, beside what comes in meanwhile. */
async function drained(trial, grown) {
  const from = Date.now();
  while ((await outboxRows(trial.platform)) > Math.max(20, grown / 20) && Date.now() - from < 60_000) await sleep(100);
  const seconds = (Date.now() - from) / 1000;
  return [{ gate: 'the outbox grows, then drains', met: grown > 0 && seconds < 60, figure: `${grown} rows in ${seconds.toFixed(1)} s` }];
}
