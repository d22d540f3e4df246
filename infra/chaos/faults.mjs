// The rows of the table of faults that are no kill of a service. Each does its worst during the load and answers its gates: { gate, met, figure }.
import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineFaults } from './engine-faults.mjs';
import { readLedger } from './ledger.mjs';
import { latency, movedAt, toldIn, watched } from './measures.mjs';
import { serviceNames } from './platform.mjs';
import { readEnds, readLog } from './raw-log.mjs';

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

/** The webhooks of other pods that were made between two moments. */
async function told({ platform, ledgers }, from, to) {
  const made = await platform.postgres.ask(`SELECT id, extract(epoch FROM created_at) * 1000 AS at FROM routing.delivery WHERE url NOT LIKE '%/default/pods/logistics' AND created_at BETWEEN to_timestamp($1 / 1000.0) AND to_timestamp($2 / 1000.0)`, [from, to]);
  const arrived = new Map(readLedger(ledgers.receiver).toReversed().map(({ id, at }) => [id, at]));
  return toldIn(made, arrived, from, to);
}

/** Has a pod told of an issue that becomes its own: not the pod that is stuck. */
async function reassigned({ platform }, turn) {
  const { items } = await platform.api('GET', '/v1/assignments');
  const it = items[turn % items.length];
  if (it) await platform.api('POST', `/v1/assignments/${it.issueId}`, { pod: it.pod === 'money' ? 'care' : 'money', by: 'chaos', reason: 'tried' });
}

export const faults = {
  ...engineFaults,

  /** What was taken comes again. */
  async redeliver(trial) {
    const { records } = await readLog(trial.platform, { whole: true, topics: innerTopics });
    const wanted = Math.min(records.length, trial.redeliveries);
    const again = Array.from({ length: wanted }, () => trial.chance.one(records));
    await append(trial.platform, again);
    trial.redelivered += wanted;
    return [{ gate: 'forced redeliveries', met: wanted > 0, figure: wanted }];
  },

  /** A consumer sleeps right before its effect, another takes its place, and it wakes. */
  async zombie({ platform }) {
    const service = platform.services.get('reporting');
    const before = service.hitsSoFar().length;
    service.tell(['consumer.batch:1:SIGSTOP']);
    for (let waited = 0; service.hitsSoFar().length === before; waited += 50) {
      if (waited > 20_000) return [{ gate: 'a consumer that slept was replaced', met: false, figure: 'it never slept' }];
      await sleep(50);
    }
    const asleep = Date.now();
    const other = await service.start({ beside: true });
    let replacedAt;
    for (let waited = 0; !replacedAt && waited < 30_000; waited += 100) {
      await sleep(100);
      if ((await movedAt(platform, 'reporting')) > asleep) replacedAt = Date.now();
    }
    // Long enough that what it holds has surely been taken by the other.
    await sleep(1500);
    const refused = await refusedOnWaking(service, join(platform.folder, 'reporting.log'));
    other.child.kill('SIGTERM');
    const { code } = await other.ended;
    return [
      { gate: 'a consumer that slept was replaced', met: replacedAt !== undefined, figure: replacedAt ? `${replacedAt - asleep} ms` : 'nobody took its place' },
      { gate: 'what it writes when it wakes is refused', met: refused !== undefined, figure: refused ?? 'its log does not say so' },
      { gate: 'its replacement stopped in order', met: code === 0, figure: code },
    ];
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
    const notes = seen(0);
    const [before, meanwhile] = [latency(notes, 0, from), latency(notes, from)];
    return [
      { gate: 'every service stops in order (exit 0)', met: ends.every((it) => it.endsWith(' 0')), figure: ends.join(', ') },
      { gate: 'p99 of a request at most 3 times steady state', met: meanwhile.p99 <= 3 * before.p99, figure: `${meanwhile.p99} ms beside ${before.p99} ms; without an answer ${meanwhile.without}, 503 ${meanwhile.away}` },
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
    return [{ gate: 'others are told within 1.2 times the usual latency', met: meanwhile.count > 0 && meanwhile.ms <= 1.2 * usual, figure: `${meanwhile.count} webhooks (${meanwhile.missing} not there yet), half of them within ${meanwhile.ms} ms; ${before.ms} ms before, ${after.ms} ms after` }];
  },

  /** A producer of the next schema version: with a field that nobody here knows. Each event has a key of its own, so that it waits behind nobody. */
  async 'next-version'(trial) {
    const ends = await readEnds(trial.platform, ['voc.feedback.v1']);
    const latest = Object.fromEntries(Object.entries(ends).map(([at, end]) => [at, Math.max(0, end - 100)]));
    const { records } = await readLog(trial.platform, { whole: true, topics: ['voc.feedback.v1'], since: latest });
    const next = records.filter(({ headers }) => headers.ce_type === 'FeedbackReceived.v1').slice(0, 20).map((it) => {
      const data = JSON.parse(it.value.toString());
      const id = randomUUID();
      const feedback = { ...data.feedback, id, revision: 1, text: 'All good.', attributes: {}, novelty: id };
      return { ...it, key: id, headers: { ...it.headers, ce_id: randomUUID(), ce_subject: id, ce_partitionkey: id }, value: Buffer.from(JSON.stringify({ ...data, feedback, alsoNew: true })) };
    });
    const before = await readEnds(trial.platform, ['voc.insight.v1']);
    await append(trial.platform, next);
    const ids = next.map(({ headers }) => headers.ce_id);
    const scored = await scoresOf(trial.platform, before, next.map(({ key }) => key));
    const letters = await Promise.all(serviceNames.map(async (it) => (await trial.platform.postgres.ask(`SELECT count(*)::int AS n FROM ${it}.dead_letter WHERE event_id = ANY($1) OR headers->>'ce_causationid' = ANY($1)`, [ids]))[0].n));
    const dead = letters.reduce((sum, it) => sum + it, 0);
    return [{ gate: 'each event of the next version has its score with the new field, and none is a dead letter', met: next.length > 0 && scored === next.length && dead === 0, figure: `${scored} of ${next.length}, ${dead} dead letters` }];
  },
};

/** Wakes a process; what it says in its log of a write that came too late, if it says so soon. */
async function refusedOnWaking({ child }, log) {
  const before = statSync(log).size;
  child.kill('SIGCONT');
  for (let waited = 0; waited < 15_000; waited += 100) {
    await sleep(100);
    const [said] = /another consumer of \S+ has moved on/.exec(readFileSync(log).subarray(before).toString()) ?? [];
    if (said) return said;
  }
  return undefined;
}

/** How many of these feedback have a score that bears the field of the next version, which is their id; waits for them, and reads each record once. */
async function scoresOf(platform, since, ids) {
  const missing = new Set(ids);
  for (const until = Date.now() + 60_000; ; await sleep(500)) {
    const { ends, records } = await readLog(platform, { topics: ['voc.insight.v1'], since });
    for (const { feedback, novelty } of records) if (novelty === feedback) missing.delete(feedback);
    if (missing.size === 0 || Date.now() > until) return ids.length - missing.size;
    since = ends;
  }
}
