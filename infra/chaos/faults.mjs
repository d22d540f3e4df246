// The rows of the table of faults that are no kill of a service. Each does its worst during the load and answers its gates: { gate, met, figure }.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ledgerEnd, readLedger } from './ledger.mjs';
import { operationsOf } from './requests.mjs';
import { readLog } from './raw-log.mjs';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const innerTopics = ['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.routing.v1', 'voc.loop.v1', 'voc.inbound.v1'];

/** Appends records to the log behind the platform's back. */
async function append(platform, records) {
  // Not before it is built.
  const { openLog } = await import('@vocloop/messaging');
  const log = await openLog(platform.logSettings, quiet);
  try {
    for (let at = 0; at < records.length; at += 500) await log.append(records.slice(at, at + 500));
  } finally {
    await log.close();
  }
}

const movedAt = async ({ postgres }, service) => Date.parse((await postgres.ask(`SELECT max(moved_at) AS at FROM ${service}.consumer_offset`))[0].at ?? 0);

/** From now on: what the load generator notes of its requests, as it was between two moments. */
function watched({ ledgers }) {
  const end = ledgerEnd(ledgers.load);
  return (from, to = Date.now()) => readLedger(ledgers.load, end).filter(({ ended = to }) => ended >= from && ended <= to);
}

/** How requests were answered: 2xx, 503, or otherwise. */
function answers(notes) {
  const of = (is) => notes.filter(({ status }) => status !== undefined && is(status));
  return { ok: of((it) => it >= 200 && it < 300).length, away: of((it) => it === 503), other: of((it) => it === 0 || (it >= 500 && it !== 503)).length };
}

/** The latency in milliseconds that 99 of 100 requests had at most until their first answer. */
function p99(notes) {
  const times = operationsOf(notes).flatMap(({ began, statuses: [first] }) => (first?.status ? [first.ended - began] : [])).toSorted((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * 0.99))];
}

/** How many webhooks of other pods were made between two moments, and the median of how long they took to arrive, in milliseconds. */
async function told({ platform, ledgers }, from, to) {
  const made = await platform.postgres.ask(`SELECT id, extract(epoch FROM created_at) * 1000 AS at FROM routing.delivery WHERE url NOT LIKE '%/default/pods/logistics' AND created_at BETWEEN to_timestamp($1 / 1000.0) AND to_timestamp($2 / 1000.0)`, [from, to]);
  const arrived = new Map(readLedger(ledgers.receiver).toReversed().map(({ id, at }) => [id, at]));
  const times = made.flatMap(({ id, at }) => (arrived.has(id) ? [Math.round(arrived.get(id) - at)] : [])).toSorted((a, b) => a - b);
  return { count: times.length, ms: times[Math.floor(times.length / 2)] };
}

/** Has a pod told of an issue that becomes its own: not the pod that is stuck. */
async function reassigned({ platform }, turn) {
  const { items } = await platform.api('GET', '/v1/assignments');
  const it = items[turn % items.length];
  if (it) await platform.api('POST', `/v1/assignments/${it.issueId}`, { pod: it.pod === 'money' ? 'care' : 'money', by: 'chaos', reason: 'tried' });
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
    const seen = watched(trial);
    await postgres.kill();
    const from = Date.now();
    await sleep(2000);
    const { ok, away, other } = answers(seen(from + 300));
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
    const seen = watched(trial);
    await sleep(3000);
    const { ok } = answers(seen(0));
    return [{ gate: 'it goes on by itself after a pause of 6 s', met: ok > 0, figure: `${ok} answered 2xx within 3 s` }];
  },

  async 'kill-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    const seen = watched(trial);
    await kafka.kill();
    const from = Date.now();
    await sleep(6000);
    const { ok } = answers(seen(from + 500));
    const grew = await outboxSince(trial, from);
    const effect = firstEffect(trial);
    await kafka.start();
    return [await effect, ...(await drained(trial, grew)), { gate: 'without Kafka requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  async 'pause-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    const seen = watched(trial);
    kafka.signal('SIGSTOP');
    const from = Date.now();
    await sleep(8000);
    const { ok } = answers(seen(from + 500));
    const grew = await outboxSince(trial, from);
    kafka.signal('SIGCONT');
    return [...(await drained(trial, grew)), { gate: 'while Kafka sleeps requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  /** Every service in turn is replaced: a new process is ready before the old one is asked to go. */
  async rolling(trial) {
    const { platform } = trial;
    const seen = watched(trial);
    await sleep(10_000);
    const ends = [];
    const from = Date.now();
    for (const service of platform.services.values()) {
      ends.push(`${service.name} ${await service.replace()}`);
      await sleep(Math.max(0, from + ends.length * 5000 - Date.now()));
    }
    const [before, meanwhile] = [p99(seen(0, from)), p99(seen(from))];
    return [
      { gate: 'every service stops in order (exit 0)', met: ends.every((it) => it.endsWith(' 0')), figure: ends.join(', ') },
      { gate: 'p99 of a request at most 3 times steady state', met: meanwhile <= 3 * before, figure: `${meanwhile} ms beside ${before} ms` },
    ];
  },

  /** One pod's system takes everything and answers nothing. */
  async stuck(trial) {
    const { receiver } = trial;
    const windows = [];
    for (const stuck of [undefined, '/default/pods/logistics', undefined]) {
      receiver.stuck = stuck;
      const from = Date.now();
      for (let turn = 0; turn < 16; turn++) await Promise.all([reassigned(trial, turn), sleep(500)]);
      windows.push(await told(trial, from, Date.now() - 1000));
    }
    const [before, meanwhile, after] = windows;
    const usual = (before.ms + after.ms) / 2;
    return [{ gate: 'others are told within 1.2 times the usual latency', met: meanwhile.count > 0 && meanwhile.ms <= 1.2 * usual, figure: `${meanwhile.count} webhooks, half of them within ${meanwhile.ms} ms; ${before.ms} ms before, ${after.ms} ms after` }];
  },

  /** The disk that Postgres writes to is full for a while. */
  async 'disk-full'(trial) {
    const { disk, postgres } = trial.platform;
    const seen = watched(trial);
    disk.fill();
    const from = Date.now();
    await sleep(10_000);
    const { ok, away, other } = answers(seen(from + 2000));
    disk.free();
    const freed = Date.now();
    // Postgres ends itself where it cannot write its own log; whoever runs it starts it again.
    if (!postgres.alive) await postgres.start();
    while (answers(seen(freed)).ok === 0 && Date.now() - freed < 60_000) await sleep(200);
    const back = Date.now() - freed;
    return [
      { gate: 'on a full disk what cannot be kept is refused with 503, which says when to try again', met: away.length > 0 && away.every(({ retryAfter }) => retryAfter), figure: `${ok} times 2xx, ${away.length} times 503, ${other} otherwise` },
      { gate: 'it goes on by itself once there is room', met: back < 60_000, figure: `after ${back} ms` },
    ];
  },

  /** Somebody writes to the services' database and forgets to commit. */
  async 'idle-transaction'(trial) {
    const client = new pg.Client({ connectionString: trial.platform.postgres.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('CREATE TABLE forgotten (id int)');
    const seen = watched(trial);
    const from = Date.now();
    await sleep(5000);
    const { ok } = answers(seen(0));
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

/** When any consumer moves again, from now on. */
async function firstEffect({ platform }) {
  const from = Date.now();
  while ((await movedAt(platform, 'sentiment')) < from && Date.now() - from < 60_000) await sleep(50);
  const ms = Date.now() - from;
  return { gate: 'the first effect within 15 s of its start', met: ms <= 15_000, figure: `${ms} ms` };
}

/** How many rows the outbox holds, and how many a second came in since then. */
async function outboxSince({ platform }, from) {
  const rows = await outboxRows(platform);
  return { rows, perSecond: (rows * 1000) / (Date.now() - from) };
}

/** How quickly the outbox drains once the log is back, beside what comes in meanwhile: clocked from the first row that goes. */
async function drained({ platform }, { rows, perSecond }) {
  const newest = async () => Number((await platform.postgres.ask('SELECT last_value AS seq FROM ingestion.outbox_seq_seq'))[0].seq);
  const back = Date.now();
  const late = () => Date.now() - back > 60_000;
  let [before, left, seq] = [0, rows, await newest()];
  do [before, left, seq] = [left, await outboxRows(platform), await newest()];
  while (left >= before && !late());
  const from = Date.now();
  const first = before;
  while ((left = await outboxRows(platform)) > Math.max(20, rows / 20) && !late()) await sleep(20);
  const seconds = Math.max(0.02, (Date.now() - from) / 1000);
  const gone = (first - left + (await newest()) - seq) / seconds;
  const figure = `${rows} rows at ${Math.round(perSecond)}/s; gone at ${Math.round(gone)}/s, ${((Date.now() - back) / 1000).toFixed(1)} s after it was back`;
  return [{ gate: 'the outbox grows, then drains at twice the input or better', met: rows > 0 && !late() && gone >= 2 * perSecond, figure }];
}
