// The relay of a service, by itself: what stands in its outbox goes to Kafka. And its limit: the same records by the same client, 500 at a time.
import { Database, dataSourceOf } from '@vocloop/database';
import { openLog, Topics } from '@vocloop/messaging';
import { OutboxRepository } from '../../../libs/messaging/dist/outbox.repository.js';
import { Relay } from '../../../libs/messaging/dist/relay.js';
import { Signal } from '../../../libs/messaging/dist/signal.js';
import { answering } from '../child.mjs';

const logger = { info() {}, warn: console.error, error: console.error };
const topic = 'voc.feedback.v1';
let parts;

async function open({ url, brokers, client }) {
  const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [] }).initialize());
  const log = await openLog({ kind: 'kafka', brokers: [brokers], client, clientId: 'bench' }, logger);
  const topics = new Topics(log);
  await topics.ensure([{ name: topic, partitions: 4 }]);
  return { database, log, topics, outbox: new OutboxRepository(database) };
}

async function relayed({ database, log, topics, outbox }) {
  const relay = new Relay({ database, log, topics, outbox, signal: new Signal(), logger });
  relay.start();
  // It closes once the outbox is empty, or Kafka fails.
  await relay.close();
}

async function produced({ log }, { count, sample: { key, headers, payload } }) {
  const value = Buffer.from(payload);
  for (let at = 0; at < count; at += 500) await log.append(Array.from({ length: Math.min(500, count - at) }, (_, n) => ({ topic, partition: (at + n) % 4, key, value, headers })));
}

answering(async ({ who, ...asked }) => {
  parts ??= await open(asked);
  const began = performance.now();
  await (who === 'ours' ? relayed(parts) : produced(parts, asked));
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await parts.database.transaction([], () => parts.outbox.backlog());
  if (rows > 0) throw new Error(`${rows} of ${asked.count} rows are in the outbox still`);
  return { perSecond: asked.count / seconds };
});
