import { peerAt } from '../peer/peer.mjs';

const perSecond = ({ perSecond: it }) => it;
const p99 = (it) => it.p99;
const path = 'one feedback by HTTP: authenticated, validated, masked, traced, durable';

/** A feedback a request, 128 connections: ingestion, the peer's, and what would be left without a database. Ours and what is left of it send their traces; the peer makes none. */
export const one = {
  name: 'http-one',
  lines: [
    { path, of: perSecond, unit: '/s', rival: 'handler', against: 'the same handler without a database', goal: { least: 0.4 } },
    { path, of: perSecond, unit: '/s', rival: 'bare', against: 'bare node:http answering 202' },
    { path, of: perSecond, unit: '/s', rival: 'peer', against: 'the peer: an insert and an event a request', goal: { least: 2.5 } },
    { path: `${path}: p99`, of: p99, unit: 'ms', rival: 'peer', against: 'the peer', goal: { most: 1 } },
  ],
  async prepare(stand) {
    const brokers = await stand.broker();
    const env = await stand.traced();
    const platform = await stand.platform({ brokers, services: ['ingestion'], env });
    const peer = await peerAt(stand, brokers, ['ingestion']);
    const [handler, bare] = await Promise.all(['limits/dist/handler.js', 'limits/bare.mjs'].map(async (module) => (await stand.process(module, { env })).ask()));
    const sending = (who, target, count) => async (turn) => {
      const { seconds, ...rest } = await stand.send({ ...target, run: `one-${who}-${turn}`, count });
      return { perSecond: count / seconds, ...rest };
    };
    return {
      ours: sending('ours', { url: platform.urlOf('ingestion'), key: platform.key }, stand.events(20_000)),
      handler: sending('handler', handler, stand.events(20_000)),
      bare: sending('bare', bare, stand.events(20_000)),
      peer: sending('peer', { url: peer.urlOf() }, stand.events(5000)),
      close: () => peer.stop(),
    };
  },
};

/** Batches of 100 by HTTP, against the same rows by \`unnest\`. */
export const batches = {
  name: 'http-batches',
  lines: [{ path: 'batches of 100 by HTTP', of: perSecond, unit: 'feedback/s', rival: 'raw', against: 'raw unnest of the same rows (feedback and outbox), 100 a commit', goal: { least: 0.5 } }],
  async prepare(stand) {
    const connections = 8;
    const [platform, limit] = await Promise.all([stand.platform({ brokers: await stand.broker(), services: ['ingestion'] }), stand.platform({ services: ['ingestion'] })]);
    // One feedback taken in as usual lends the limit its content, so that the rows are the same; then its database is left to itself.
    await stand.send({ url: limit.urlOf('ingestion'), key: limit.key, run: 'first', count: 1, connections: 1 });
    await limit.settled();
    await limit.stop();
    await limit.query('CREATE TABLE sample_event AS SELECT headers, payload FROM log.event_log LIMIT 1');
    const raw = await stand.process('limits/insert.mjs');
    const count = stand.events(50_000);
    return {
      ours: async (turn) => {
        const { seconds, ...rest } = await stand.send({ url: platform.urlOf('ingestion'), key: platform.key, path: '/v1/feedback/batch', run: `batch-${turn}`, count, batch: 100, connections });
        return { perSecond: count / seconds, ...rest };
      },
      raw: (turn) => raw.ask({ url: limit.ownerUrl, run: `raw-${turn}`, count, batch: 100, connections }),
    };
  },
};
