// Starts the peer: a process a stage, on a broker and a database that others use too.
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { DataSource } from 'typeorm';

const stages = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
const streams = ['peer.feedback', 'peer.insight', 'peer.issue'];
const takes = { sentiment: ['peer.feedback'], issues: ['peer.insight'], routing: ['peer.issue'], reporting: streams };

/** The peer's stages, its topics with so many partitions, each partition's messages one at a time. */
export async function peerAt(stand, brokers, wanted = stages, partitions = Number(stand.options.peerPartitions ?? 8)) {
  const [{ entities }, { pods }] = await Promise.all([import('./dist/entities.js'), import('./dist/routing.js')]);
  const url = await stand.database();
  const source = await new DataSource({ type: 'postgres', url, entities }).initialize();
  await source.synchronize();
  await source.destroy();
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [...streams.map((topic) => ({ topic, numPartitions: partitions })), ...pods.map((pod) => ({ topic: `peer.pod.${pod}`, numPartitions: 1 }))] });
  const running = await Promise.all(wanted.map((stage) => stand.process('peer/dist/main.js', { env: { PEER_STAGE: stage, PEER_DATABASE: url, PEER_BROKERS: brokers, PEER_CONCURRENCY: String(partitions) } })));
  const { url: door } = wanted.includes('ingestion') ? await running[wanted.indexOf('ingestion')].ask() : {};
  return {
    urlOf: () => door,
    /** Waits until every stage has read all there is, twice in a row; answers when that was first seen. */
    async settled() {
      for (let before = '', since = 0; ; await sleep(100)) {
        const lags = await Promise.all(wanted.filter((it) => takes[it]).map((stage) => lagOf(admin, `peer-${stage}-server`, takes[stage])));
        const now = lags.every(({ lag }) => lag === 0) ? JSON.stringify(lags) : '';
        if (now && now === before) return since;
        since = performance.now();
        before = now;
      }
    },
    stop: () => admin.disconnect(),
  };
}

async function lagOf(admin, groupId, topics) {
  const read = new Map((await admin.fetchOffsets({ groupId, topics })).flatMap(({ topic, partitions }) => partitions.map(({ partition, offset }) => [`${topic} ${partition}`, Math.max(0, Number(offset))])));
  const ends = (await Promise.all(topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [`${topic} ${partition}`, Number(high)])))).flat();
  return { lag: ends.reduce((sum, [where, end]) => sum + end - (read.get(where) ?? 0), 0), ends };
}
