import { openLog } from '@vocloop/messaging';
import { poisonText } from '../../chaos/words.mjs';
import { testBuild } from '../../chaos/test-build.mjs';
import { feedbackAt } from '../feedback.mjs';

const quiet = { info() {}, warn() {}, error() {} };
const [malformedEvery, poisonEvery] = [100, 1000];

/** The whole loop where one in a hundred events cannot be read and a handler fails for one in a thousand, as chaos's test build does for a certain text. Both come in by the open topic, where events stand that nobody checked. */
export const faults = {
  name: 'faults',
  lines: [{ path: 'the whole loop on Kafka, from the open topic: 1 % of events malformed among the sound, a handler failing for 0.1 %', of: ({ perSecond }) => perSecond, unit: 'feedback/s', rival: 'sound', against: 'all of them sound', goal: { least: 0.9 } }],
  async prepare(stand) {
    const build = await testBuild();
    const count = Math.ceil(stand.events(20_000) / poisonEvery) * poisonEvery;
    const [faulty, sound] = await Promise.all([aLoop(stand, build.folder), aLoop(stand, build.folder)]);
    let found = 0;
    return {
      ours: async (turn) => {
        const records = recordsOf(`faulty-${turn}`, count, true);
        const figures = await fromTheTopic(faulty, records, count);
        found += records.length - count + count / poisonEvery;
        const [{ dead }] = await faulty.platform.query(`SELECT (SELECT count(*) FROM ingestion.dead_letter)::int + (SELECT count(*) FROM sentiment.dead_letter WHERE state = 'dead')::int AS dead`);
        if (dead !== found) throw new Error(`${dead} dead letters of ${found} faults`);
        return figures;
      },
      sound: (turn) => fromTheTopic(sound, recordsOf(`sound-${turn}`, count), count),
      close: async () => {
        await Promise.all([faulty, sound].map(({ log }) => log.close()));
        build.remove();
      },
    };
  },
};

async function aLoop(stand, build) {
  const brokers = await stand.broker();
  const platform = await stand.platform({ brokers, build });
  await platform.putRules();
  return { platform, log: await openLog({ kind: 'kafka', brokers: [brokers], client: 'kafkajs', clientId: 'bench' }, quiet) };
}

/** So many feedback as native producers write them; behind every hundredth stands one more that is cut off, so that it shares its batch with sound ones. */
function recordsOf(run, count, faulty = false) {
  const record = (id, n, value) => ({ topic: 'voc.inbound.v1', partition: n % 4, key: null, headers: { ce_id: id, ce_source: '/bench', ce_type: 'FeedbackSubmitted.v1', ce_specversion: '1.0' }, value: Buffer.from(value) });
  return Array.from({ length: count }, (_, n) => {
    const sound = record(`${run}-${n}`, n, JSON.stringify({ ...feedbackAt(run, n), ...(faulty && n % poisonEvery === 0 && { text: poisonText }) }));
    return faulty && n % malformedEvery === 0 ? [sound, record(`${run}-${n}-cut`, n / malformedEvery, '{"cut')] : [sound];
  }).flat();
}

/** Writes records to the open topic and waits until nothing moves any more; answers how many feedback a second went the whole way. */
async function fromTheTopic({ platform, log }, records, count) {
  const began = performance.now();
  await log.append(records);
  const sent = performance.now();
  const end = Math.max(sent, await platform.settled());
  return { perSecond: (count * 1000) / (end - began) };
}
