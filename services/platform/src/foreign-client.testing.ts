import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as Kafkajs from 'kafkajs';

/** A record as a client that knows nothing of us writes and reads it. */
export interface ForeignRecord {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value: string | Buffer | null;
}
export interface ForeignRead {
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly value: string;
  readonly partition: number;
}

/** Which foreign client the tests use: kcat where it is installed, else kafkajs, bare, past our library. */
export const client: 'kcat' | 'kafkajs' = spawnSync('kcat', ['-V']).status === 0 ? 'kcat' : 'kafkajs';
const run = promisify(execFile);

/** Writes one record. */
export async function writeRecord(brokers: string, topic: string, record: ForeignRecord): Promise<void> {
  if (client === 'kcat') return kcatWrites(brokers, topic, record);
  const producer = (await bare(brokers)).producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: record.key ?? null, value: record.value, headers: { ...record.headers } }] });
  await producer.disconnect();
}

/** Reads every topic of ours from its beginning to its end. */
export async function readTopics(brokers: string): Promise<Map<string, ForeignRead[]>> {
  const admin = (await bare(brokers)).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((it) => it.startsWith('voc.'));
  await admin.disconnect();
  return new Map(await Promise.all(topics.map(async (topic) => [topic, await readTopic(brokers, topic)] as const)));
}

/** Reads a topic from its beginning to its end. */
export async function readTopic(brokers: string, topic: string): Promise<ForeignRead[]> {
  return client === 'kcat' ? kcatReads(brokers, topic) : bareReads(brokers, topic);
}

async function kcatWrites(brokers: string, topic: string, { key, headers = {}, value }: ForeignRecord): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'voc-kcat-'));
  const file = join(folder, 'value');
  writeFileSync(file, value ?? '');
  try {
    const named = Object.entries(headers).flatMap(([name, it]) => ['-H', `${name}=${it}`]);
    await run('kcat', ['-P', '-b', brokers, '-t', topic, '-X', 'message.max.bytes=4000000', ...(key === undefined ? [] : ['-k', key]), ...named, ...(value === null ? ['-Z'] : []), file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function kcatReads(brokers: string, topic: string): Promise<ForeignRead[]> {
  const { stdout } = await run('kcat', ['-C', '-b', brokers, '-t', topic, '-o', 'beginning', '-e', '-q', '-J'], { maxBuffer: 1 << 28 });
  return stdout.split('\n').filter(Boolean).map((line) => {
    const { key, headers = [], payload, partition } = JSON.parse(line) as { key: string | null; headers?: string[]; payload: string; partition: number };
    return { key, partition, value: payload, headers: Object.fromEntries(Array.from({ length: headers.length / 2 }, (_, at) => [headers[2 * at]!, headers[2 * at + 1]!])) };
  });
}

async function bareReads(brokers: string, topic: string): Promise<ForeignRead[]> {
  const kafka = await bare(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const wanted = (await admin.fetchTopicOffsets(topic)).reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  await admin.disconnect();
  const found: ForeignRead[] = [];
  if (wanted === 0) return found;
  const consumer = kafka.consumer({ groupId: `foreign-${topic}-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.run({ eachMessage: async ({ partition, message: { key, value, headers = {} } }) => {
      found.push({ partition, key: key?.toString() ?? null, value: value?.toString() ?? '', headers: Object.fromEntries(Object.entries(headers).map(([name, it]) => [name, String(it)])) });
      if (found.length === wanted) resolve();
      return Promise.resolve();
    } }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}

/** A Kafka client as a stranger would take it: not through our library, which is what the test is about. */
async function bare(brokers: string): Promise<Kafkajs.Kafka> {
  const { Kafka, logLevel } = createRequire(join(import.meta.dirname, '../../../libs/messaging/package.json'))('kafkajs') as typeof Kafkajs;
  return Promise.resolve(new Kafka({ brokers: [brokers], clientId: 'foreign', logLevel: logLevel.NOTHING }));
}
