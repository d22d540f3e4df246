// The load generator, a process of its own: sends what producers and pods send, and notes each request and its outcome (ok, fail, unknown) in its ledger,
// before and after. Told what to do by its parent's first message; `stop` ends it.
import { openLog } from '@vocloop/messaging';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyHash } from '../../libs/messaging/dist/partition.js';
import { chanceOf } from './chance.mjs';
import { Ledger } from './ledger.mjs';
import { Producer } from './producer.mjs';
import { Sender } from './sender.mjs';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

class Load {
  sent = 0;
  /** Nothing more is submitted. */
  stopped = false;
  acts = 0;

  constructor({ url, keys, logSettings, partitions, sources, ledger, seed, rate, customers, mostInBatch, podEveryMs, resolveEvery, concurrency = 12, malformed = 0.01, leastActs = 12 }) {
    Object.assign(this, { url, keys, logSettings, partitions, sources, ledger, seed, rate, customers, mostInBatch, podEveryMs, resolveEvery, concurrency, malformed, leastActs });
    this.began = Date.now();
  }

  async run() {
    const { url, keys, ledger, seed, concurrency } = this;
    const book = new Ledger(ledger);
    this.sender = new Sender({ url, keys, book, log: await openLog(this.logSettings, quiet) });
    const producers = Array.from({ length: concurrency }, (_, n) => new Producer(this, n));
    this.mender = new Producer(this, concurrency);
    this.chance = chanceOf(seed + concurrency + 1);
    const pod = this.pods();
    await Promise.all(producers.map(async (it) => this.keepUp(it)));
    // Issues open some time after what they are made of; a loop that nobody acts in would prove little.
    for (const until = Date.now() + 60_000; this.acts < this.leastActs && Date.now() < until; ) await sleep(100);
    this.sender.over = true;
    await pod;
    await book.close();
  }

  /** Has a producer send at the common rate. */
  async keepUp(producer) {
    while (!this.stopped) {
      const wait = this.began + (this.sent / this.rate) * 1000 - Date.now();
      if (wait > 0) await sleep(Math.min(wait, 500));
      else await producer.send();
      process.send({ sent: this.sent });
    }
  }

  /** What pods do with their issues, by HTTP and by the log; and an operator, who mends dead letters. */
  async pods() {
    for (let turn = 1; !this.sender.over; turn++) {
      await sleep(this.podEveryMs);
      const tenant = turn % 4 === 3 ? 'other' : 'default';
      const issues = await this.sender.get(tenant, '/v1/issues?limit=50');
      const issue = issues?.items?.length ? this.chance.one(issues.items) : undefined;
      if (issue) await this.act(tenant, issue, ++this.acts);
      if (turn % 3 === 0) await this.mendOne();
    }
  }

  async act(tenant, { id, feedbackCount }, turn) {
    const mark = `${tenant}-act-${turn}`;
    if (turn % 2 === 0) {
      const action = { action: turn % this.resolveEvery === 0 && feedbackCount < 200 ? 'resolve' : turn % 4 === 0 ? 'comment' : 'acknowledge', by: 'chaos', text: `We mended it (${mark}).`, reason: mark };
      await this.sender.request(tenant, 'action', `/v1/issues/${id}/actions`, [action], { again: false, mark });
      return;
    }
    const data = turn % 5 === 0 ? { unheardOf: mark } : { issueId: id, action: 'comment', by: 'chaos', text: mark };
    const headers = { ce_specversion: '1.0', ce_id: mark, ce_source: '/chaos', ce_type: 'PodActed.v1', ce_tenantid: tenant, 'content-type': 'application/json' };
    const record = { topic: 'voc.action.v1', partition: keyHash(id) % this.partitions, key: id, headers, value: Buffer.from(JSON.stringify(data)) };
    await this.sender.append('acted', tenant, [data], [record, record], mark);
  }

  async mendOne() {
    const letters = await this.sender.get('default', '/v1/services/ingestion/dead-letters?limit=20');
    const letter = letters?.items?.find(({ topic }) => topic === 'voc.inbound.v1');
    if (!letter) return;
    const item = { ...this.mender.feedback('default', { named: false }), customer: undefined };
    await this.sender.request('default', 'mended', `/v1/services/ingestion/dead-letters/${letter.id}/replay`, [{ data: item }], { again: false });
  }
}

process.once('message', (options) => {
  const load = new Load(options);
  process.on('message', (it) => { if (it === 'stop') load.stopped = true; });
  void load.run().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
});
process.once('disconnect', () => process.exit(1));
