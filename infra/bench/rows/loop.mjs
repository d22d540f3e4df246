import { setTimeout as sleep } from 'node:timers/promises';
import { peerAt } from '../peer/peer.mjs';
import { serviceNames } from '../stand.mjs';

const of = ({ perSecond }) => perSecond;
const unit = 'feedback/s';

/** Sends feedback to a platform, or to the peer, and waits until nothing moves any more; answers how many a second went the whole way. */
export async function wholeLoop(stand, platform, ask) {
  const { seconds } = await stand.send({ url: platform.urlOf('ingestion'), key: platform.key, ...ask });
  const sent = performance.now();
  const end = Math.max(sent, await platform.settled());
  return { perSecond: ask.count / (seconds + (end - sent) / 1000), acceptedPerSecond: ask.count / seconds };
}

/** Batches as importers and sources send them; many at once would only wait for each other. */
export const inBatches = { path: '/v1/feedback/batch', batch: 100, connections: 4 };

/** Feedback to pod on Kafka: five processes of ours, five of the peer's, on the same broker and Postgres. */
export const loop = {
  name: 'loop',
  lines: [
    { path: 'the whole loop on Kafka, feedback to pod: a request each', of, unit, rival: 'peer', against: "the peer's whole loop: a request each", goal: { least: 10 } },
    { path: 'the whole loop on Kafka, feedback to pod: batches of 100', who: 'batches', of, unit, rival: 'peerBatches', against: "the peer's whole loop: batches of 100, each item saved and sent by itself", goal: { least: 10 } },
  ],
  async prepare(stand) {
    const brokers = await stand.broker();
    const [platform, peer] = [await stand.platform({ brokers }), await peerAt(stand, brokers)];
    await platform.putRules();
    const [count, fewer] = [stand.events(20_000), stand.events(2000)];
    return {
      ours: (turn) => wholeLoop(stand, platform, { run: `loop-${turn}`, count }),
      batches: (turn) => wholeLoop(stand, platform, { run: `loop-b-${turn}`, count, ...inBatches }),
      peer: (turn) => wholeLoop(stand, peer, { run: `loop-${turn}`, count: fewer }),
      peerBatches: (turn) => wholeLoop(stand, peer, { run: `loop-b-${turn}`, count: fewer, ...inBatches }),
      close: () => peer.stop(),
    };
  },
};

/** The loop against each of its stages alone: one process after the other works off what those before it left in Kafka. */
export const stages = {
  name: 'loop-stages',
  lines: [
    { path: 'the whole loop on Kafka: batches of 100', of, unit, rival: 'alone', against: 'its slowest stage alone, with the whole machine to itself', goal: { least: 0.6 } },
    ...serviceNames.map((name) => ({ path: `the stage ${name} alone`, who: 'alone', of: (it) => it[name], unit })),
  ],
  async prepare(stand) {
    const platform = await stand.platform({ brokers: await stand.broker() });
    await platform.putRules();
    const count = stand.events(20_000);
    return {
      ours: (turn) => wholeLoop(stand, platform, { run: `loop-${turn}`, count, ...inBatches }),
      alone: async (turn) => {
        await platform.stop();
        await platform.start(['ingestion']);
        const rates = { ingestion: (await wholeLoop(stand, platform, { run: `alone-${turn}`, count, ...inBatches })).perSecond };
        await platform.stop();
        for (const name of serviceNames.slice(1)) {
          await platform.start([name]);
          rates[name] = count * (await worksOff(platform, name));
          await platform.stop();
        }
        // What the stages told each other backwards is nobody's measurement.
        await platform.start(serviceNames);
        await platform.settled();
        return { ...rates, perSecond: Math.min(...Object.values(rates)) };
      },
    };
  },
};

/** Which share of what waits for it a service works off in a second, from when it is seen to move until nothing waits. */
async function worksOff(platform, name) {
  // A service that has no time to answer is not at rest.
  const look = async () => {
    const { inFlight } = await platform.ask('GET', `/v1/services/${name}/reconciliation`).catch(() => ({ inFlight: Infinity }));
    return { inFlight, at: performance.now() };
  };
  const [{ events }] = await platform.query(`SELECT coalesce(sum(done + dropped), 0)::int AS events FROM ${name}.consumer_offset`);
  const taken = async () => (await platform.query(`SELECT coalesce(sum(done + dropped), 0)::int - $1::int AS taken FROM ${name}.consumer_offset`, [events]))[0].taken;
  let [began, first] = [0, 0];
  while (first === 0) {
    await sleep(20);
    [began, first] = [performance.now(), await taken()];
  }
  let end = await look();
  while (end.inFlight > 0) {
    await sleep(50);
    end = await look();
  }
  const all = await taken();
  return (1 - first / all) / ((end.at - began) / 1000);
}
