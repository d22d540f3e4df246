// One of the load's producers: what it sends is drawn from a chance of its own, so that how quick the others are changes nothing of it.
import { randomUUID } from 'node:crypto';
import { keyHash } from '../../libs/messaging/dist/partition.js';
import { chanceOf } from './chance.mjs';
import { poisonText, praise, problems } from './words.mjs';

const hour = 3_600_000;

export class Producer {
  number = 0;
  /** Feedback that may be corrected: whose last submission is known to have been taken. */
  known = [];

  constructor(load, name) {
    const { seed, began, sources, customers, partitions, malformed, mostInBatch, sender } = load;
    Object.assign(this, { load, name, began, sources, customers, partitions, malformed, mostInBatch, sender });
    this.chance = chanceOf(seed + name);
    // Whoever writes to the log waits for it, and nobody else.
    this.ways = name % 4 === 3 ? [this.inbound] : [this.single, this.single, this.singleByKey, this.batch, this.batch, this.correct, this.correct];
  }

  /** A feedback that bears its own mark, so that it is found again wherever it went. */
  feedback(tenant, { named = true } = {}) {
    const { chance } = this;
    const mark = `${tenant}-${this.name}-${this.number++}`;
    const [place, text] = chance.hit(0.6) ? chance.one(problems) : ['store', chance.one(praise)];
    // Small problems keep coming up, each at a place of its own, so that there is always an issue that can be resolved without telling everybody.
    const touchpoint = chance.hit(0.03) ? `kiosk-${Math.floor(this.number / 200)}` : place;
    const now = this.began - chance.below(24 * hour);
    this.load.sent++;
    return {
      source: chance.one(this.sources), channel: 'survey', touchpoint, customer: `C-${chance.below(this.customers)}`, occurredAt: new Date(now).toISOString(),
      text: chance.hit(0.001) || (this.name === 0 && this.number === 10) ? `${text} ${poisonText}` : text, rating: { kind: 'csat', value: 1 + chance.below(5) },
      ...(named && { externalId: mark }), attributes: { mark, tenant },
    };
  }

  tenant() {
    return this.chance.hit(0.1) ? 'other' : 'default';
  }

  /** Sends one of its ways. */
  async send() {
    await this.chance.one(this.ways).call(this);
  }

  async single() {
    const tenant = this.tenant();
    const named = this.chance.hit(0.8);
    const item = this.feedback(tenant, { named });
    // Without a name or a key, nobody may send it again: its outcome stays unknown.
    const answer = await this.sender.request(tenant, 'single', '/v1/feedback', [item], { again: named });
    if (answer && named) this.remember(tenant, item);
    if (answer && named && this.chance.hit(0.1)) await this.sender.request(tenant, 'single', '/v1/feedback', [item], { again: true });
  }

  async singleByKey() {
    const tenant = this.tenant();
    await this.sender.request(tenant, 'single', '/v1/feedback', [this.feedback(tenant, { named: this.chance.hit(0.3) })], { key: randomUUID(), again: true });
  }

  async batch() {
    const tenant = this.tenant();
    const items = Array.from({ length: 2 + this.chance.below(this.mostInBatch) }, () => this.feedback(tenant, { named: this.chance.hit(0.5) }));
    const first = items.find(({ externalId }) => externalId);
    // Its own correction comes in the same batch; and something that is to be refused.
    if (first) items.push(this.corrected(first, 1));
    if (this.chance.hit(0.3)) items.push({ ...this.feedback(tenant), channel: 'pigeon' });
    const key = randomUUID();
    const answer = await this.sender.request(tenant, 'batch', '/v1/feedback/batch', items, { key, again: true });
    if (answer && this.chance.hit(0.2)) await this.sender.request(tenant, 'batch', '/v1/feedback/batch', items, { key, again: true });
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
    this.load.sent++;
    if (!(await this.sender.request(it.tenant, 'single', '/v1/feedback', [next], { again: true }))) return;
    if (this.chance.hit(0.1)) await this.sender.request(it.tenant, 'single', '/v1/feedback', [it.item], { again: true });
    if (it.revision < 4) this.known.push({ ...it, revision: it.revision + 1 });
  }

  /** Events by the log itself, as native producers write them; some come twice, one in a hundred cannot be read. */
  async inbound() {
    const tenant = this.tenant();
    const item = this.feedback(tenant, { named: this.chance.hit(0.5) });
    const value = JSON.stringify(item);
    const malformed = this.chance.hit(this.malformed) || this.number === 4;
    const broken = malformed && this.chance.one([value.slice(0, 40), '', JSON.stringify({ ...item, channel: 'pigeon' }), '\u0000\u00ff{', JSON.stringify({ ...item, unheardOf: true })]);
    const headers = { ce_specversion: '1.0', ce_id: item.attributes.mark, ce_source: '/chaos', ce_type: 'FeedbackSubmitted.v1', ce_tenantid: tenant, 'content-type': 'application/json' };
    const record = { topic: 'voc.inbound.v1', partition: keyHash(item.customer) % this.partitions, key: item.customer, headers, value: Buffer.from(malformed ? broken : value) };
    await this.sender.append(malformed ? 'malformed' : 'inbound', tenant, [item], malformed || this.chance.hit(0.1) ? [record, record] : [record]);
  }
}
