// The relay of a service, by itself: what stands in its outbox goes to Kafka. And its limit: a producer of the same client with the same promises (all replicas, idempotent, one request at a time), with nothing of ours around it.
import { ProduceAcks, Producer } from '@platformatic/kafka';
import { Database, dataSourceOf } from '@vocloop/database';
import { openLog, Topics } from '@vocloop/messaging';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { OutboxRepository } from '../../../libs/messaging/dist/outbox.repository.js';
import { Relay } from '../../../libs/messaging/dist/relay.js';
import { Signal } from '../../../libs/messaging/dist/signal.js';
import { answering } from '../child.mjs';

const logger = { info() {}, warn: console.error, error: console.error };
const topic = 'voc.feedback.v1';
const batch = 500;
let parts;

async function relayOf({ url, brokers, client }) {
  const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [] }).initialize());
  const log = await openLog({ kind: 'kafka', brokers: [brokers], client, clientId: 'bench' }, logger);
  const topics = new Topics(log);
  await topics.ensure([{ name: topic, partitions: 4 }]);
  return { database, log, topics, outbox: new OutboxRepository(database) };
}

async function relayed({ count }) {
  const { database, outbox } = parts;
  const relay = new Relay({ ...parts, signal: new Signal(), logger });
  const began = performance.now();
  relay.start();
  // It closes once the outbox is empty, or Kafka fails.
  await relay.close();
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await database.transaction([], () => outbox.backlog());
  if (rows > 0) throw new Error(`${rows} of ${count} rows are in the outbox still`);
  return { perSecond: count / seconds };
}

/** Each answers what sends messages to the topic (the relay, whose turn is first, has made it) and resolves once Kafka has them. */
const producers = {
  kafkajs: async (brokers) => {
    const producer = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    return (messages) => producer.send({ topic, acks: -1, messages });
  },
  platformatic: async (brokers) => {
    const text = (it) => Buffer.from(it);
    const producer = new Producer({ clientId: 'raw', bootstrapBrokers: [brokers], idempotent: true, acks: ProduceAcks.ALL, maxInflights: 1, autocreateTopics: false, serializers: { key: text, value: (it) => it, headerKey: text, headerValue: text } });
    return (messages) => producer.send({ messages: messages.map((it) => ({ topic, ...it })) });
  },
};

async function produced(send, { count, sample: { key, headers, payload } }) {
  const value = Buffer.from(payload);
  const began = performance.now();
  for (let at = 0; at < count; at += batch) await send(Array.from({ length: Math.min(batch, count - at) }, (_, n) => ({ partition: (at + n) % 4, key, value, headers })));
  return { perSecond: (count * 1000) / (performance.now() - began) };
}

answering(async ({ who, ...asked }) => {
  parts ??= await (who === 'ours' ? relayOf(asked) : producers[asked.client](asked.brokers));
  return who === 'ours' ? relayed(asked) : produced(parts, asked);
});
