import { openLog } from '@vocloop/messaging';
import { poisonText } from '../../chaos/plants.mjs';
import { testBuild } from '../../chaos/test-build.mjs';
import { inBatches, wholeLoop } from './loop.mjs';

const quiet = { info() {}, warn() {}, error() {} };
const [malformedEvery, poisonEvery] = [100, 1000];

/** The whole loop where one in a hundred events cannot be read and a handler fails for one in a thousand, as chaos's test build does for a certain text. */
export const faults = {
  name: 'faults',
  lines: [{ path: 'the whole loop on Kafka: 1 % of events malformed, a handler failing for 0.1 %', of: ({ perSecond }) => perSecond, unit: 'feedback/s', rival: 'sound', against: 'all of them sound', goal: { least: 0.9 } }],
  async prepare(stand) {
    const build = await testBuild();
    const count = Math.ceil(stand.events(20_000) / poisonEvery) * poisonEvery;
    const [faulty, sound] = await Promise.all([aLoop(stand, build.folder), aLoop(stand, build.folder)]);
    let found = 0;
    return {
      ours: async (turn) => {
        const malformed = Array.from({ length: count / malformedEvery }, (_, n) => ({ topic: 'voc.inbound.v1', partition: n % 4, key: null, headers: { ce_id: `${turn}-${n}`, ce_source: '/bench', ce_type: 'FeedbackSubmitted.v1', ce_specversion: '1.0' }, value: Buffer.from('{"cut') }));
        await faulty.log.append(malformed);
        const figures = await wholeLoop(stand, faulty.platform, { run: `faulty-${turn}`, count, ...inBatches, poison: { every: poisonEvery, text: poisonText } });
        found += malformed.length + count / poisonEvery;
        const [{ dead }] = await faulty.platform.query(`SELECT (SELECT count(*) FROM ingestion.dead_letter)::int + (SELECT count(*) FROM sentiment.dead_letter WHERE state = 'dead')::int AS dead`);
        if (dead !== found) throw new Error(`${dead} dead letters of ${found} faults`);
        return figures;
      },
      sound: (turn) => wholeLoop(stand, sound.platform, { run: `sound-${turn}`, count, ...inBatches }),
      close: async () => {
        for (const { platform, log } of [faulty, sound]) await Promise.all([platform.stop(), log.close()]);
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
