import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AnswerDue, FeedbackSubmitted, FactSubmitted, feedbackInput, type Event, type Feedback } from '@vocloop/contracts';
import { Database, dataSourceOf, drift, migrate, roleUrl } from '@vocloop/database';
import { LogStrategy, logMigrations } from '@vocloop/messaging';
import { accessMigrations, createService, issueKey, loadSettings, type Service } from '@vocloop/service';
import { anEvent, eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { Webhook } from 'standardwebhooks';
import { settings } from './config.js';
import { entities, migrations } from './datasource.js';
import { FactRepository } from './fact/fact.repository.js';
import { FeedbackRepository } from './feedback/feedback.repository.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { FeedbackHandler } from './feedback/feedback.handler.js';
import { run } from './import/command.service.js';
import { IngestionModule } from './ingestion.module.js';
import type { Claim } from './request/request.js';
import { RequestService } from './request/request.service.js';
import { AnswerHandler } from './answer/answer.handler.js';

const pepper = 'a pepper of at least thirty-two characters';
const password = 'test';
let fresh: FreshDatabase;
let owner: Database;
let service: Service;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
  await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  await migrate({ url: fresh.url, schema: 'ingestion', migrations, password });
  owner = new Database(await dataSourceOf({ service: 'ingestion', url: fresh.url, entities }).initialize());
  const env = { DATABASE_URL: roleUrl(fresh.url, 'ingestion', password), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', VOC_RATE_LIMIT: '0', VOC_EGRESS_ALLOW: '127.0.0.1', VOC_DELIVERY_DELAYS: '0' };
  service = await createService(IngestionModule, { name: 'ingestion', settings: loadSettings(settings, env), strategy: (app) => app.get(LogStrategy) });
  database = service.app.get(Database);
  await service.consume();
});
afterAll(async () => {
  await service.close();
  await owner.dataSource.destroy();
  await fresh.drop();
});

const tokens = new Map<string, string>();
async function keyOf(tenant: string): Promise<string> {
  if (!tokens.has(tenant)) {
    const { token, id, hash } = issueKey(pepper);
    const scopes = ['feedback:write', 'feedback:read', 'facts:write', 'issues:write', 'admin', 'operate'];
    await owner.transaction([tenant], () => owner.query(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, scopes]));
    tokens.set(tenant, token);
  }
  return `Bearer ${tokens.get(tenant)}`;
}

/** Answers of many shapes: what the tests look at beside what they match. */
interface Body {
  readonly id: string;
  readonly status: string;
  readonly occurredAt: string;
  readonly token: string;
  readonly revokedAt: string | null;
  readonly answerWebhook: { readonly url: string; readonly secret: string };
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
  readonly items: readonly (Body & { readonly count: number; readonly reason: string })[];
}
interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Record<string, unknown>;
}
async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, { tenant = 'default', body, headers = {} }: { tenant?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
  const content = body === undefined ? {} : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await service.app.inject({ method, url, ...content, headers: { authorization: await keyOf(tenant), ...content.headers, ...headers } });
  return { status: answer.statusCode, body: answer.json<Body>(), headers: answer.headers };
}
const post = (url: string, body: unknown, options: { tenant?: string; headers?: Record<string, string> } = {}) => call('POST', url, { body, ...options });
const feedback = (fields: object = {}) => ({ source: 'app', channel: 'survey', touchpoint: 'checkout', text: 'It hung.', occurredAt: '2026-03-02T09:30:00Z', ...fields });

/** What was published of a type, in the log's order, once the outbox is empty. */
async function published(type: string): Promise<Event[]> {
  await eventually(async () => expect(await owner.transaction(['default', 'acme', 'globex'], () => owner.query('SELECT 1 FROM ingestion.outbox LIMIT 1'))).toEqual([]));
  const rows = await owner.transaction([], () => owner.query<{ headers: Record<string, string>; payload: string }>(`SELECT headers, payload FROM log.event_log WHERE headers->>'ce_type' = $1 ORDER BY topic, partition, "offset"`, [type]));
  return rows.map(({ headers, payload }) => ({ id: headers['ce_id'], tenantid: headers['ce_tenantid'], traceparent: headers['ce_traceparent'], data: JSON.parse(payload) as unknown }) as unknown as Event);
}
const feedbackEvents = async (type: string): Promise<Feedback[]> => (await published(type)).map(({ data }) => (data as { feedback: Feedback }).feedback);
const inBatch = <E extends Event>(events: readonly E[], handle: (events: E[]) => Promise<unknown>) => database.transaction([...new Set(events.map((it) => it.tenantid))], () => handle([...events]));

it('has tables as its entities say', async () => {
  expect((await drift(owner.dataSource)).filter((it) => /feedback|fact|source|request|answer|intake/.test(it))).toEqual([]);
});

describe('POST /v1/feedback', () => {
  it('accepts, masks, and publishes the whole of it', async () => {
    const { status, body } = await post('/v1/feedback', feedback({ text: 'I am ann@example.org', customer: 'ann@example.org', attributes: { app: 4 } }));
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'accepted', revision: 1, masked: [{ pointer: '/customer', kind: 'email' }, { pointer: '/text', kind: 'email' }] });
    const [event] = (await feedbackEvents('FeedbackReceived.v1')).filter(({ id }) => id === body.id);
    expect(event).toMatchObject({ text: 'I am [email]', customer: expect.stringMatching(/^cust_[\w-]{22}$/), revision: 1, attributes: { app: '4' }, occurredAt: '2026-03-02T09:30:00.000Z' });
    expect((await call('GET', `/v1/feedback/${body.id}`)).body).toMatchObject({ id: body.id, text: 'I am [email]' });
    expect((await call('GET', `/v1/feedback/${body.id}`, { tenant: 'acme' })).status).toBe(404);
  });

  it('knows a repetition, a revision and a late one by externalId', async () => {
    const send = (fields: object) => post('/v1/feedback', feedback({ externalId: 'r-1', ...fields })).then(({ body }) => body);
    const first = await send({ revisedAt: '2026-03-02T10:00:00Z' });
    expect(await send({ revisedAt: '2026-03-02T10:00:00Z' })).toMatchObject({ id: first.id, status: 'duplicate', revision: 1 });
    expect(await send({ text: 'It hung twice.', revisedAt: '2026-03-02T11:00:00Z' })).toMatchObject({ id: first.id, status: 'revised', revision: 2 });
    expect(await send({ text: 'Late.', revisedAt: '2026-03-02T10:30:00Z' })).toMatchObject({ id: first.id, status: 'stale', revision: 2, reason: 'older_clock' });
    expect((await call('GET', `/v1/feedback/${first.id}`)).body).toMatchObject({ text: 'It hung twice.', revision: 2 });
    expect((await feedbackEvents('FeedbackRevised.v1')).filter(({ id }) => id === first.id)).toMatchObject([{ revision: 2, text: 'It hung twice.' }]);
    // The same id of another tenant is another feedback.
    expect((await post('/v1/feedback', feedback({ externalId: 'r-1' }), { tenant: 'acme' })).body).toMatchObject({ status: 'accepted' });
  });

  it('refuses with the field and the mend, and counts it', async () => {
    const { status, body } = await post('/v1/feedback', { source: 'app', channel: 'fax', text: 'x', rating: { kind: 'nps', value: 11 } });
    expect(status).toBe(400);
    expect(body.errors.map((it) => it.pointer)).toEqual(expect.arrayContaining(['/channel', '/rating/value']));
    await eventually(async () => expect((await call('GET', '/v1/feedback/counts')).body.items).toContainEqual({ status: 'refused', reason: 'not_allowed', count: expect.any(Number) }));
  });

  it('joins what arrives together in one commit, tenants apart, and tells each its own', async () => {
    const before = await commits();
    const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => post('/v1/feedback', feedback({ externalId: `group-${n}`, text: `number ${n}` }), { tenant: n % 2 ? 'acme' : 'globex' })));
    expect(answers.every(({ status, body }) => status === 202 && body.status === 'accepted')).toBe(true);
    expect(await commits() - before).toBeLessThan(150);
    const one = answers[7]!.body.id;
    expect((await call('GET', `/v1/feedback/${one}`, { tenant: 'acme' })).body).toMatchObject({ externalId: 'group-7', text: 'number 7' });
    expect((await call('GET', `/v1/feedback/${one}`, { tenant: 'globex' })).status).toBe(404);
  });

  it('takes the same id from many at once exactly once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => post('/v1/feedback', feedback({ externalId: 'storm' }))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.status === 'accepted')).toHaveLength(1);
  });
});

const commits = async (): Promise<number> => {
  const [row] = await owner.transaction([], () => owner.query<{ n: number }>(`SELECT count(DISTINCT xmin::text)::int AS n FROM ingestion.feedback`));
  return row!.n;
};

describe('a correction', () => {
  const correct = (id: string, body: unknown, tenant = 'default') => call('PUT', `/v1/feedback/${id}/correction`, { body, tenant });

  it('is a revision that is published, once; withdrawn, it is one more', async () => {
    const { id } = (await post('/v1/feedback', feedback({ text: 'Oh great.' }))).body;
    const said = { label: 'negative', themes: ['checkout'], by: 'ann@example.org' };
    expect(await correct(id, said)).toMatchObject({ status: 200, body: { id, revision: 2, correction: { label: 'negative', themes: ['checkout'], by: '[email]', at: expect.any(String) } } });
    expect((await correct(id, said)).body).toMatchObject({ revision: 2 });
    expect((await call('GET', `/v1/feedback/${id}`)).body).toMatchObject({ revision: 2, correction: { label: 'negative' } });
    const withdrawn = await call('DELETE', `/v1/feedback/${id}/correction`, { headers: { 'content-type': 'application/json' } });
    expect([withdrawn.status, withdrawn.body]).toEqual([200, expect.objectContaining({ id, revision: 3 })]);
    expect(withdrawn.body).not.toHaveProperty('correction');
    const events = (await published('FeedbackRevised.v1')).map(({ data }) => data as unknown as { feedback: Feedback; rescored?: true }).filter(({ feedback: it }) => it.id === id);
    expect(events.map(({ feedback: { revision, correction }, rescored }) => [revision, correction?.label, rescored])).toEqual([[2, 'negative', true], [3, undefined, true]]);
  });

  it('is refused with what to mend, and of what is not there or another\'s', async () => {
    const { id } = (await post('/v1/feedback', feedback())).body;
    expect((await correct(id, { by: 'ann' })).body.errors).toEqual([expect.objectContaining({ pointer: '/label' })]);
    expect((await correct(id, { label: 'unscored', by: 'ann' })).body.errors).toEqual([expect.objectContaining({ pointer: '/label' })]);
    expect((await correct(id, { label: 'negative', by: 'ann' }, 'acme')).status).toBe(404);
    expect((await call('DELETE', '/v1/feedback/01965a3c-8f00-7000-8000-000000000999/correction')).status).toBe(404);
  });
});

describe('POST /v1/feedback/rescoring', () => {
  const tenant = 'rescored';
  const rescore = async (body: unknown) => (await call('POST', '/v1/feedback/rescoring', { body, tenant })).body as unknown as { rescored: number; next: string | null };

  it('publishes page after page as revisions that change nothing, and no other tenant\'s', async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push((await call('POST', '/v1/feedback', { body: feedback({ text: `late again ${n}`, ...(n < 3 && { externalId: `r-${n}` }) }), tenant })).body.id);
    const other = (await post('/v1/feedback', feedback())).body.id;
    const first = await rescore({ limit: 2 });
    expect(first).toEqual({ rescored: 2, next: ids[1] });
    expect(await rescore({ limit: 2, after: first.next })).toEqual({ rescored: 1, next: null });
    const revised = (await feedbackEvents('FeedbackRevised.v1')).filter(({ id }) => ids.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(revised.map(({ id, revision, text }) => [id, revision, text])).toEqual(ids.map((id, at) => [id, 2, `late again ${at + 1}`]));
    expect((await call('GET', `/v1/feedback/${other}`)).body).toMatchObject({ revision: 1 });
    expect((await call('POST', '/v1/feedback', { body: feedback({ text: 'late again 1', externalId: 'r-1' }), tenant })).body).toMatchObject({ status: 'duplicate', revision: 2 });
  });

  it('takes what was received in a span of time', async () => {
    const [past, future] = ['2020-01-01T00:00:00Z', '2120-01-01T00:00:00Z'];
    expect(await rescore({ from: past, to: future })).toEqual({ rescored: 3, next: null });
    for (const span of [{ to: past }, { from: future }]) expect(await rescore(span)).toEqual({ rescored: 0, next: null });
  });

  it.each([{ limit: 0 }, { limit: 1001 }, { from: 'yesterday' }, { after: 'x' }, { since: '2026-01-01T00:00:00Z' }])('refuses %j', async (body) => expect((await call('POST', '/v1/feedback/rescoring', { body, tenant })).status).toBe(400));
});

describe('what is known already', () => {
  it.each([['feedback', FeedbackRepository], ['fact', FactRepository]] as const)('of a %s is looked up by its identity, however much the tenant has', async (table, repository) => {
    const plan = await database.transaction(['default'], async () => {
      const query = jest.spyOn(database, 'query');
      await service.app.get<FeedbackRepository | FactRepository>(repository).lock(['b', 'a'].map((identity) => ({ tenant: 'default', source: 's', identity })));
      const [sql, parameters] = query.mock.calls[0]!;
      query.mockRestore();
      return database.query<Record<string, string>>(`EXPLAIN ${sql}`, parameters);
    });
    expect(plan.flatMap(Object.values).join('\n')).toContain(`Index Scan using ${table}_identity`);
  });
});

describe('POST /v1/feedback/batch', () => {
  it('answers item by item; a bad one costs the others nothing', async () => {
    const items = [feedback({ externalId: 'b-1' }), { source: 'app' }, feedback({ externalId: 'b-1' }), feedback({ externalId: 'b-1', text: 'more', revisedAt: '2026-03-05T00:00:00Z' }), JSON.parse('{"__proto__":{"a":1}}'), feedback({ text: 'nul \u0000 and half \ud800' }), feedback({ occurredAt: '0000-01-01T00:00:00Z' })];
    const { status, body } = await post('/v1/feedback/batch', { items });
    expect(status).toBe(200);
    expect(body.items.map((it) => it.status)).toEqual(['accepted', 'refused', 'duplicate', 'revised', 'refused', 'accepted', 'refused']);
    expect(body).toMatchObject({ accepted: 2, revised: 1, duplicates: 1, stale: 0, refused: 3 });
    expect(body.items[1]!.errors).toContainEqual(expect.objectContaining({ pointer: '/channel', code: 'not_allowed' }));
    expect(body.items[6]!.errors).toMatchObject([{ code: 'not_storable' }]);
    expect((await post('/v1/feedback/batch', [feedback({ externalId: 'b-1' })])).body.items).toMatchObject([{ index: 0, status: 'stale', id: body.items[0]!.id }]);
  });

  it.each<[string, unknown]>([['no items', []], ['none under items', { items: [] }], ['something else', { things: [] }], ['a text', 'x'], ['too many', Array.from({ length: 1001 }, () => 1)]])('refuses %s', async (_name, body) => {
    expect((await post('/v1/feedback/batch', body)).status).toBe(400);
  });
});

describe('Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };
  it('carries a request out once, also without an id', async () => {
    const first = await post('/v1/feedback', feedback({ text: 'once' }), { headers });
    const again = await post('/v1/feedback', feedback({ text: 'once' }), { headers });
    expect(again).toMatchObject({ status: 202, body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect((await post('/v1/feedback', feedback({ text: 'other' }), { headers })).status).toBe(422);
    expect((await post('/v1/feedback', feedback({ text: 'other' }), { headers, tenant: 'acme' })).body.status).toBe('accepted');
  });
  it('has one answer for many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/v1/feedback/batch', [feedback(), feedback()], { headers: { 'idempotency-key': 'k-2' } })));
    expect(answers.filter(({ headers: it }) => it['idempotency-replayed'] === undefined).filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });
  /** Sends what is committed and not answered: the answer fails, and where we are killed at that, the key is not given back either. */
  async function unanswered(url: string, body: unknown, headers: Record<string, string>, killed: boolean): Promise<void> {
    const requests = service.app.get(RequestService);
    const spies = [jest.spyOn(requests, 'answer').mockRejectedValueOnce(new Error('killed')), ...(killed ? [jest.spyOn(requests, 'release').mockResolvedValueOnce()] : [])];
    expect((await post(url, body, { headers })).status).toBe(500);
    spies.forEach((it) => it.mockRestore());
    if (killed) await owner.transaction(['default'], () => owner.query(`UPDATE ingestion.request SET locked_until = now() - interval '1 minute' WHERE status IS NULL`));
  }
  it.each([['we were killed before the answer', true], ['the answer failed', false]])('tells what it would have told where %s', async (_name, killed) => {
    const headers = { 'idempotency-key': `lost-${killed}` };
    const items = [feedback({ text: 'first' }), { source: 'wrong' }, feedback({ externalId: `lost-${killed}`, text: `${killed} revision` }), feedback({ externalId: `lost-${killed}`, text: `${killed} revision` })];
    await unanswered('/v1/feedback/batch', items, headers, killed);
    const counted = await call('GET', '/v1/feedback/counts');
    const again = await post('/v1/feedback/batch', items, { headers });
    expect(again).toMatchObject({ status: 200, body: { items: [{ status: 'accepted' }, { status: 'refused' }, { status: 'accepted' }, { status: 'duplicate' }] } });
    expect((await call('GET', '/v1/feedback/counts')).body.items.filter(({ status }) => status !== 'refused')).toEqual(counted.body.items.filter(({ status }) => status !== 'refused'));
  });
  it('fails whole where a part failed, and tells the whole when it is sent again', async () => {
    const headers = { 'idempotency-key': 'hiccup' };
    const items = [feedback({ text: 'kept' }), feedback({ text: 'unlucky' })];
    const store = service.app.get(FeedbackService);
    const take = store.take.bind(store);
    const spy = jest.spyOn(store, 'take').mockImplementation((it) => (it.some(({ input }) => input.text === 'unlucky') ? Promise.reject(new Error('a hiccup')) : take(it)));
    expect(await post('/v1/feedback/batch', items, { headers })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await post('/v1/feedback/batch', items)).body.items).toMatchObject([{ status: 'accepted' }, { status: 'refused', errors: [{ code: 'internal' }] }]);
    spy.mockRestore();
    expect(await post('/v1/feedback/batch', items, { headers })).toMatchObject({ status: 200, body: { items: [{ status: 'accepted' }, { status: 'accepted' }] } });
  });
  it('tells what it would have told of facts and events too', async () => {
    const headers = { 'idempotency-key': 'lost-events', 'content-type': 'application/cloudevents-batch+json' };
    const of = (id: string, type: string, data: unknown) => ({ specversion: '1.0', id, source: '/lost', type, data });
    const events = [of('1', 'FactSubmitted.v1', { kind: 'deliveries', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 's' }), of('2', 'FeedbackSubmitted.v1', feedback())];
    await unanswered('/v1/events', events, headers, true);
    expect((await post('/v1/events', events, { headers })).body.items).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
  });
  it('is answered by who holds it: a run that outlived its claim leaves it to its successor', async () => {
    const requests = service.app.get(RequestService);
    const begin = () => requests.begin('default', 'slow', 'body') as Promise<Extract<Claim, { kind: 'begun' }>>;
    const slow = await begin();
    await owner.transaction(['default'], () => owner.query(`UPDATE ingestion.request SET locked_until = now() - interval '1 second' WHERE key_hash = 'slow'`));
    const next = await begin();
    await requests.answer(slow.held, 500, '"of the slow"');
    await requests.release(slow.held);
    expect(await begin()).toEqual({ kind: 'in_flight' });
    await requests.answer(next.held, 200, '"of the next"');
    await requests.answer(slow.held, 500, '"of the slow"');
    expect(await begin()).toEqual({ kind: 'answered', status: 200, answer: '"of the next"' });
  });
  it('is used again the next day for other feedback', async () => {
    const key = { 'idempotency-key': 'batch-1' };
    await post('/v1/feedback/batch', [feedback({ text: 'of monday' })], { headers: key });
    await owner.transaction(['default'], () => owner.query(`UPDATE ingestion.request SET expires_at = now() - interval '1 second'`));
    expect((await post('/v1/feedback/batch', [feedback({ text: 'of tuesday', occurredAt: '2026-01-02T09:30:00Z' })], { headers: key })).body.items).toMatchObject([{ status: 'accepted', revision: 1 }]);
  });
  it('is each route\'s own', async () => {
    const key = { 'idempotency-key': 'shared' };
    expect((await post('/v1/feedback', feedback({ text: 'one' }), { headers: key })).body).toMatchObject({ status: 'accepted' });
    expect((await post('/v1/feedback/batch', [feedback({ text: 'of many' })], { headers: key })).body.items).toMatchObject([{ status: 'accepted' }]);
  });
  it('lets a refused request be mended', async () => {
    const key = { 'idempotency-key': 'k-4' };
    expect((await post('/v1/feedback', { source: 'x' }, { headers: key })).status).toBe(400);
    expect((await post('/v1/feedback', feedback(), { headers: key })).status).toBe(202);
  });
});

describe('POST /v1/events', () => {
  const event = (data: unknown, more: object = {}) => ({ specversion: '1.0', id: 'e-1', source: '/shop', type: 'FeedbackSubmitted.v1', time: '2026-03-02T08:00:00Z', data, ...more });
  const { occurredAt: _now, ...undated } = feedback();
  const structured = { 'content-type': 'application/cloudevents+json' };

  it('takes structured, binary and batched events, each known by source and id', async () => {
    const first = await post('/v1/events', event(undated), { headers: structured });
    expect(first).toMatchObject({ status: 202, body: { status: 'accepted' } });
    expect((await call('GET', `/v1/feedback/${first.body.id}`)).body.occurredAt).toBe('2026-03-02T08:00:00.000Z');
    const binary = await post('/v1/events', undated, { headers: { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/shop', 'ce-type': 'FeedbackSubmitted.v1', 'ce-time': '2026-03-02T08:00:00Z' } });
    expect(binary).toMatchObject({ status: 202, body: { id: first.body.id, status: 'duplicate' } });
    const batch = await post('/v1/events', [
      event(undated), event(undated, { id: 'e-2' }), event({ kind: 'revenue', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 's' }, { id: 'e-3', type: 'FactSubmitted.v1' }),
      event({ kind: 'deliveries', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 's' }, { id: 'e-4', type: 'FactSubmitted.v1' }), event({ issueId: 'x' }, { type: 'PodActed.v1' }), 7,
    ], { headers: { 'content-type': 'application/cloudevents-batch+json' } });
    expect(batch.body.items.map((it) => it.status)).toEqual(['duplicate', 'accepted', 'refused', 'accepted', 'refused', 'refused']);
    expect(batch.body.items[2]!.errors).toMatchObject([{ pointer: '/data/unit' }]);
    expect(batch.body.items[4]!.errors).toMatchObject([{ pointer: '/type' }]);
  });
  it('refuses what is none, by field', async () => {
    expect((await post('/v1/events', feedback())).body.errors).toMatchObject([{ code: 'no_event' }]);
    expect((await post('/v1/events', event({ ...undated, channel: 'fax' }), { headers: structured })).body.errors).toMatchObject([{ pointer: '/data/channel' }]);
    expect((await post('/v1/events', event(undated, { tenantid: 'acme' }), { headers: structured })).body.errors).toMatchObject([{ pointer: '/tenantid' }]);
  });
});

describe('POST /v1/facts', () => {
  const fact = { kind: 'deliveries', value: 10, observedAt: '2026-03-02T00:00:00Z', source: 'warehouse', externalId: 'f-1' };
  it('takes one or many; the last of an id counts', async () => {
    const first = await post('/v1/facts', fact);
    expect(first).toMatchObject({ status: 202, body: { status: 'accepted', revision: 1 } });
    const { body } = await post('/v1/facts', { items: [fact, { ...fact, value: 11 }, { ...fact, kind: 'cost' }, { kind: 'x' }] });
    expect(body.items).toMatchObject([{ status: 'duplicate' }, { status: 'revised', revision: 2, id: first.body.id }, { status: 'refused' }, { status: 'refused' }]);
    expect((await published('FactObserved.v1')).filter(({ data }) => (data as { id: string }).id === first.body.id)).toMatchObject([{ data: { value: 10, revision: 1 } }, { data: { value: 11, revision: 2 } }]);
    expect((await post('/v1/facts', { kind: 'x' })).status).toBe(400);
  });
});

describe('facts in flight elsewhere', () => {
  const fact = (externalId: string) => ({ kind: 'deliveries', value: 10, observedAt: '2026-03-02T00:00:00Z', source: 'race', externalId });
  /** Holds the fact "held" uncommitted in another transaction until `work` waits for it. */
  async function whileHeld<Result>(work: () => Promise<Result>): Promise<Result> {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((done) => { letGo = done; });
    let holds: () => void = () => undefined;
    const held = new Promise<void>((done) => { holds = done; });
    const other = owner.transaction(['default'], async () => {
      await owner.query(`INSERT INTO ingestion.fact (tenant_id, id, source, identity, revision, content, content_hash, received_at, changed_at) VALUES ('default', gen_random_uuid(), 'race', $1, 1, '{}', 'x', now(), now()) ON CONFLICT (tenant_id, source, identity) DO UPDATE SET content_hash = 'y'`, [`id:${name()}`]);
      holds();
      await gate;
    });
    await held;
    const result = work();
    await new Promise((done) => setTimeout(done, 200));
    letGo();
    await other;
    return result;
  }
  let n = 0;
  const name = () => `held-${n}`;

  it('cost the good ones nothing', async () => {
    n++;
    const { status, body } = await whileHeld(() => post('/v1/facts', { items: [fact('free-1'), fact(name()), fact('free-2')] }));
    expect(status).toBe(202);
    expect(body.items.map((it) => it.status)).toEqual(['accepted', 'revised', 'accepted']);
  });
  it('cost a batch of events nothing', async () => {
    n++;
    const event = (id: string, type: string, data: unknown) => ({ specversion: '1.0', id, source: '/race', type, data });
    const events = [event('1', 'FeedbackSubmitted.v1', feedback()), event('2', 'FactSubmitted.v1', fact(name()))];
    const { status, body } = await whileHeld(() => post('/v1/events', events, { headers: { 'content-type': 'application/cloudevents-batch+json' } }));
    expect(status).toBe(200);
    expect(body.items.map((it) => it.status)).toEqual(['accepted', 'revised']);
  });
});

describe('the topic voc.inbound.v1', () => {
  it('is taken like the rest; what has no effect is dropped with its reason', async () => {
    const handler = service.app.get(FeedbackHandler);
    const submitted = anEvent(FeedbackSubmitted, { externalId: 'k-77', text: 'call +1 415 555 2671' }, { tenantid: 'acme', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const late = anEvent(FeedbackSubmitted, { externalId: 'k-77', text: 'older', revisedAt: '2020-01-01T00:00:00Z' }, { tenantid: 'acme' });
    const fact = anEvent(FactSubmitted, {}, { tenantid: 'globex' });
    expect(await inBatch([submitted, fact, submitted, late] as never[], (events) => handler.handle(events))).toEqual([{ event: submitted, reason: 'duplicate: same_content' }, { event: late, reason: 'stale: older_clock' }]);
    const money = anEvent(FactSubmitted, { kind: 'revenue', unit: undefined });
    await expect(inBatch([money], (events) => handler.handle(events))).rejects.toThrow('/data/unit');
    const event = (await published('FeedbackReceived.v1')).find(({ data }) => (data as { feedback: Feedback }).feedback.externalId === 'k-77');
    expect(event).toMatchObject({ tenantid: 'acme', data: { feedback: { text: 'call [phone]' } } });
    expect(event!.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
  });
});

describe('sources and answers', () => {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  let server: Server;
  let url: string;
  let status = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => { received.push({ headers: request.headers, body }); response.writeHead(status).end(); });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
  });
  afterAll(() => void server.close());
  const due = (fields: object) => anEvent(AnswerDue, { answerId: crypto.randomUUID(), source: 'app', ...fields });
  const take = (...events: ReturnType<typeof due>[]) => inBatch(events, (it) => service.app.get(AnswerHandler).handle(it));
  const outcomesOf = async (type: string, answerId: string) => (await published(type)).filter(({ data }) => (data as { answerId: string }).answerId === answerId);

  it('make a secret and show it once; ETag and If-Match guard the change', async () => {
    const set = await call('PUT', '/v1/sources/app', { body: { answerWebhook: { url } } });
    expect(set).toMatchObject({ status: 200, body: { name: 'app', answerWebhook: { url, secret: expect.stringMatching(/^whsec_/) } }, headers: { etag: '"1"' } });
    expect((await call('GET', '/v1/sources/app')).body.answerWebhook).toEqual({ url });
    expect((await call('PUT', '/v1/sources/app', { body: { answerWebhook: { url } }, headers: { 'if-match': '"0"' } })).status).toBe(412);
    expect((await call('PUT', '/v1/sources/app', { body: { answerWebhook: { url } } })).body.answerWebhook).toEqual({ url });
    expect((await call('PUT', '/v1/sources/app', { body: { answerWebhook: { url: 'ftp://x', secret: 'short' } } })).body.errors).toMatchObject([{ pointer: '/answerWebhook/url' }, { pointer: '/answerWebhook/secret' }]);
    expect((await call('GET', '/v1/sources')).body.items).toContainEqual(expect.objectContaining({ name: 'app', feedbackCount: expect.any(Number) }));
    expect((await call('GET', '/v1/sources', { tenant: 'nobody' })).body.items).toEqual([]);
  });

  it('deliver an answer once, signed, and say so', async () => {
    const { body } = await call('PUT', '/v1/sources/signed', { body: { answerWebhook: { url } } });
    const event = due({ source: 'signed' });
    await take(event);
    await take({ ...event, id: crypto.randomUUID() });
    await eventually(async () => expect(await outcomesOf('CustomerAnswered.v1', event.data.answerId)).toMatchObject([{ data: { issueId: event.data.issueId, source: 'signed', answeredAt: expect.any(String) } }]));
    const mine = received.filter((it) => it.headers['webhook-id'] === event.data.answerId);
    expect(mine).toHaveLength(1);
    expect(new Webhook(body.answerWebhook.secret).verify(mine[0]!.body, mine[0]!.headers as Record<string, string>)).toMatchObject({ type: 'AnswerDue.v1', data: { message: event.data.message, externalId: 'resp-77' } });
  });

  it('say at once that there is no webhook, and at the end that it kept refusing', async () => {
    const lost = due({ source: 'unheard of' });
    await take(lost);
    expect(await outcomesOf('AnswerFailed.v1', lost.data.answerId)).toMatchObject([{ data: { error: expect.stringContaining('no answer webhook') } }]);
    status = 500;
    const refused = due({});
    await take(refused);
    await eventually(async () => expect(await outcomesOf('AnswerFailed.v1', refused.data.answerId)).toMatchObject([{ data: { error: expect.stringContaining('500') } }]));
  });
});

describe('answers that are kept', () => {
  let server: Server;
  let url: string;
  let status = 200;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, response) => request.resume().on('end', () => { asked++; response.writeHead(status).end(); }));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
  });
  afterAll(() => void server.close());
  const take = async (source: string): Promise<string> => {
    const event = anEvent(AnswerDue, { answerId: crypto.randomUUID(), source }, { tenantid: 'globex' });
    await inBatch([event], (it) => service.app.get(AnswerHandler).handle(it));
    return event.data.answerId;
  };
  const ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => call(method, path, { tenant: 'globex', ...(body !== undefined && { body }) });
  const stands = (id: string, expected: object) => eventually(async () => expect((await ask('GET', `/v1/answers/${id}`)).body).toMatchObject(expected));

  it('wait for their webhook, are seen waiting, and go out when it is set', async () => {
    const [one, two] = [await take('late'), await take('late')];
    expect((await ask('GET', '/v1/answers?source=late&state=failed')).body.items).toMatchObject([{ id: two, state: 'failed', reason: 'no_webhook', message: expect.any(String) }, { id: one }]);
    const first = (await ask('GET', '/v1/answers?source=late&limit=1')).body as unknown as { items: Body[]; nextCursor: string };
    expect((await ask('GET', `/v1/answers?source=late&limit=1&cursor=${first.nextCursor}`)).body.items).toMatchObject([{ id: one }]);
    expect((await ask('POST', `/v1/answers/${one}/replay`))).toMatchObject({ status: 409, body: { code: 'no_webhook' } });
    expect((await ask('PUT', '/v1/sources/late', { answerWebhook: { url } })).status).toBe(200);
    for (const id of [one, two]) await stands(id, { state: 'answered', reason: null, delivery: { state: 'arrived', attempts: [{ status: 200 }] } });
    expect((await published('CustomerAnswered.v1')).filter(({ data }) => [one, two].includes((data as { answerId: string }).answerId))).toHaveLength(2);
    expect((await ask('GET', '/v1/answers?source=late&state=failed')).body.items).toEqual([]);
  });

  it('are sent again on demand', async () => {
    status = 410;
    await ask('PUT', '/v1/sources/refusing', { answerWebhook: { url: `${url}-mistyped` } });
    const id = await take('refusing');
    await stands(id, { state: 'failed', reason: 'gave_up', delivery: { state: 'gave_up', attempts: [{ status: 410 }] } });
    status = 200;
    await ask('PUT', '/v1/sources/refusing', { answerWebhook: { url } });
    expect(await ask('POST', `/v1/answers/${id}/replay`)).toMatchObject({ status: 202, body: { state: 'due', reason: null } });
    await stands(id, { state: 'answered', delivery: { url, attempts: [{ status: 410 }, { status: 200 }] } });
    const before = asked;
    expect(await ask('POST', `/v1/answers/${id}/replay`)).toMatchObject({ status: 202, body: { state: 'answered' } });
    await eventually(async () => expect(asked).toBe(before + 1));
  });

  it('are the tenant\'s own', async () => {
    const id = await take('late');
    expect((await call('GET', `/v1/answers/${id}`)).status).toBe(404);
    expect((await call('POST', `/v1/answers/${id}/replay`)).status).toBe(404);
    expect((await call('GET', '/v1/answers?state=lost')).body.errors).toMatchObject([{ pointer: '/state' }]);
  });
});

describe('keys', () => {
  it('are made with scopes, shown once, and revoked', async () => {
    const made = await post('/v1/keys', { name: 'shop', scopes: ['feedback:write'] });
    expect(made).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^voc_/), scopes: ['feedback:write'] } });
    expect((await call('GET', '/v1/keys')).body.items.find((it) => it.id === made.body.id)).not.toHaveProperty('token');
    const as = { authorization: `Bearer ${made.body.token}` };
    expect((await post('/v1/feedback', feedback(), { headers: as })).status).toBe(202);
    const fact = { specversion: '1.0', id: 'no', source: '/x', type: 'FactSubmitted.v1', data: {} };
    expect((await post('/v1/events', fact, { headers: { ...as, 'content-type': 'application/cloudevents+json' } })).status).toBe(403);
    expect((await post('/v1/keys', { name: 'more', scopes: ['admin'] }, { headers: as })).status).toBe(403);
    expect((await call('DELETE', `/v1/keys/${made.body.id}`)).body.revokedAt).not.toBeNull();
    expect((await post('/v1/keys', { name: 'x', scopes: ['everything'] })).body.errors).toMatchObject([{ pointer: '/scopes/0' }]);
    expect((await call('DELETE', '/v1/keys/none')).status).toBe(404);
  });
});

describe('what is counted', () => {
  it('adds up: every receipt in the counters, every accepted feedback in the table and in the log', async () => {
    for (const tenant of ['default', 'acme', 'globex']) {
      const { items } = (await call('GET', '/v1/feedback/counts', { tenant })).body;
      const accepted = items.filter((it) => it.status === 'accepted').reduce((sum, it) => sum + it.count, 0);
      const rows = await owner.transaction([tenant], () => owner.query('SELECT id FROM ingestion.feedback WHERE tenant_id = $1', [tenant]));
      expect(rows).toHaveLength(accepted);
      expect((await published('FeedbackReceived.v1')).filter(({ tenantid }) => tenantid === tenant)).toHaveLength(accepted);
    }
  });
});

describe('the counter of submissions', () => {
  it('counts what is committed only', async () => {
    // Without a meter's provider all counters are one object, so calls for others are left out.
    const add = jest.spyOn(service.app.get(FeedbackService).taken, 'add');
    const counted = () => add.mock.calls.filter(([, attributes]) => attributes && 'status' in attributes);
    const take = (fails: boolean) => database.transaction(['default'], async () => {
      const feedbacks = service.app.get(FeedbackService);
      await feedbacks.take([feedbacks.prepare({ tenant: 'default', input: feedbackInput.parse(feedback()) })]);
      if (fails) throw new Error('the outer transaction fails');
    });
    await expect(take(true)).rejects.toThrow('fails');
    expect(counted()).toEqual([]);
    await take(false);
    expect(counted()).toHaveLength(1);
    add.mockRestore();
  });
});

describe('npx voc import', () => {
  it('hands a file in over HTTP; what was killed, or comes again, counts once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    const file = join(folder, 'reviews.csv');
    await writeFile(file, `id,stars,review,date\n${Array.from({ length: 1500 }, (_, n) => `${n},${n % 7},"Review number ${n}, by ann${n}@example.org",${n % 28 + 1}.2.2026`).join('\n')}\n`);
    const url = await service.listen(0);
    let requests = 0;
    const once = async (fail: number) => {
      const said: string[] = [];
      const unstable: typeof fetch = (...args) => (++requests === fail ? Promise.reject(new Error('no more')) : fetch(...args));
      const io = { env: { VOC_DATA_DIR: folder, VOC_URL: url, VOC_API_KEY: (await keyOf('globex')).slice(7) }, stdout: { write: (it: string) => said.push(it) }, stderr: { write: () => true }, fetch: unstable };
      const code = await run([file, '--json', '--batch', '400'], io);
      return { code, ...(JSON.parse(said.join('')) as { rows: number; accepted: number; duplicates: number; refused: number }) };
    };
    // 0 and 6 stars are outside of the scale, of which the guess made the widest that holds them: nothing is refused.
    expect(await once(2)).toMatchObject({ code: 0, rows: 1500, accepted: 1500, duplicates: 0, refused: 0 });
    expect(await once(0)).toMatchObject({ code: 0, rows: 1500, accepted: 0, duplicates: 1500 });
    await rm(folder, { recursive: true });
  });
});
