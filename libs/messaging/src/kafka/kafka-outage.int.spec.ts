import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OwnBroker, describeWithOwnBroker, eventually } from '@vocloop/testing';
import type { LogRecord } from '../log.js';
import { isPassing } from '../outcome.js';
import { KafkaLog } from './kafka-log.js';

describeWithOwnBroker.each(['kafkajs', 'platformatic'] as const)('a broker that comes and goes, by %s', (client) => {
  let broker: OwnBroker;
  let log: KafkaLog;
  const said: string[] = [];
  const stored = new Map<number, string[]>();
  const positions = new Map<number, bigint>();
  const topic = 'test.outage.v1';

  beforeAll(async () => {
    broker = await OwnBroker.prepare();
    const say = (line: string): void => { said.push(line); };
    log = await KafkaLog.by(client, { brokers: [broker.brokers], clientId: 'outage', logger: { info: say, warn: say, error: say } });
  });
  afterAll(async () => {
    await log.close();
    await broker.remove();
  }, 30_000);

  let sent = 0;
  /** As the relay does it: again and again until it is through. */
  const send = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const records: LogRecord[] = [0, 1].map((partition) => ({ topic, partition, key: null, value: Buffer.from(String(sent)), headers: {} }));
      sent++;
      while (!(await log.append(records).then(() => true, () => false))) await sleep(100);
    }
  };
  /** Appending again after an unknown outcome may double a record; the inbox of a service drops it, and so do we. */
  const arrived = (): void => {
    for (const partition of [0, 1]) {
      const texts = stored.get(partition) ?? [];
      expect([...new Set(texts)]).toEqual(Array.from({ length: sent }, (_, n) => String(n)));
    }
  };

  it('is waited for where it is not there yet', async () => {
    const topics = log.ensureTopics([{ name: topic, partitions: 2 }]);
    await log.subscribe({
      group: 'outage',
      topic,
      partitions: 2,
      positions: async (asked) => Promise.resolve(new Map(asked.map((it) => [it, positions.get(it) ?? 0n]))),
      onBatch: async ({ records }) => {
        for (const { partition, offset, value } of records) {
          stored.set(partition, [...(stored.get(partition) ?? []), String(value)]);
          positions.set(partition, offset + 1n);
        }
        return Promise.resolve();
      },
    });
    await eventually(() => expect(said).toContainEqual(expect.stringMatching(/lost Kafka|does not answer/)), 30_000);
    await broker.start();
    expect(await topics).toEqual(new Map([[topic, 2]]));
    await send(3);
    await eventually(arrived, 30_000);
  }, 90_000);

  it('loses nothing and keeps the order when it is killed, and both sides come back within 15 s', async () => {
    const sending = send(200);
    await sleep(150);
    await broker.kill();
    const asked = await Promise.all([1, 2, 3].map(async () => log.ends(topic).catch((error: unknown) => error)));
    expect(asked.map(isPassing)).toEqual([true, true, true]);
    const before = sent;
    await broker.start();
    const begin = Date.now();
    await eventually(() => expect(sent).toBeGreaterThan(before), 15_000);
    await sending;
    await eventually(arrived, 30_000);
    expect(Date.now() - begin).toBeLessThan(25_000);
    expect(Number((await log.ends(topic)).get(0)?.next)).toBeGreaterThanOrEqual(sent);
  }, 90_000);

  it('is said to be away once, not at every try', () => {
    expect(said.length).toBeLessThan(12);
  });
});
