import { setTimeout as sleep } from 'node:timers/promises';
import { podTopic } from '@vocloop/contracts';
import { openLog } from '@vocloop/messaging';
import { quantile } from '../harness.mjs';
import { wholeLoop } from './loop.mjs';

const perSecond = 10;
const complaints = 5;
const logger = { info() {}, warn: console.error, error: console.error };

/** Watches a pod's topic as a pod would, by a client of its own; notes when each touchpoint's issue first comes. */
async function watch(log) {
  const topic = podTopic('default', 'triage').name;
  const seen = new Map();
  await log.ensureTopics([{ name: topic, partitions: 1 }]);
  const subscription = await log.subscribe({
    group: 'bench', topic, partitions: 1,
    positions: async () => new Map([...(await log.ends(topic))].map(([partition, { next }]) => [partition, next])),
    onBatch: async ({ records }) => { for (const { value } of records) { const { touchpoint } = JSON.parse(value).issue; if (!seen.has(touchpoint)) seen.set(touchpoint, performance.now()); } },
  });
  return { seen, stop: () => subscription.close() };
}

/** Half of what the platform bears flows, these among it: ten times a second five customers complain of a touchpoint of their own, which makes an issue at once. From their answer to the pod's topic. */
async function latencies(stand, platform, seen, run, capacity) {
  const seconds = Math.max(3, 20 * stand.scale);
  const others = capacity / 2 - perSecond * complaints;
  const load = stand.send({ url: platform.urlOf('ingestion'), key: platform.key, run: `half-${run}`, count: Math.round(others * seconds), perSecond: others });
  await sleep(1000);
  const accepted = new Map();
  const probes = [];
  for (let n = 0; n < (seconds - 1) * perSecond; n++) {
    const touchpoint = `probe-${run}-${n}`;
    const items = Array.from({ length: complaints }, (_, at) => ({ source: 'probe', externalId: `${touchpoint}-${at}`, channel: 'survey', customer: `${touchpoint}-${at}`, touchpoint, text: 'The parcel came four days late and nobody told me.', language: 'en' }));
    probes.push(platform.ask('POST', '/v1/feedback/batch', { items }).then(() => accepted.set(touchpoint, performance.now())));
    await sleep(1000 / perSecond);
  }
  await Promise.all(probes);
  await load;
  for (let tries = 0; [...accepted.keys()].some((it) => !seen.has(it)); tries++) {
    if (tries > 600) throw new Error(`${[...accepted.keys()].filter((it) => !seen.has(it)).length} of ${accepted.size} issues did not reach their pod within a minute`);
    await sleep(100);
  }
  const times = [...accepted].map(([touchpoint, at]) => Math.max(0, seen.get(touchpoint) - at));
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), halfLoad: capacity / 2, probes: times.length };
}

const row = (name, home, goals, start) => ({
  name,
  lines: ['p50', 'p99'].map((it) => ({ path: `latency at half load, accepted to the pod's topic, ${home}: ${it}`, of: (figures) => figures[it], unit: 'ms', goal: { most: goals[it] } })),
  async prepare(stand) {
    const { platform, log } = await start(stand);
    await platform.putRules();
    const { seen, stop } = await watch(log);
    let capacity;
    return {
      ours: async (turn) => {
        // The first of two measures warms up.
        for (let again = 0; !capacity || again < 1; again++) capacity = (await wholeLoop(stand, platform, { run: `capacity-${turn}-${again}`, count: stand.events(10_000) })).perSecond;
        return latencies(stand, platform, seen, turn, capacity);
      },
      close: async () => { await stop(); await log.close(); },
    };
  },
});

export const embedded = row('latency', 'all in one process', { p50: 50, p99: 250 }, async (stand) => {
  const platform = await stand.oneProcess();
  return { platform, log: await openLog({ kind: 'postgres', url: platform.roleUrl('reporting') }, logger) };
});

export const kafka = row('latency-kafka', 'five processes on Kafka', { p50: 150, p99: 600 }, async (stand) => {
  const brokers = await stand.broker();
  return { platform: await stand.platform({ brokers }), log: await openLog({ kind: 'kafka', brokers: [brokers], client: 'kafkajs', clientId: 'bench' }, logger) };
});
