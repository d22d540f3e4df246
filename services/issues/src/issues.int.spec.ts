import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FeedbackScored, IssueRouted, PodActed, CustomerAnswered, AnswerFailed, type Event, type EventOf } from '@vocloop/contracts';
import { Database, dataSourceOf, drift, migrate, roleUrl } from '@vocloop/database';
import { logMigrations, type Dropped } from '@vocloop/messaging';
import { accessMigrations, createService, issueKey, loadSettings, type Service } from '@vocloop/service';
import { anEvent, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { AnswerHandler } from './answer/answer.handler.js';
import { AnswerService } from './answer/answer.service.js';
import { AnsweringService } from './answer/answering.service.js';
import { settings as schema } from './config.js';
import { entities, migrations } from './datasource.js';
import { IssueHandler } from './issue/issue.handler.js';
import { IssuesModule } from './issues.module.js';

const pepper = 'a pepper of at least thirty-two characters';
let fresh: FreshDatabase;
let owner: Database;
let service: Service;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
  await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  await migrate({ url: fresh.url, schema: 'issues', migrations, password: 'test' });
  owner = new Database(await dataSourceOf({ service: 'issues', url: fresh.url, entities }).initialize());
  const settings = loadSettings(schema, { DATABASE_URL: roleUrl(fresh.url, 'issues', 'test'), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'error', VOC_RATE_LIMIT: '0' });
  service = await createService(IssuesModule, { name: 'issues', settings });
  database = service.app.get(Database);
});
afterAll(async () => {
  await service.close();
  await owner.dataSource.destroy();
  await fresh.drop();
});

type Item = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as a stranger reads them
type Dispatched = { type: string; data: Item; causationid?: string };
type ScoredPart = { id: number; text?: string; customer?: string; day?: number; revision?: number; touchpoint?: string; theme?: string; label?: 'negative' | 'positive'; channel?: 'survey' | 'suggestion'; product?: string; supplier?: string; source?: string };

let tenantNumber = 0;
const freshTenant = (): string => `tenant-${++tenantNumber}`;
const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
const at = (day: number): string => new Date(Date.UTC(2026, 2, 1, 8) + day * 86_400_000).toISOString();

const scored = (tenant: string, it: ScoredPart): EventOf<typeof FeedbackScored> =>
  anEvent<typeof FeedbackScored>(FeedbackScored, {
    feedback: { id: idOf(it.id), revision: it.revision ?? 1, touchpoint: it.touchpoint ?? 'shop', product: it.product, supplier: it.supplier, customer: it.customer ?? `C-${it.id}`, channel: it.channel ?? 'survey', source: it.source ?? 'app', text: it.text ?? 'My parcel came far too late', occurredAt: at(it.day ?? 0) },
    score: { label: it.label ?? 'negative', problem: it.label !== 'positive', polarity: it.label === 'positive' ? 0.6 : -0.5, themes: it.theme === '' ? [] : [{ id: it.theme ?? 'delivery', confidence: 0.9, words: [] }] },
  }, { tenantid: tenant });

/** Hands a batch to a handler as the consumer does; answers what was dropped, and what it published. */
async function given<E extends Event>(events: readonly E[], handle: (events: E[]) => Promise<Dropped[] | void>): Promise<{ dropped: string[]; published: Dispatched[] }> {
  const tenants = [...new Set(events.map(({ tenantid }) => tenantid))];
  await takeOutbox();
  return database.transaction(tenants, async () => {
    const dropped = (await handle([...events])) ?? [];
    return { dropped: dropped.map(({ reason }) => reason), published: [] };
  }).then(async (result) => {
    await service.app.get(AnsweringService).idle();
    return { ...result, published: await takeOutbox() };
  });
}
async function takeOutbox(): Promise<Dispatched[]> {
  const rows = await owner.transaction([], () => owner.query<{ headers: Record<string, string>; payload: string }>(`WITH taken AS (DELETE FROM issues.outbox RETURNING *) SELECT headers, payload FROM taken ORDER BY seq`));
  return rows.map(({ headers, payload }) => ({ type: headers['ce_type']!.replace('.v1', ''), data: JSON.parse(payload) as Item, ...(headers['ce_causationid'] && { causationid: headers['ce_causationid'] }) }));
}
const gather = (events: EventOf<typeof FeedbackScored>[]) => given(events, (it) => service.app.get(IssueHandler).gather(it));
const act = (tenant: string, issueId: string, data: Item, time = at(30)) =>
  given([anEvent(PodActed, { issueId, by: 'ann', ...data }, { tenantid: tenant, time })], (it) => service.app.get(IssueHandler).act(it as never));
const route = (tenant: string, issueId: string, pod = 'logistics') =>
  given([anEvent(IssueRouted, { issueId, pod }, { tenantid: tenant })], (it) => service.app.get(IssueHandler).route(it as never));

async function call(tenant: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, headers: Record<string, string> = {}): Promise<{ status: number; body: Item; headers: Item }> {
  const { token, id, hash } = issueKey(pepper);
  await owner.transaction([tenant], () => owner.query(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, ['issues:read', 'issues:write']]));
  const answer = await service.app.inject({ method, url, headers: { authorization: `Bearer ${token}`, ...headers }, ...(payload && { payload }) });
  if (answer.statusCode >= 500) throw new Error(answer.body);
  return { status: answer.statusCode, body: answer.body ? answer.json() : {}, headers: answer.headers };
}
const several = (tenant: string, from: number, count: number, part: Partial<ScoredPart> = {}) => Array.from({ length: count }, (_, n) => scored(tenant, { id: from + n, ...part }));
/** An issue of five feedback. */
async function anIssue(tenant: string, from: number, part: Partial<ScoredPart> = {}): Promise<string> {
  const { published } = await gather(several(tenant, from, 5, part));
  return published[0]!.data['issue'].id as string;
}
const types = (published: Dispatched[]): string[] => published.map(({ type }) => type);
const rows = (tenant: string, sql: string) => database.transaction([tenant], () => database.query<Item>(sql));

describe('the tables', () => {
  it('are what the entities say', async () => {
    const ours = (await drift(owner.dataSource)).filter((sql) => /"(issue|issue_customer|anchor|evidence|issue_change|issue_policy|answer)"/.test(sql) && !/DROP TABLE/.test(sql));
    expect(ours).toEqual([]);
  });

  it('show a tenant nothing of another', async () => {
    const [mine, other] = [freshTenant(), freshTenant()];
    await anIssue(mine, 1);
    expect(await rows(other, 'SELECT * FROM evidence')).toEqual([]);
    expect(await rows(other, 'SELECT * FROM issue')).toEqual([]);
    expect(await rows(mine, 'SELECT * FROM evidence')).toHaveLength(5);
  });
});

describe('gathering', () => {
  it('opens an issue when the threshold is passed, tells all its evidence, and then grows it once a batch', async () => {
    const tenant = freshTenant();
    expect(await gather(several(tenant, 10, 4))).toEqual({ dropped: [], published: [] });
    const last = scored(tenant, { id: 14, day: 3 });
    const { published } = await gather([last]);
    expect(types(published)).toEqual(['IssueOpened']);
    const { issue, evidence, reason } = published[0]!.data;
    expect(issue).toMatchObject({ status: 'open', touchpoint: 'shop', theme: 'delivery', feedbackCount: 5, customerCount: 5, detectedAt: at(3), title: 'Delivery (shop)' });
    expect((evidence as Item[]).map(({ feedbackId }) => feedbackId as string).sort()).toEqual([10, 11, 12, 13, 14].map(idOf));
    expect(reason).toBe('5 feedback from 5 customers within 7 days passed the threshold of 5 and 3');
    expect(published[0]!.causationid).toBe(last.id);
    const grown = await gather([scored(tenant, { id: 15, day: 4 }), scored(tenant, { id: 16, day: 4 })]);
    expect(types(grown.published)).toEqual(['IssueGrew']);
    expect(grown.published[0]!.data['evidence']).toHaveLength(2);
  });

  it('does not count one angry customer as many', async () => {
    const tenant = freshTenant();
    const { published } = await gather(several(tenant, 20, 12, { customer: 'C-1' }));
    expect(published).toEqual([]);
    const { body } = await call(tenant, 'GET', '/v1/issues/candidates');
    expect(body['items'][0]).toMatchObject({ feedbackCount: 12, customerCount: 1, missing: { feedback: 0, customers: 2 } });
  });

  it('keeps apart touchpoints, themes and, of quality, suppliers', async () => {
    const tenant = freshTenant();
    const { published } = await gather([
      ...several(tenant, 30, 5), ...several(tenant, 40, 5, { touchpoint: 'app' }), ...several(tenant, 50, 5, { theme: 'billing' }),
      ...several(tenant, 60, 5, { theme: 'quality', supplier: 'norvik' }), ...several(tenant, 70, 5, { theme: 'quality', supplier: 'other' }),
    ]);
    expect(published.map(({ data: { issue } }) => String(issue.supplier ?? `${issue.touchpoint} ${issue.theme}`)).sort()).toEqual(['app delivery', 'norvik', 'other', 'shop billing', 'shop delivery']);
  });

  it('finds near-duplicates by similarity where no theme is told', async () => {
    const tenant = freshTenant();
    const zip = ['The zipper of the blue jacket jams', 'the blue jacket zipper jams all the time', 'zipper jams on my blue jacket', 'Jacket: blue zipper jams again', 'My blue jacket has a zipper that jams'];
    const { published, dropped } = await gather([...zip, 'purple pelican carousel', '@shop hm'].map((text, n) => scored(tenant, { id: 80 + n, theme: '', text })));
    expect(types(published)).toEqual(['IssueOpened']);
    expect(published[0]!.data['issue'].feedbackCount).toBe(5);
    expect(published[0]!.data['issue'].title).toMatch(/jacket/i);
    expect(dropped).toEqual(['too few words to be gathered']);
  });

  it('finds what means the same in other words, from batch to batch', async () => {
    const tenant = freshTenant();
    const told = (id: number, text: string) => scored(tenant, { id, theme: '', text });
    await gather([told(1100, 'My card has not arrived yet'), told(1101, 'I forgot my passcode')]);
    await gather([told(1102, 'Still waiting for my new card to arrive'), told(1103, 'When will my card arrive')]);
    const { published } = await gather([told(1104, 'my card still did not arrive'), told(1105, 'The card I ordered has not arrived')]);
    expect(published.map(({ type, data }) => [type, data['issue'].feedbackCount as number])).toEqual([['IssueOpened', 5]]);
  });

  it('goes on when a themeless text that leads its group is edited, or comes back from a theme', async () => {
    const tenant = freshTenant();
    const zip = (id: number, part: Partial<ScoredPart> = {}) => scored(tenant, { id, theme: '', text: 'The zipper of the blue jacket jams', ...part });
    await gather([zip(1000), zip(1001), zip(1002)]);
    expect((await gather([zip(1000, { revision: 2, text: 'The garden lamp flickers at night' })])).dropped).toEqual([]);
    expect((await gather([zip(1001, { revision: 2, theme: 'quality' }), zip(1000, { revision: 3, text: 'Purple carousel squeaks', day: 40 })])).dropped).toEqual([]);
    expect((await gather([zip(1001, { revision: 3 }), zip(1003)])).dropped).toEqual([]);
    const { published } = await gather([zip(1004), zip(1005)]);
    expect(published.map(({ type, data }) => [type, data['issue'].feedbackCount as number])).toEqual([['IssueOpened', 5]]);
  });

  it('drops what tells of no problem, with its reason', async () => {
    const tenant = freshTenant();
    const { dropped } = await gather([scored(tenant, { id: 90, label: 'positive' }), scored(tenant, { id: 91, channel: 'suggestion' }), scored(tenant, { id: 92, text: ' ' })]);
    expect(dropped.sort()).toEqual(['no problem told', 'no words to gather by', 'suggestions are kept apart from customers']);
  });

  it('keeps texts that Postgres could not hold as they are', async () => {
    const tenant = freshTenant();
    const half = `late${'x'.repeat(3995)}😀`;
    const { published } = await gather([half, 'late \ud800 parcel', 'late \0 parcel', `${'late '.repeat(60)}😀`.slice(1), 'late'].map((text, n) => scored(tenant, { id: 95 + n, text })));
    expect(types(published)).toEqual(['IssueOpened']);
    expect(JSON.stringify(published[0]!.data)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect((await rows(tenant, 'SELECT text FROM evidence')).map(({ text }) => text as string).sort()).toContain('late  parcel');
  });

  it('counts a revision once: newer ones replace, move or take away, older ones are dropped', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 100);
    const taken = await gather([scored(tenant, { id: 100, revision: 3, label: 'positive' })]);
    expect(taken.dropped).toEqual([]);
    expect(taken.published[0]).toMatchObject({ type: 'IssueGrew', data: { removed: [idOf(100)], evidence: [], issue: { id, feedbackCount: 4, customerCount: 4 } } });
    expect(await gather([scored(tenant, { id: 100, revision: 2 })])).toEqual({ dropped: ['a newer revision is known'], published: [] });
    const moved = await gather([scored(tenant, { id: 101, revision: 2, theme: 'billing' })]);
    expect(moved.published[0]).toMatchObject({ type: 'IssueGrew', data: { removed: [idOf(101)], issue: { feedbackCount: 3, customerCount: 3 } } });
    expect((await gather([scored(tenant, { id: 102, revision: 2, text: 'still late, and still no parcel' })])).published).toEqual([]);
    expect((await call(tenant, 'GET', `/v1/issues/${id}`)).body).toMatchObject({ feedbackCount: 3, customerCount: 3 });
  });

  it('gives the same problems in any order and any cut of batches', async () => {
    const seen: unknown[] = [];
    for (const [size, turn] of [[7, 0], [100, 41], [3, 23]] as const) {
      const tenant = freshTenant();
      const all = Array.from({ length: 60 }, (_, n) => scored(tenant, { id: 200 + n, day: n % 8, customer: `C-${n % 11}`, theme: ['delivery', 'billing', 'staff'][n % 3]!, touchpoint: n % 4 ? 'shop' : 'app' }));
      const turned = [...all.slice(turn), ...all.slice(0, turn)];
      while (turned.length > 0) await gather(turned.splice(0, size));
      const { body } = await call(tenant, 'GET', '/v1/issues?limit=100');
      seen.push((body['items'] as Item[]).map(({ touchpoint, theme, feedbackCount, customerCount, detectedAt, firstSeenAt, lastSeenAt }) => ({ touchpoint, theme, feedbackCount, customerCount, detectedAt, firstSeenAt, lastSeenAt })).sort((a, b) => `${a.touchpoint}${a.theme}`.localeCompare(`${b.touchpoint}${b.theme}`)));
    }
    expect(seen[0]).toHaveLength(6);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});

describe('a life', () => {
  it('is routed, worked, resolved, answered once, and comes back', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 300);
    await gather([scored(tenant, { id: 305, customer: 'C-304', day: 1, source: 'chat' })]);
    expect(types((await route(tenant, id)).published)).toEqual(['IssueTransitioned']);
    expect((await call(tenant, 'GET', `/v1/issues/${id}`)).body).toMatchObject({ status: 'routed', pod: 'logistics' });
    expect((await act(tenant, id, { action: 'acknowledge' })).published[0]!.data).toMatchObject({ from: 'routed', to: 'acknowledged', by: 'ann' });
    expect(await act(tenant, id, { action: 'acknowledge' })).toEqual({ dropped: ['nothing to change: it is acknowledged already'], published: [] });
    const { published } = await act(tenant, id, { action: 'resolve', text: 'The depot has a second shift.' });
    const answers = published.filter(({ type }) => type === 'AnswerDue').map(({ data }) => data);
    expect(answers).toHaveLength(5);
    expect(answers.find(({ customer }) => customer === 'C-304')).toMatchObject({ feedbackId: idOf(305), source: 'chat', message: 'The depot has a second shift.' });
    expect((await act(tenant, id, { action: 'resolve', text: 'again' })).published).toEqual([]);

    const answered = anEvent(CustomerAnswered, { ...answers[0], answeredAt: at(31) }, { tenantid: tenant });
    const failed = anEvent(AnswerFailed, { ...answers[1], error: 'no webhook', failedAt: at(31) }, { tenantid: tenant });
    const settle = (event: Event) => given([event], (it) => service.app.get(AnswerHandler).settle(it as never));
    expect([(await settle(answered)).dropped, (await settle(answered)).dropped, (await settle(failed)).dropped]).toEqual([[], ['no such answer is due'], []]);
    const { body } = await call(tenant, 'GET', `/v1/issues/${id}/answers`);
    expect((body['items'] as Item[]).map(({ state }) => state as string).sort()).toEqual(['answered', 'due', 'due', 'due', 'failed']);

    expect(types((await gather([scored(tenant, { id: 306, day: 2 })])).published)).toEqual(['IssueGrew', 'AnswerDue']);
    expect(types((await gather([scored(tenant, { id: 307, day: 40 })])).published)).toEqual(['IssueGrew']);
    const back = await gather([scored(tenant, { id: 308, day: 41, customer: 'C-300' })]);
    expect(types(back.published)).toEqual(['IssueGrew', 'IssueRegressed']);
    const again = await act(tenant, id, { action: 'resolve', text: 'Now truly.' }, at(50));
    const due = again.published.filter(({ type }) => type === 'AnswerDue').map(({ data }) => data['customer'] as string);
    expect(due.sort()).toEqual([answers[1]!['customer'], 'C-300', 'C-307'].sort());
    const history = await call(tenant, 'GET', `/v1/issues/${id}/history`);
    expect((history.body['items'] as Item[]).map(({ kind }) => kind as string)).toEqual(['opened', 'routed', 'transitioned', 'transitioned', 'transitioned', 'regressed', 'transitioned']);
  });

  it('answers many customers a thousand at a time, and goes on where a killed process stopped', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 2000);
    for (let from = 2005; from < 4300; from += 500) await gather(several(tenant, from, Math.min(500, 4300 - from)));
    const answers = service.app.get(AnswerService);
    const answering = service.app.get(AnsweringService);
    await database.transaction([tenant], () => database.query(`UPDATE issue SET status = 'resolved', resolution = 1, resolved_at = $1 WHERE id = $2`, [at(30), id]));
    await database.transaction([tenant], () => answers.begin([{ tenant, issueId: id, cause: null }]));
    await takeOutbox();
    // A process did this, and no more.
    expect(await answers.answerSome((await answers.open())[0]!, '')).toBeDefined();
    expect(await takeOutbox()).toHaveLength(1000);
    answering.onApplicationBootstrap();
    await answering.idle();
    expect(await takeOutbox()).toHaveLength(1300);
    expect(await answers.open()).toEqual([]);
  });

  it('begins anew where it is resolved again while it answers: whoever wrote between the two is not forgotten', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 5000);
    for (const from of [5005, 5505]) await gather(several(tenant, from, 500));
    const answers = service.app.get(AnswerService);
    const resolve = (resolution: number, day: number) => database.transaction([tenant], async () => {
      await database.query(`UPDATE issue SET status = 'resolved', resolution = $3, resolved_at = $1 WHERE id = $2`, [at(day), id, resolution]);
      await answers.begin([{ tenant, issueId: id, cause: null }]);
    });
    await resolve(1, 30);
    const [first] = await answers.open();
    const after = (await answers.answerSome(first!, ''))!;
    await gather([scored(tenant, { id: 6100, customer: 'A-before-all', day: 31 })]);
    await takeOutbox();
    await resolve(2, 40);
    expect(await answers.answerSome(first!, after)).toBeUndefined();
    expect(await answers.open()).toHaveLength(1);
    service.app.get(AnsweringService).onApplicationBootstrap();
    await service.app.get(AnsweringService).idle();
    expect((await takeOutbox()).map(({ data }) => data['customer'] as string)).toContain('A-before-all');
  });

  it('answers behind many that fail, and keeps nothing but ids of what led to it', async () => {
    const [broken, fine] = ['aaa-broken', freshTenant()];
    const id = await anIssue(fine, 6200);
    const answers = service.app.get(AnswerService);
    const answerSome = answers.answerSome.bind(answers);
    const kept: string[] = [];
    const spy = jest.spyOn(answers, 'answerSome').mockImplementation((one, after) => {
      if (one.tenant === broken) return Promise.reject(new Error('broken'));
      kept.push(...Object.keys(one.cause!));
      return answerSome(one, after);
    });
    await database.transaction([broken], () => answers.begin(Array.from({ length: 120 }, (_, n) => ({ tenant: broken, issueId: idOf(n), cause: null }))));
    const { published } = await act(fine, id, { action: 'resolve', text: 'done' });
    spy.mockRestore();
    expect(types(published).filter((it) => it === 'AnswerDue')).toHaveLength(5);
    expect(kept.filter((it) => !['id', 'correlationid', 'traceparent'].includes(it))).toEqual([]);
    await database.transaction([], () => database.query(`DELETE FROM answering WHERE tenant = $1`, [broken]));
  });

  it('counts what was said after a resolution although it came before it', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 4400);
    await gather([scored(tenant, { id: 4405, day: 9 })]);
    const { published } = await act(tenant, id, { action: 'resolve' }, at(8));
    expect(published.filter(({ type }) => type === 'AnswerDue')).toHaveLength(5);
    const edited = await gather([scored(tenant, { id: 4405, day: 9, revision: 2, text: 'The parcel was far too late' })]);
    expect(types(edited.published)).toEqual([]);
    expect(types((await gather([scored(tenant, { id: 4406, day: 10 })])).published)).toEqual(['IssueGrew', 'IssueRegressed']);
  });

  it('takes no act from the future', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 4410);
    const { published } = await act(tenant, id, { action: 'resolve' }, '2999-01-01T00:00:00.000Z');
    expect(Date.parse(published[0]!.data['at'] as string)).toBeLessThanOrEqual(Date.now());
    expect((await act(tenant, id, { action: 'reassign', pod: 'p', reason: 'r' })).dropped).toEqual(['routing carries out a reassignment']);
  });

  it('refuses what does not fit, naming what does', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 320);
    const close = await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'close', by: 'ann' });
    expect(close).toMatchObject({ status: 409, body: { code: 'not_allowed', detail: expect.stringContaining('Allowed now: triage, acknowledge, start, resolve') } });
    expect((await act(tenant, id, { action: 'verify' })).dropped[0]).toMatch(/^cannot verify an issue that is open/);
    expect((await act(tenant, idOf(999_999), { action: 'verify' })).dropped).toEqual(['there is no such issue']);
    const reassign = await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'reassign', by: 'ann', pod: 'x', reason: 'theirs' });
    expect(reassign).toMatchObject({ status: 422, body: { detail: expect.stringContaining(`/v1/assignments/${id}`) } });
    expect((await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'comment', by: 'ann' })).body['errors'][0]).toMatchObject({ pointer: '/text' });
    for (const [field, body] of [['text', { text: 'nul \u0000' }], ['text', { text: 'half \ud83d' }], ['reason', { text: 'x', reason: '\ud83d' }], ['by', { text: 'x', by: 'ann\ud83d' }]] as const)
      expect(await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'comment', by: 'ann', ...body })).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${field}` }] } });
    expect((await call(freshTenant(), 'POST', `/v1/issues/${id}/actions`, { action: 'resolve', by: 'ann' })).status).toBe(404);
    const etag = (await call(tenant, 'GET', `/v1/issues/${id}`)).headers['etag'] as string;
    expect((await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'start', by: 'ann' }, { 'if-match': etag })).body).toMatchObject({ outcome: 'done', issue: { status: 'in_progress' } });
    expect((await call(tenant, 'POST', `/v1/issues/${id}/actions`, { action: 'resolve', by: 'ann' }, { 'if-match': etag })).status).toBe(412);
  });
});

describe('what people decide about identity', () => {
  it('a merge sticks: evidence, customers and later feedback are the target’s, and the old id redirects', async () => {
    const tenant = freshTenant();
    const a = await anIssue(tenant, 400);
    await gather(several(tenant, 410, 5, { theme: 'punctuality', customer: 'C-400' }));
    const c = await anIssue(tenant, 420, { theme: 'punctuality' });
    await gather([scored(tenant, { id: 430, theme: 'punctuality', customer: 'C-400' })]);
    const merged = await call(tenant, 'POST', `/v1/issues/${c}/merge`, { into: a, by: 'ann', reason: 'same depot' });
    expect(merged.body['issue']).toMatchObject({ id: a, feedbackCount: 16, customerCount: 10 });
    const [event] = await takeOutbox();
    expect(event).toMatchObject({ type: 'IssueMerged', data: { merged: c, issue: { id: a } } });
    expect(event!.data['evidence']).toHaveLength(11);
    const later = await gather([scored(tenant, { id: 431, theme: 'punctuality' })]);
    expect(later.published[0]).toMatchObject({ type: 'IssueGrew', data: { issue: { id: a, feedbackCount: 17 } } });
    expect(await call(tenant, 'GET', `/v1/issues/${c}`)).toMatchObject({ status: 308, headers: { location: `/v1/issues/${a}` }, body: { mergedInto: a } });
    expect((await call(tenant, 'POST', `/v1/issues/${c}/merge`, { into: a, by: 'ann', reason: 'same depot' })).body['outcome']).toBe('unchanged');
    expect((await call(tenant, 'POST', `/v1/issues/${a}/merge`, { into: a, by: 'ann', reason: 'x' })).status).toBe(409);
    expect((await call(tenant, 'GET', '/v1/issues')).body['counts']).toMatchObject({ total: 1 });
  });

  it('a merge buries nothing: what is open reopens what is resolved, and everybody is answered once', async () => {
    const tenant = freshTenant();
    const answered = (published: Dispatched[]) => published.filter(({ type }) => type === 'AnswerDue').map(({ data }) => data['customer'] as string).sort();
    const merge = async (from: string, into: string) => {
      await call(tenant, 'POST', `/v1/issues/${from}/merge`, { into, by: 'ann', reason: 'same depot' });
      await service.app.get(AnsweringService).idle();
      return takeOutbox();
    };
    const done = await anIssue(tenant, 1100);
    expect(answered((await act(tenant, done, { action: 'resolve', text: 'Mended.' })).published)).toHaveLength(5);
    const open = await anIssue(tenant, 1110, { theme: 'billing' });
    const told = await merge(open, done);
    expect(told.map(({ type, data }) => [type, data['issue'].id as string, data['from'] as string, data['to'] as string])).toEqual([
      ['IssueMerged', done, undefined, undefined], ['IssueTransitioned', done, 'resolved', 'in_progress'], ['IssueTransitioned', open, 'open', 'closed'],
    ]);
    expect(answered((await act(tenant, done, { action: 'resolve', text: 'Both.' })).published)).toEqual([1110, 1111, 1112, 1113, 1114].map((n) => `C-${n}`));

    const other = await anIssue(tenant, 1120, { theme: 'staff' });
    await merge(done, other);
    const split = await call(tenant, 'POST', `/v1/issues/${other}/split`, { feedbackIds: [idOf(1100), idOf(1120)], by: 'ann', reason: 'else' });
    expect(answered((await act(tenant, other, { action: 'resolve', text: 'All.' })).published)).toEqual([1121, 1122, 1123, 1124].map((n) => `C-${n}`));
    expect(answered((await act(tenant, split.body['issue'].id as string, { action: 'resolve', text: 'Else.' })).published)).toEqual(['C-1120']);

    await gather([scored(tenant, { id: 1130, theme: 'price' })]);
    const [candidate] = await rows(tenant, `SELECT id FROM issue WHERE status = 'candidate'`);
    expect(answered(await merge(candidate!['id'] as string, other))).toEqual(['C-1130']);
  });

  it('a split sticks: later feedback like it follows, the rest stays', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 440, { text: 'The parcel came four days late again' });
    await gather(several(tenant, 450, 2, { text: 'The courier threw my parcel over the garden fence' }));
    expect((await call(tenant, 'POST', `/v1/issues/${id}/split`, { feedbackIds: [idOf(450), idOf(1)], by: 'ann', reason: 'x' })).body['errors']).toEqual([expect.objectContaining({ pointer: '/feedbackIds/1' })]);
    const split = await call(tenant, 'POST', `/v1/issues/${id}/split`, { feedbackIds: [idOf(450), idOf(451)], by: 'ann', reason: 'careless courier' });
    expect(split).toMatchObject({ status: 201, body: { issue: { feedbackCount: 2, status: 'open' }, from: { id, feedbackCount: 5 } } });
    const newId = split.body['issue'].id as string;
    const told = await takeOutbox();
    expect(types(told)).toEqual(['IssueGrew', 'IssueSplit']);
    expect(told[1]!.data).toMatchObject({ by: 'ann', reason: 'careless courier', evidence: [{ reason: 'split off by a person' }, { reason: 'split off by a person' }] });
    const later = await gather([scored(tenant, { id: 460, text: 'Courier just threw the parcel over our fence' }), scored(tenant, { id: 461, text: 'My parcel was days late' }), scored(tenant, { id: 450, revision: 2, text: 'They threw it over the garden fence' })]);
    expect(Object.fromEntries(later.published.map(({ data }) => [data['issue'].id as string, (data['evidence'] as Item[]).map(({ feedbackId }) => feedbackId as string)]))).toEqual({ [newId]: [idOf(460)], [id]: [idOf(461)] });
    expect((await call(tenant, 'GET', `/v1/issues/${newId}`)).body).toMatchObject({ feedbackCount: 3, customerCount: 3 });
  });

  it('a muted issue stays muted while it grows', async () => {
    const tenant = freshTenant();
    const id = await anIssue(tenant, 470);
    expect((await act(tenant, id, { action: 'mute', reason: 'known' })).published[0]).toMatchObject({ type: 'IssueMuted', data: { issue: { muted: true } } });
    expect((await gather([scored(tenant, { id: 476 })])).published[0]!.data['issue']).toMatchObject({ muted: true, feedbackCount: 6 });
  });
});

describe('the policy', () => {
  it('is versioned, validated, guarded by If-Match, and opens what now passes', async () => {
    const tenant = freshTenant();
    await gather(several(tenant, 500, 3));
    const first = await call(tenant, 'GET', '/v1/issue-policy');
    expect(first).toMatchObject({ body: { minFeedback: 5, minCustomers: 3, windowDays: 7, version: 0 }, headers: { etag: '"0"' } });
    expect((await call(tenant, 'PUT', '/v1/issue-policy', { minFeedback: 2, minCustomers: 3 })).body['errors']).toEqual([expect.objectContaining({ pointer: '/minCustomers' })]);
    const changed = await call(tenant, 'PUT', '/v1/issue-policy', { minFeedback: 3, minCustomers: 2 }, { 'if-match': '"0"' });
    expect(changed).toMatchObject({ status: 200, body: { version: 1, minFeedback: 3 } });
    expect(types(await takeOutbox())).toEqual(['IssueOpened']);
    expect((await call(tenant, 'PUT', '/v1/issue-policy', {}, { 'if-match': '"0"' })).status).toBe(412);
    expect((await call(tenant, 'GET', '/v1/issue-policy/history')).body['items']).toHaveLength(1);
  });
});

describe('lists', () => {
  it('are filtered, sorted, counted and paged', async () => {
    const tenant = freshTenant();
    for (const [n, touchpoint] of ['shop', 'app', 'store'].entries()) await anIssue(tenant, 600 + n * 10, { touchpoint, day: n });
    const first = await call(tenant, 'GET', '/v1/issues?sort=recency&limit=2');
    expect((first.body['items'] as Item[]).map(({ touchpoint }) => touchpoint as string)).toEqual(['store', 'app']);
    expect(first.body['counts']).toMatchObject({ total: 3, status: { open: 3 } });
    const second = await call(tenant, 'GET', `/v1/issues?sort=recency&limit=2&cursor=${first.body['nextCursor']}`);
    expect((second.body['items'] as Item[]).map(({ touchpoint }) => touchpoint as string)).toEqual(['shop']);
    expect(second.body['nextCursor']).toBeNull();
    expect((await call(tenant, 'GET', '/v1/issues?touchpoint=app&status=open,triaged&q=parcel')).body['items']).toHaveLength(1);
    expect((await call(tenant, 'GET', '/v1/issues?status=lost')).status).toBe(400);
    const id = first.body['items'][0].id as string;
    const evidence = await call(tenant, 'GET', `/v1/issues/${id}/evidence?limit=3`);
    expect(evidence.body['items'][0]).toMatchObject({ reason: expect.any(String), similarity: expect.any(Number), text: expect.any(String) });
    expect((await call(tenant, 'GET', `/v1/issues/${id}/evidence?cursor=${evidence.body['nextCursor']}`)).body['items']).toHaveLength(2);
  });
});
