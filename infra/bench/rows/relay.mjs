import { FeedbackReceived } from '@vocloop/contracts';
import { toRecord } from '../../../libs/messaging/dist/record.js';
import { anEventAt } from '../feedback.mjs';

/** An outbox full of feedback goes to Kafka, each side by batches of its own size, against producing the same records with nothing around it. */
export const relay = {
  name: 'relay',
  lines: ['kafkajs', 'platformatic'].map((client) => ({
    path: `the relay, client ${client}, 1,000 rows a transaction`, who: client === 'kafkajs' ? 'ours' : 'platformatic', of: ({ perSecond }) => perSecond, unit: 'events/s',
    rival: client === 'kafkajs' ? 'raw' : 'rawPlatformatic', against: 'raw produce by the same client, acknowledged by all, idempotent, 500 at a time', goal: { least: 0.5 },
  })),
  async prepare(stand) {
    const brokers = await stand.broker();
    const platform = await stand.platform({ services: [] });
    const count = stand.events(50_000);
    const { key, headers, payload } = toRecord(anEventAt('relay', 0), FeedbackReceived.topic.name);
    const url = platform.roleUrl('ingestion');
    const contestant = async (who, client) => {
      const process = await stand.process('limits/relay.mjs');
      return async () => {
        if (who === 'ours') await platform.query(`INSERT INTO ingestion.outbox (id, type, aggregatetype, aggregateid, key_hash, headers, payload) SELECT gen_random_uuid(), 'FeedbackReceived.v1', 'voc.feedback.v1', $1::text, n % 4, $2::json, $3::text FROM generate_series(1, $4::int) AS n`, [key, headers, payload, count]);
        return process.ask({ who, client, url, brokers, count, sample: { key, headers, payload } });
      };
    };
    return { ours: await contestant('ours', 'kafkajs'), raw: await contestant('raw', 'kafkajs'), platformatic: await contestant('ours', 'platformatic'), rawPlatformatic: await contestant('raw', 'platformatic') };
  },
};
