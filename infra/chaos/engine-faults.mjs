// The faults of what the platform stands on: Postgres, its disk, Kafka. Each does its worst during the load and answers its gates: { gate, met, figure }.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { answers, movedAt, watched } from './measures.mjs';

const outboxRows = async ({ postgres }) => (await postgres.ask('SELECT count(*)::int AS n FROM ingestion.outbox'))[0].n;

export const engineFaults = {
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
      { gate: 'what is refused says when to try again', met: away.length > 0 && away.every(({ retryAfter }) => retryAfter), figure: `${away.length} times 503` },
      { gate: 'nothing is answered otherwise, or not at all', met: other === 0, figure: other },
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
    // Longer than a session may be idle in its transaction: nobody may wait for the log in one.
    await sleep(20_000);
    const { ok } = answers(seen(from + 500));
    const grew = await outboxSince(trial, from);
    kafka.signal('SIGCONT');
    return [...(await drained(trial, grew)), { gate: 'while Kafka sleeps requests are answered 2xx', met: ok > 0, figure: ok }];
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
    const from = Date.now();
    await sleep(5000);
    const { ok } = answers(seen(0));
    const moved = await movedAt(trial.platform, 'reporting');
    await client.query('ROLLBACK');
    await client.end();
    return [{ gate: 'nothing stalls', met: ok > 0 && moved > from, figure: `${ok} answered 2xx in 5 s` }];
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
