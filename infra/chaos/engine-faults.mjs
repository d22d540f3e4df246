// The faults of what the platform stands on: Postgres, its disk, Kafka. Each does its worst during the load and answers its gates: { gate, met, figure }.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { answers, answersInTheEnd, drainOf, movedAt, watched } from './measures.mjs';

const outboxRows = async ({ postgres }) => (await postgres.ask('SELECT count(*)::int AS n FROM ingestion.outbox'))[0].n;

export const engineFaults = {
  async 'kill-postgres'(trial) {
    const { postgres } = trial.platform;
    const seen = watched(trial);
    await postgres.kill();
    const from = Date.now() + 300;
    await sleep(2000);
    const to = Date.now();
    const { ok } = answers(seen(from, to));
    await postgres.start();
    const { away, other } = await answersInTheEnd(seen, from, to);
    return [
      { gate: 'without Postgres nothing is answered 2xx', met: ok === 0, figure: ok },
      { gate: 'what is refused says when to try again', met: away.length > 0 && away.every(({ retryAfter }) => retryAfter), figure: `${away.length} times 503` },
      { gate: 'nothing is answered otherwise, or not at all', met: other === 0, figure: other },
    ];
  },

  async 'pause-postgres'(trial) {
    const { postgres } = trial.platform;
    const seen = watched(trial);
    const from = Date.now();
    postgres.signal('SIGSTOP');
    // Longer than anybody waits for an answer.
    await sleep(40_000);
    postgres.signal('SIGCONT');
    const to = Date.now();
    await sleep(3000);
    const { ok } = answers(seen(to));
    const { away, other } = await answersInTheEnd(seen, from, to);
    return [
      { gate: 'it goes on by itself after a pause of 40 s', met: ok > 0, figure: `${ok} answered 2xx within 3 s` },
      { gate: 'what is refused says when to try again, within 29 s', met: away.length > 0 && away.every(({ retryAfter, tried, ended }) => retryAfter && ended - tried < 29_000), figure: `${away.length} times 503, the latest after ${Math.max(...away.map(({ tried, ended }) => ended - tried))} ms` },
      { gate: 'nothing is answered otherwise, or not at all', met: other === 0, figure: other },
    ];
  },

  async 'kill-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    const seen = watched(trial);
    const deaths = [];
    for (let turn = 0; turn < 5; turn++) {
      await kafka.kill();
      const from = Date.now();
      await sleep(6000);
      const { ok } = answers(seen(from + 500));
      const grew = await outboxSince(trial, from);
      const [ms, drain] = await Promise.all([firstEffect(trial), drained(trial, grew), kafka.start()]);
      deaths.push({ ok, ms, drain });
    }
    const slowest = deaths.toSorted((a, b) => b.ms - a.ms)[0];
    return [
      { ...inTime(slowest.ms), figure: `${deaths.map(({ ms }) => ms).join(', ')} ms` },
      deaths.find(({ drain }) => !drain.met)?.drain ?? deaths[0].drain,
      { gate: 'without Kafka requests are answered 2xx', met: deaths.every(({ ok }) => ok > 0), figure: deaths.map(({ ok }) => ok).join(', ') },
    ];
  },

  async 'restart-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    const seen = watched(trial);
    const from = Date.now();
    await kafka.end();
    const [ms] = await Promise.all([firstEffect(trial), kafka.start()]);
    const { ok } = answers(seen(from));
    return [inTime(ms), { gate: 'while Kafka is started anew requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  async 'pause-kafka'(trial) {
    const { kafka } = trial.platform;
    if (!kafka) return [];
    const seen = watched(trial);
    kafka.signal('SIGSTOP');
    const from = Date.now();
    // Longer than a session may be idle in its transaction: nobody may wait for the log in one.
    await sleep(20_000);
    const { ok } = answers(seen(from + 500));
    const grew = await outboxSince(trial, from);
    kafka.signal('SIGCONT');
    return [await drained(trial, grew), { gate: 'while Kafka sleeps requests are answered 2xx', met: ok > 0, figure: ok }];
  },

  /** The disk that Postgres writes to is full for a while. */
  async 'disk-full'(trial) {
    const { disk, postgres } = trial.platform;
    const seen = watched(trial);
    disk.fill();
    const from = Date.now() + 2000;
    await sleep(10_000);
    const to = Date.now();
    disk.free();
    const freed = Date.now();
    // Postgres ends itself where it cannot write its own log; whoever runs it starts it again.
    if (!postgres.alive) await postgres.start();
    while (answers(seen(freed)).ok === 0 && Date.now() - freed < 60_000) await sleep(200);
    const back = Date.now() - freed;
    const { ok } = answers(seen(from, to));
    const { away, other } = await answersInTheEnd(seen, from, to);
    return [
      { gate: 'on a full disk what cannot be kept is refused with 503, which says when to try again', met: away.length > 0 && away.every(({ retryAfter }) => retryAfter), figure: `${ok} times 2xx, ${away.length} times 503` },
      { gate: 'nothing is answered otherwise, or not at all', met: other === 0, figure: other },
      { gate: 'it goes on by itself once there is room', met: back < 60_000, figure: `after ${back} ms` },
    ];
  },

  /** Somebody reads the log, writes to the services' database and forgets to commit. */
  async 'idle-transaction'(trial) {
    const client = new pg.Client({ connectionString: trial.platform.postgres.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT count(*) FROM log.event_log');
    await client.query('CREATE TABLE forgotten (id int)');
    const seen = watched(trial);
    await sleep(30_000);
    const lastSecond = Date.now() - 1000;
    const { ok } = answers(seen(lastSecond));
    const [moved, alarm] = await Promise.all([movedAt(trial.platform, 'reporting'), oldestTransaction(trial)]);
    await client.query('ROLLBACK');
    await client.end();
    return [
      { gate: 'nothing stalls', met: ok > 0 && moved > lastSecond - 1000, figure: `${ok} answered 2xx in the last of 30 s` },
      { gate: 'the alarm says for how long', met: alarm > 15 && alarm < 60, figure: `${Math.round(alarm)} s` },
    ];
  },
};

/** For how many seconds a service has seen the oldest transaction open. */
async function oldestTransaction({ platform }) {
  const text = await (await fetch(`${platform.services.get('reporting').url}/metrics`)).text();
  return Number(/^voc_database_oldest_transaction_seconds\{.*\} (\S+)/m.exec(text)?.[1] ?? NaN);
}

/** After how many milliseconds a consumer moves again; 60,000 where none does. */
async function firstEffect({ platform }) {
  const from = Date.now();
  while ((await movedAt(platform, 'sentiment')) < from && Date.now() - from < 60_000) await sleep(50);
  return Date.now() - from;
}

const inTime = (ms) => ({ gate: 'the first effect within 15 s of its start', met: ms <= 15_000, figure: `${ms} ms` });

/** How many rows the outbox holds, and how many a second came in since then. */
async function outboxSince({ platform }, from) {
  const rows = await outboxRows(platform);
  return { rows, perSecond: (rows * 1000) / (Date.now() - from) };
}

/** How quickly the outbox drains from now on, when the log starts, beside what came in without it. */
async function drained({ platform }, { rows, perSecond }) {
  const client = new pg.Client({ connectionString: platform.postgres.url });
  await client.connect();
  const began = Date.now();
  const samples = [];
  do {
    await sleep(10);
    const { rows: [it] } = await client.query('SELECT last_value::float8 AS newest, (SELECT count(*)::int FROM ingestion.outbox) AS rows FROM ingestion.outbox_seq_seq');
    samples.push({ ...it, at: Date.now() });
  } while (!drainOf(samples)?.over && Date.now() - began < 90_000);
  await client.end();
  const { over = false, samples: used = 0, seconds, perSecond: gone } = drainOf(samples) ?? {};
  const pace = gone === undefined ? `${used} samples are too few to say how quickly they went` : `gone at ${Math.round(gone)}/s in ${seconds.toFixed(1)} s (${used} samples)`;
  const figure = `${rows} rows at ${Math.round(perSecond)}/s; ${pace}, ${over ? 'all' : 'not all'} of them ${((Date.now() - began) / 1000).toFixed(1)} s after its start`;
  return { gate: 'the outbox grows, then drains at twice the input or better', met: rows > 0 && over && gone >= 2 * perSecond, figure };
}
