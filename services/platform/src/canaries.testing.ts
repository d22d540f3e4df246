import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLog } from '@vocloop/messaging';
import type { APlatform } from './a-platform.testing.js';

const canaries = { email: 'canary.jane@example-mail.com', phone: '+1 415 555 2671', card: '4111 1111 1111 1111', iban: 'DE89 3704 0044 0532 0130 00', ip: '203.0.113.77' };
const spellings = Object.values(canaries).flatMap((it) => [it, it.replaceAll(' ', '')]);
const hex = (text: string) => Buffer.from(text).toString('hex');

/** Any of the canaries, spelt as it was sent, without its blanks, or as the bytes of either. */
export const personal = new RegExp([...spellings, ...spellings.map(hex)].map((it) => it.replaceAll(/[.+]/g, '\\$&')).join('|'), 'gi');

const all = Object.values(canaries).join(' or ');
const words = (at: string) => ({ source: 'canary', channel: 'survey', touchpoint: 'delivery', externalId: at, text: `The parcel never came, write to ${all}.` });
const fact = { kind: 'deliveries', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 'canary' };

/** Feedback with a canary in each field that is a text, one by one. */
const everyField = Object.values(canaries).flatMap((canary, at) => [
  ...['source', 'touchpoint', 'product', 'customer', 'conversation', 'supplier', 'segment', 'externalId'].map((field) => ({ ...words(`field-${field}-${at}`), [field]: canary })),
  { ...words(`key-${at}`), attributes: { [canary]: 'x' } },
  { ...words(`value-${at}`), attributes: { note: canary, phone: canary } },
]);

/** Sends personal data in through every door of customers' words: what is accepted, what is refused, and what nobody can read. */
export async function sendCanaries(platform: APlatform): Promise<void> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => platform.ask('POST', path, { body, headers });
  const event = (data: unknown, id: string) => ({ specversion: '1.0', id, source: canaries.email, type: 'FeedbackSubmitted.v1', subject: canaries.phone, data });
  await post('/v1/feedback', words('one'), { 'idempotency-key': canaries.email });
  await post('/v1/feedback/batch', everyField);
  await post('/v1/events', event(words('structured'), canaries.email), { 'content-type': 'application/cloudevents+json' });
  await post('/v1/events', words('binary'), { 'ce-specversion': '1.0', 'ce-id': canaries.card, 'ce-source': canaries.ip, 'ce-type': 'FeedbackSubmitted.v1', 'ce-subject': canaries.email });
  await post('/v1/facts', { items: [{ ...fact, customer: canaries.email, externalId: canaries.phone }, { ...fact, segment: canaries.iban, product: canaries.card }] });
  await post('/v1/score', { text: all });
  const { body: one } = await post('/v1/feedback', words('corrected'));
  await platform.ask('PUT', `/v1/feedback/${one.id}/correction`, { body: { label: 'negative', by: all.slice(0, 200) } });
  await platform.ask('PUT', `/v1/feedback/${one.id}/correction`, { body: { themes: ['4111111111111111'], by: 'ann' } });
  await platform.ask('PUT', '/v1/taxonomy', { body: { themes: [{ id: 'delivery' }, { id: 'mine', phrases: ['never came'], examples: Array(5).fill(all) }], none: Array(5).fill(all) } });
  await post('/v1/feedback', { ...words('refused'), channel: canaries.email });
  await post('/v1/feedback', `{"source": ${canaries.email}`);
  await post('/v1/events', event({ [canaries.email]: canaries.phone }, 'refused'), { 'content-type': 'application/cloudevents+json' });
  for (const canary of Object.values(canaries)) for (const path of ['/v1/feedback/', '/v1/flows/', '/v1/sources/', '/nothing/', '/v1/flows?customer=']) await platform.ask('GET', `${path}${encodeURIComponent(canary)}`);
  const file = join(platform.dataDir, 'canaries.csv');
  writeFileSync(file, `text,customer\n"It never came, call ${canaries.phone}",${canaries.email}\n`);
  platform.voc(['import', file, '--source', 'file', '--channel', 'survey', '--report', join(platform.dataDir, 'canaries.refused.csv')]);
  await writeInbound(platform);
  await platform.settled();
}

/** What a producer writes to the open topic himself: an event that is right, and two that nobody can take. */
async function writeInbound(platform: APlatform): Promise<void> {
  const headers = (id: string) => ({ ce_specversion: '1.0', ce_id: id, ce_source: '/canary', ce_type: 'FeedbackSubmitted.v1', 'content-type': 'application/json' });
  const log = await openLog({ kind: 'postgres', url: platform.databaseUrl }, { info: () => undefined, warn: () => undefined, error: () => undefined });
  const values = [JSON.stringify(words('inbound')), JSON.stringify({ ...words('dead'), channel: canaries.email }), `{"text": ${canaries.email}`];
  await log.append(values.map((value, at) => ({ topic: 'voc.inbound.v1', partition: 0, key: null, headers: headers(`inbound-${at}`), value: Buffer.from(value) })));
  await log.close();
}

/** Every table that holds a canary, of every schema; of the log, every topic. Of a dead letter the bytes are left out of sight, not the rest. */
export async function wherePersonal(platform: APlatform): Promise<string[]> {
  const tables = await platform.sql<{ schema: string; table: string }>(`SELECT n.nspname AS schema, c.relname AS "table" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_|^information_schema$'`);
  const found = new Set<string>();
  for (const { schema, table } of tables) {
    for (const { row } of await platform.sql<{ row: string }>(`SELECT to_json(it)::text AS row FROM "${schema}"."${table}" AS it`)) {
      const { topic, payload: _bytes, ...rest } = JSON.parse(row) as Record<string, unknown>;
      if (row.match(personal)) found.add(`${schema}.${table}${table === 'event_log' ? `: ${String(topic)}` : ''}`);
      if ((table === 'dead_letter' || /\.dlq$/.test(String(topic))) && JSON.stringify(rest).match(personal)) found.add(`${schema}.${table}, beside its bytes: ${JSON.stringify(rest)}`);
    }
  }
  return [...found].toSorted();
}
