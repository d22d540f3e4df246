// The limit of a consumer: read by kafkajs in batches, and in one transaction a batch move the offset, note the ids, note the effect. Nothing else.
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { answering } from '../child.mjs';

const batchSize = 500;
let pool;

async function open(url) {
  pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query('CREATE TABLE position (partition int PRIMARY KEY, next bigint NOT NULL)');
  await pool.query('INSERT INTO position SELECT n, 0 FROM generate_series(0, 63) AS n');
  await pool.query('CREATE TABLE inbox (day date NOT NULL, event_id uuid NOT NULL, PRIMARY KEY (day, event_id))');
  await pool.query('CREATE TABLE effect (tenant_id text NOT NULL, id uuid NOT NULL, touchpoint text NOT NULL)');
}

async function store(partition, messages) {
  const events = messages.map(({ headers, value }) => ({ id: String(headers.ce_id), time: String(headers.ce_time), tenant: String(headers.ce_tenantid), touchpoint: JSON.parse(value).feedback.touchpoint }));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE position SET next = $3 WHERE partition = $1 AND next = $2', [partition, messages[0].offset, String(BigInt(messages.at(-1).offset) + 1n)]);
    await client.query('INSERT INTO inbox SELECT d::date, i FROM unnest($1::timestamptz[], $2::uuid[]) AS t(d, i) ON CONFLICT DO NOTHING RETURNING event_id', [events.map(({ time }) => time), events.map(({ id }) => id)]);
    await client.query('INSERT INTO effect SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])', [events.map(({ tenant }) => tenant), events.map(({ id }) => id), events.map(({ touchpoint }) => touchpoint)]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

answering(async ({ url, brokers, topic, count }) => {
  if (!pool) await open(url);
  const consumer = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: 'raw' });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let [began, taken] = [0, 0];
  const seconds = await new Promise((resolve, reject) => {
    consumer.run({ autoCommit: true, partitionsConsumedConcurrently: 64, eachBatchAutoResolve: true, eachBatch: async ({ batch: { partition, messages } }) => {
      began ||= performance.now();
      for (let at = 0; at < messages.length; at += batchSize) {
        const some = messages.slice(at, at + batchSize);
        await store(partition, some);
        taken += some.length;
      }
      if (taken >= count) resolve((performance.now() - began) / 1000);
    } }).catch(reject);
  });
  await consumer.disconnect();
  return { perSecond: count / seconds };
});
