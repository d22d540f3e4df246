import { expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { describeWithKafka, eventually, freshDatabase, testKafka } from './index.js';

it('gives each test file a database of its own and drops it, whoever is connected', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('CREATE TABLE mine (id int)');
  expect((await client.query('SELECT current_setting($1) AS max', ['max_connections'])).rows).toEqual([{ max: '300' }]);
  expect(other.url).not.toBe(one.url);

  await Promise.all([one.drop(), other.drop()]);

  await eventually(() => expect(client.query('SELECT 1')).rejects.toThrow());
});

describeWithKafka('Kafka', () => {
  it('answers, the same to everyone who asks', async () => {
    const [one, other] = await Promise.all([testKafka(), testKafka()]);
    expect(one).toEqual(other);
    const admin = new Kafka({ brokers: [one.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers).toHaveLength(1);
    await admin.disconnect();
  });
});
