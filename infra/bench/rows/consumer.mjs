import { FeedbackReceived } from '@vocloop/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { toRecord } from '../../../libs/messaging/dist/record.js';
import { anEventAt } from '../feedback.mjs';

const of = ({ perSecond }) => perSecond;
const { name: topic } = FeedbackReceived.topic;
const partitions = { [topic]: 4, 'stock.feedback': 8 };

/** A consumer whose handler does next to nothing. All read what lies ready; the clock runs from the first event to the last one's commit. */
export const consumer = {
  name: 'consumer',
  lines: [
    { path: 'a consumer with a trivial handler', of, unit: 'events/s', rival: 'raw', against: 'raw loop: read, inbox, effect, offset', goal: { least: 0.7 } },
    { path: 'a consumer with a trivial handler, client platformatic', who: 'platformatic', of, unit: 'events/s', rival: 'raw', against: 'raw loop by kafkajs' },
    { path: 'a consumer with a trivial handler', of, unit: 'events/s', rival: 'stock', against: "Nest's stock Kafka server, a transaction a message, 8 partitions at once", goal: { least: 10 } },
  ],
  async prepare(stand) {
    const brokers = await stand.broker();
    const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ waitForLeaders: true, topics: Object.entries(partitions).map(([name, numPartitions]) => ({ topic: name, numPartitions })) });
    const [counts, [oursUrl, otherUrl, rawUrl, stockUrl]] = [{ [topic]: stand.events(50_000), 'stock.feedback': stand.events(5000) }, await Promise.all([1, 2, 3, 4].map(() => stand.database()))];
    const fill = async (name, turn) => {
      for (let at = 0; at < counts[name]; at += 500) {
        const messages = Array.from({ length: Math.min(500, counts[name] - at) }, (_, n) => {
          const { key, payload, headers } = toRecord(anEventAt(`${name}-${turn}`, at + n), name);
          return { key, value: payload, headers, partition: (at + n) % partitions[name] };
        });
        await producer.send({ topic: name, messages });
      }
    };
    const ours = await stand.process('limits/dist/trivial.js');
    const platformatic = await stand.process('limits/dist/trivial.js', { env: { VOC_KAFKA_CLIENT: 'platformatic' } });
    const raw = await stand.process('limits/consumer.mjs');
    const stock = await stand.process('limits/dist/stock.js', { env: { STOCK_DATABASE: stockUrl, STOCK_BROKERS: brokers } });
    return {
      ours: async (turn) => { await fill(topic, turn); return ours.ask({ ownerUrl: oursUrl, brokers, count: counts[topic] }); },
      raw: () => raw.ask({ url: rawUrl, brokers, topic, count: counts[topic] }),
      platformatic: () => platformatic.ask({ ownerUrl: otherUrl, brokers, count: counts[topic] }),
      stock: async (turn) => { await fill('stock.feedback', turn); return stock.ask({ count: counts['stock.feedback'], partitions: 8 }); },
      close: async () => { await Promise.all([admin.disconnect(), producer.disconnect()]); },
    };
  },
};
