// The load generator, a process of its own: sends what producers and pods send, and notes each request and its outcome (ok, fail, unknown) in its ledger,
// before and after. Told what to do by its parent's first message; `stop` ends it.
import { openLog } from '@vocloop/messaging';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyHash } from '../../libs/messaging/dist/partition.js';
import { chanceOf } from './chance.mjs';
import { Ledger } from './ledger.mjs';
import { poisonText } from './plants.mjs';

const problems = [
  ['delivery', 'The parcel came four days late and nobody told me.'], ['checkout', 'Paying took three attempts, then the card was charged twice.'],
  ['billing', 'The invoice is wrong again and nobody corrects it.'], ['support-phone', 'I waited forty minutes on the phone and nobody answered.'],
  ['returns', 'My refund has not come after three weeks.'], ['app', 'The app crashes whenever I open my orders.'],
];
const praise = ['Quick and friendly, thank you.', 'The garden chair is comfortable.', 'All good.', 'Great service, I will come again.'];
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const hour = 3_600_000;

class Load {
  sent = 0;
  /** Nothing more is submitted. */
  stopped = false;
  /** Nobody acts any more. */
  over = false;
  number = 0;
  acts = 0;
  /** Feedback that may be corrected: whose last submission is known to have been taken. */
  known = [];

  constructor(options) {
    Object.assign(this, options);
    this.chance = chanceOf(this.seed);
    this.began = Date.now();
    this.book = new Ledger(this.ledger);
  }

  async run() {
    this.log = await openLog(this.logSettings, quiet);
    const pod = this.pods();
    // Whoever writes to the log waits for it, and nobody else.
    const byHttp = [this.single, this.single, this.singleByKey, this.batch, this.batch, this.correct, this.correct];
    await Promise.all(Array.from({ length: this.concurrency }, async (_, n) => this.producer(n % 4 === 3 ? [this.inbound] : byHttp)));
    // Issues open some time after what they are made of; a loop that nobody acts in would prove little.
    for (const until = Date.now() + 60_000; this.acts < this.leastActs && Date.now() < until; ) await sleep(100);
    this.over = true;
    await pod;
    await this.book.close();
  }

  async producer(ways) {
    while (!this.stopped) {
      const wait = this.began + (this.sent / this.rate) * 1000 - Date.now();
      if (wait > 0) await sleep(Math.min(wait, 500));
      else await this.chance.one(ways).call(this);
      process.send({ sent: this.sent });
    }
  }

  /** A feedback that bears its own mark, so that it is found again wherever it went. */
  feedback(tenant, { named = true } = {}) {
    const { chance } = this;
    const mark = `${tenant}-${this.number++}`;
    const [place, text] = chance.hit(0.6) ? chance.one(problems) : ['store', chance.one(praise)];
    // Small problems keep coming up, each at a place of its own, so that there is always an issue that can be resolved without telling everybody.
    const touchpoint = chance.hit(0.03) ? `kiosk-${Math.floor(this.sent / 2000)}` : place;
    const now = this.began - chance.below(24 * hour);
    this.sent++;
    return {
      source: chance.one(this.sources), channel: 'survey', touchpoint, customer: `C-${chance.below(this.customers)}`, occurredAt: new Date(now).toISOString(),
      text: chance.hit(0.001) || this.number === 40 ? `${text} ${poisonText}` : text, rating: { kind: 'csat', value: 1 + chance.below(5) },
      ...(named && { externalId: mark }), attributes: { mark, tenant },
    };
  }

  tenant() {
    return this.chance.hit(0.1) ? 'other' : 'default';
  }

  async single() {
    const tenant = this.tenant();
    const named = this.chance.hit(0.8);
    const item = this.feedback(tenant, { named });
    // Without a name or a key, nobody may send it again: its outcome stays unknown.
    const answer = await this.request(tenant, 'single', '/v1/feedback', [item], { again: named });
    if (answer && named) this.remember(tenant, item);
    if (answer && named && this.chance.hit(0.1)) await this.request(tenant, 'single', '/v1/feedback', [item], { again: true });
  }

  async singleByKey() {
    const tenant = this.tenant();
    await this.request(tenant, 'single', '/v1/feedback', [this.feedback(tenant, { named: this.chance.hit(0.3) })], { key: randomUUID(), again: true });
  }

  async batch() {
    const tenant = this.tenant();
    const items = Array.from({ length: 2 + this.chance.below(this.mostInBatch) }, () => this.feedback(tenant, { named: this.chance.hit(0.5) }));
    const first = items.find(({ externalId }) => externalId);
    // Its own correction comes in the same batch; and something that is to be refused.
    if (first) items.push(this.corrected(first, 1));
    if (this.chance.hit(0.3)) items.push({ ...this.feedback(tenant), channel: 'pigeon' });
    const key = randomUUID();
    const answer = await this.request(tenant, 'batch', '/v1/feedback/batch', items, { key, again: true });
    if (answer && this.chance.hit(0.2)) await this.request(tenant, 'batch', '/v1/feedback/batch', items, { key, again: true });
  }

  remember(tenant, item) {
    if (this.known.length < 500) this.known.push({ tenant, item, revision: 0 });
  }

  corrected(item, revision) {
    return { ...item, text: `${item.text} (${revision})`, rating: { kind: 'csat', value: 1 + this.chance.below(5) }, revisedAt: new Date(Date.parse(item.occurredAt) + revision * 1000).toISOString() };
  }

  /** Corrects a feedback, one revision after the other; now and then the old one comes once more. */
  async correct() {
    const [it] = this.known.splice(this.chance.below(this.known.length), 1);
    if (!it) return;
    const next = this.corrected(it.item, it.revision + 1);
    this.sent++;
    if (!(await this.request(it.tenant, 'single', '/v1/feedback', [next], { again: true }))) return;
    if (this.chance.hit(0.1)) await this.request(it.tenant, 'single', '/v1/feedback', [it.item], { again: true });
    if (it.revision < 4) this.known.push({ ...it, revision: it.revision + 1 });
  }

  /** Events by the log itself, as native producers write them; some come twice, one in a hundred cannot be read. */
  async inbound() {
    const tenant = this.tenant();
    const item = this.feedback(tenant, { named: this.chance.hit(0.5) });
    const value = JSON.stringify(item);
    const malformed = this.chance.hit(this.malformed) || this.number === 20 || this.number === 30;
    const broken = malformed && this.chance.one([value.slice(0, 40), '', JSON.stringify({ ...item, channel: 'pigeon' }), '\u0000\u00ff{', JSON.stringify({ ...item, unheardOf: true })]);
    const headers = { ce_specversion: '1.0', ce_id: item.attributes.mark, ce_source: '/chaos', ce_type: 'FeedbackSubmitted.v1', ce_tenantid: tenant, 'content-type': 'application/json' };
    const record = { topic: 'voc.inbound.v1', partition: keyHash(item.customer) % this.partitions, key: item.customer, headers, value: Buffer.from(malformed ? broken : value) };
    await this.append(malformed ? 'malformed' : 'inbound', tenant, [item], malformed || this.chance.hit(0.1) ? [record, record] : [record]);
  }

  async append(kind, tenant, items, records) {
    const op = randomUUID();
    await this.book.note({ op, kind, tenant, items, began: Date.now() });
    for (let tries = 0; !this.over || tries < 20; tries++) {
      const outcome = await this.log.append(records).then(() => 'ok', () => 'unknown');
      await this.book.note({ op, outcome, ended: Date.now() });
      if (outcome === 'ok') return;
      await sleep(300);
    }
  }

  /** Sends a request until its outcome is known, where it may be sent again. Answers what it was answered; undefined where nobody knows, or where it was refused. */
  async request(tenant, kind, path, items, { key, again }) {
    const op = randomUUID();
    await this.book.note({ op, kind, tenant, items, key, began: Date.now() });
    const body = JSON.stringify(kind === 'batch' ? { items } : items[0]);
    for (let tries = 0; tries < 200; tries++) {
      const { status, answer, retryAfter } = await this.post(tenant, path, body, key);
      // 409 speaks of the same request while it is carried out: of what became of it, it says nothing.
      const outcome = status >= 200 && status < 300 ? 'ok' : status >= 400 && status < 500 && status !== 409 && status !== 429 ? 'fail' : 'unknown';
      await this.book.note({ op, outcome, status, retryAfter, answer: outcome === 'ok' ? (answer.items ?? [answer]) : undefined, ended: Date.now() });
      if (outcome === 'ok') return answer;
      if (outcome === 'fail' || !again) return undefined;
      await sleep(Math.min(2000, 100 * 2 ** tries));
    }
    return undefined;
  }

  async post(tenant, path, body, key) {
    try {
      const answer = await fetch(`${this.url}${path}`, {
        method: 'POST', body, signal: AbortSignal.timeout(15_000),
        headers: { authorization: `Bearer ${this.keys[tenant]}`, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
      });
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') ?? undefined, answer: await answer.json().catch(() => ({})) };
    } catch {
      return { status: 0, answer: {} };
    }
  }

  /** What pods do with their issues, by HTTP and by the log; and an operator, who mends dead letters. */
  async pods() {
    for (let turn = 1; !this.over; turn++) {
      await sleep(this.podEveryMs);
      const tenant = turn % 4 === 3 ? 'other' : 'default';
      const issues = await this.get(tenant, '/v1/issues?limit=50');
      const issue = issues?.items?.length ? this.chance.one(issues.items) : undefined;
      if (issue) await this.act(tenant, issue, ++this.acts);
      if (turn % 3 === 0) await this.mendOne();
    }
  }

  async act(tenant, { id, feedbackCount }, turn) {
    const mark = `act-${turn}`;
    if (turn % 2 === 0) {
      const action = { action: turn % this.resolveEvery === 0 && feedbackCount < 200 ? 'resolve' : turn % 4 === 0 ? 'comment' : 'acknowledge', by: 'chaos', text: `We mended it (${mark}).`, reason: mark };
      await this.request(tenant, 'action', `/v1/issues/${id}/actions`, [action], { again: false });
      return;
    }
    const data = turn % 5 === 0 ? { unheardOf: mark } : { issueId: id, action: 'comment', by: 'chaos', text: mark };
    const headers = { ce_specversion: '1.0', ce_id: mark, ce_source: '/chaos', ce_type: 'PodActed.v1', ce_tenantid: tenant, 'content-type': 'application/json' };
    const record = { topic: 'voc.action.v1', partition: keyHash(id) % this.partitions, key: id, headers, value: Buffer.from(JSON.stringify(data)) };
    await this.append('acted', tenant, [data], [record, record]);
  }

  async mendOne() {
    const letters = await this.get('default', '/v1/services/ingestion/dead-letters?limit=20');
    const letter = letters?.items?.find(({ topic }) => topic === 'voc.inbound.v1');
    if (!letter) return;
    const item = { ...this.feedback('default', { named: false }), customer: undefined };
    await this.request('default', 'mended', `/v1/services/ingestion/dead-letters/${letter.id}/replay`, [{ data: item }], { again: false });
  }

  async get(tenant, path) {
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.keys[tenant]}` }, signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    return answer?.ok ? answer.json().catch(() => undefined) : undefined;
  }
}

process.once('message', (options) => {
  const load = new Load(options);
  process.on('message', (it) => { if (it === 'stop') load.stopped = true; });
  void load.run().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
});
process.once('disconnect', () => process.exit(1));
