import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithKafka, eventually, freshTopic, testKafka } from '@vocloop/testing';
import { Kafka, logLevel } from 'kafkajs';
import { describeHistory } from '../history.conformance.js';
import type { StoredRecord } from '../log.js';
import { describeLog } from '../log.conformance.js';
import { KafkaLog } from './kafka-log.js';

describeWithKafka.each(['kafkajs', 'platformatic'] as const)('Kafka by %s', (client) => {
  const said: string[] = [];
  const say = (line: string): void => { said.push(line); };
  const logger = { info: say, warn: say, error: say };
  const open = async (sessionMs?: number): Promise<KafkaLog> => KafkaLog.by(client, { brokers: [(await testKafka()).brokers], clientId: 'test', logger }, sessionMs);
  let log: KafkaLog;
  beforeAll(async () => { log = await open(); }, 60_000);
  afterAll(async () => log.close());

  describeLog(`Kafka by ${client}`, { open: async () => open() });
  describeHistory(`Kafka by ${client}`, { open: async () => open() });

  it('tells Kafka how far a group is, and leaves it empty behind', async () => {
    const [topic, group] = [freshTopic(), freshTopic('group')];
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    await log.append(['a', 'b'].map((it) => ({ topic, partition: 0, key: it, value: Buffer.from(it), headers: {} })));
    const stored: StoredRecord[] = [];
    const subscription = await log.subscribe({ group, topic, partitions: 1, positions: async (of) => Promise.resolve(new Map(of.map((it) => [it, 0n]))), onBatch: async ({ records }) => { stored.push(...records); } });
    await eventually(() => expect(stored).toHaveLength(2));
    await subscription.close();

    const admin = new Kafka({ brokers: [(await testKafka()).brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect(await admin.fetchOffsets({ groupId: `${group}.${topic}`, topics: [topic] })).toMatchObject([{ partitions: [{ partition: 0, offset: '2' }] }]);
    expect((await admin.describeGroups([`${group}.${topic}`])).groups).toMatchObject([{ state: 'Empty' }]);
    await admin.disconnect();
  });

  it('cuts what is more than a request takes, and names the one record that is too large', async () => {
    const topic = freshTopic();
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    const aRecord = (bytes: number, id: string) => ({ topic, partition: 0, key: 'key', value: Buffer.alloc(bytes, 'x'), headers: { ce_id: id } });
    await log.append(Array.from({ length: 30 }, (_, n) => aRecord(100_000, String(n))));
    expect(await log.ends(topic)).toEqual(new Map([[0, { first: 0n, next: 30n }]]));
    await expect(log.append([aRecord(10, 'small'), aRecord(3_000_000, 'large')])).rejects.toThrow(/record of 3000\d+ bytes for test\.topic.*event large.*max\.message\.bytes/);
    await log.append([aRecord(10, 'after')]);
    expect((await log.ends(topic)).get(0)!.next).toBe(32n);
  });

  it("takes Kafka's usual session where the broker refuses a shorter one", async () => {
    const hasty = await open(400);
    const topic = freshTopic();
    await hasty.ensureTopics([{ name: topic, partitions: 1 }]);
    await hasty.append([{ topic, partition: 0, key: null, value: null, headers: {} }]);
    const got: bigint[] = [];
    await hasty.subscribe({ group: freshTopic('group'), topic, partitions: 1, positions: async () => Promise.resolve(new Map([[0, 0n]])), onBatch: async ({ records }) => { got.push(...records.map(({ offset }) => offset)); return Promise.resolve(); } });
    await eventually(() => expect(got).toEqual([0n]), 20_000);
    await hasty.close();
  });

  it('logs nothing of what the client mends by itself', () => {
    expect(said.filter((line) => !line.endsWith('reading it again: not now'))).toEqual([]);
  });
});
