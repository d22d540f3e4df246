import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FeedbackReceived, FeedbackRevised, type Event, type Feedback } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { openLog, type EventLog } from '@vocloop/messaging';
import type { Service } from '@vocloop/service';
import { anEvent, eventually, type PartOf } from '@vocloop/testing';
import { themes } from '@vocloop/text';
import { ASentiment } from './a-sentiment.testing.js';
import { LayerService } from './correction/layer.service.js';
import { PastTextsService } from './history/past-texts.service.js';
import { ScoreHandler } from './score/score.handler.js';

const topic = FeedbackReceived.topic.name;
const lockers = { themes: [{ id: 'delivery' }, { id: 'lockers', name: 'Lockers', phrases: ['locker'] }] };

let sentiment: ASentiment;
let log: EventLog;

beforeAll(async () => {
  sentiment = await ASentiment.start();
  log = await openLog({ kind: 'postgres', url: sentiment.url }, { info() {}, warn() {}, error() {} });
  await log.ensureTopics([{ name: topic, partitions: 2 }]);
});
afterAll(async () => {
  await log.close();
  await sentiment.stop();
});
beforeEach(() => sentiment.owner.transaction([], () => sentiment.owner.query('TRUNCATE sentiment.taxonomy_version, sentiment.outbox')));

const put = (tenant: string, body: object, headers = {}) => sentiment.ask(tenant, { method: 'PUT', url: '/v1/taxonomy', body, headers, scopes: ['issues:write'] });
const get = (tenant: string, path = '') => sentiment.ask(tenant, { method: 'GET', url: `/v1/taxonomy${path}`, scopes: ['issues:read'] });
const themesOf = async (tenant: string, text: string, service?: Service): Promise<string[]> =>
  (await sentiment.ask(tenant, { method: 'POST', url: '/v1/score', body: { text, language: 'en' } }, service)).body.score.themes.map((it: { id: string }) => it.id);
/** Each test has tenants of its own: a process remembers what is in force. */
let tenants = 0;
const aTenant = (): string => `t${++tenants}`;

describe('a taxonomy', () => {
  it('is the default until somebody puts one', async () => {
    const { body, headers } = await get(aTenant());
    expect(body).toEqual({ version: 0, by: 'built in', at: null, themes });
    expect(headers['etag']).toBe('"0"');
  });

  it('is in force at once for its tenant and for no other, in scores that are asked for and in feedback', async () => {
    const [mine, other] = [aTenant(), aTenant()];
    expect(await themesOf(mine, 'The locker stays shut')).toEqual([]);
    expect(await put(mine, lockers)).toMatchObject({ status: 200, body: { version: 1, ...lockers }, headers: { etag: '"1"' } });
    expect(await themesOf(mine, 'The locker stays shut')).toEqual(['lockers']);
    expect(await themesOf(mine, 'The app crashes')).toEqual([]);
    expect(await themesOf(other, 'The locker stays shut')).toEqual([]);
    const events = [mine, other].map((tenantid) => anEvent(FeedbackReceived, { feedback: { text: 'The locker stays shut' } }, { tenantid }));
    await sentiment.service.app.get(Database).transaction([mine, other], () => sentiment.service.app.get(ScoreHandler).received(events as never));
    const rows = await sentiment.owner.transaction([], () => sentiment.owner.query<{ payload: string }>(`SELECT payload FROM sentiment.outbox WHERE aggregatetype = 'voc.insight.v1' ORDER BY seq`));
    expect(rows.map(({ payload }) => JSON.parse(payload).score).map((it: { themes: { id: string }[]; taxonomy?: number }) => [it.themes.map(({ id }) => id), it.taxonomy])).toEqual([[['lockers'], 1], [[], undefined]]);
  });

  it('is in force in another process within a second', async () => {
    const tenant = aTenant();
    const second = await sentiment.serviceWith({});
    expect(await themesOf(tenant, 'The locker stays shut', second)).toEqual([]);
    await put(tenant, lockers);
    await sleep(1000);
    expect(await themesOf(tenant, 'The locker stays shut', second)).toEqual(['lockers']);
    await second.close();
  });

  it('keeps its versions, each to be read and put again', async () => {
    const tenant = aTenant();
    await put(tenant, lockers);
    await put(tenant, { themes: [{ id: 'lockers', name: 'Boxes', phrases: ['box'] }] });
    expect((await get(tenant, '/versions')).body.items.map((it: { version: number; themes: number }) => [it.version, it.themes])).toEqual([[2, 1], [1, 2]]);
    const { body: { themes: first } } = await get(tenant, '?version=1');
    expect((await put(tenant, { themes: first })).body.version).toBe(3);
    expect(await themesOf(tenant, 'The locker stays shut')).toEqual(['lockers']);
    expect((await get(tenant, '?version=9')).status).toBe(404);
    expect((await get(aTenant(), '?version=1')).status).toBe(404);
  });

  it('is put over the version that If-Match names only, and by one of two at the same moment', async () => {
    const tenant = aTenant();
    expect((await put(tenant, lockers, { 'if-match': '"0"' })).status).toBe(200);
    expect(await put(tenant, lockers, { 'if-match': '"0"' })).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } });
    const answers = await Promise.all([1, 2, 3].map(() => put(tenant, lockers)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  });

  it('keeps examples without personal data, and takes none to search for', async () => {
    const tenant = aTenant();
    const examples = ['Call me at +49 170 1234567, no slot free', ...Array(4).fill('no slot free')];
    expect((await put(tenant, { themes: [{ id: 'slots', examples }, { id: 'lockers', examples: Array(5).fill('locker') }], none: Array(5).fill('good morning') })).body.themes[0].examples[0]).toBe('Call me at [phone], no slot free');
    const { status, body } = await put(tenant, { themes: [{ id: 'a', name: 'ann@example.org', phrases: ['call', 'write to ann@example.org'] }] });
    expect([status, body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])]).toEqual([400, [['/themes/0/name', 'personal_data'], ['/themes/0/phrases/1', 'personal_data']]]);
  });

  it('names everything that is to be mended, and leaves what is in force', async () => {
    const tenant = aTenant();
    await put(tenant, lockers);
    const { status, body } = await put(tenant, { themes: [{ id: 'a', patterns: ['(?<=x)y', '('] }, { id: 'a', examples: ['one'] }] });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
      ['/themes/0/patterns/0', 'faulty_pattern'], ['/themes/0/patterns/1', 'faulty_pattern'], ['/themes/1/id', 'duplicate'], ['/themes/1/examples', 'too_few_examples'], ['/none', 'too_few_examples'],
    ]);
    expect((await put(tenant, { themes: [{ id: 'Not An Id', phrases: ['x'] }] })).body.errors).toEqual([expect.objectContaining({ pointer: '/themes/0/id' })]);
    expect((await put(tenant, { themes: Array.from({ length: 21 }, (_, at) => ({ id: `t${at}`, examples: Array(100).fill('text') })) })).body.errors[0].detail).toMatch(/at most 2000 examples in all, not 2100/);
    expect((await get(tenant)).body.version).toBe(1);
    expect((await sentiment.ask(tenant, { method: 'PUT', url: '/v1/taxonomy', body: lockers, scopes: ['feedback:write'] })).status).toBe(403);
  });
});

describe('a trial', () => {
  const append = (...events: Event[]) => log.append(events.map((it, at) => ({
    topic, partition: at % 2, key: it.partitionkey, value: Buffer.from(JSON.stringify(it.data)),
    headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: it.id, ce_source: it.source, ce_type: it.type, ce_time: it.time, ce_tenantid: it.tenantid },
  })));
  const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
  const said = (tenantid: string, n: number, text: string, part: PartOf<Feedback> = {}, definition: typeof FeedbackReceived = FeedbackReceived) =>
    anEvent(definition, { feedback: { id: idOf(n), text, language: 'en', ...part } }, { tenantid });
  const tried = (tenant: string, taxonomy: object, more = {}) => sentiment.ask(tenant, { method: 'POST', url: '/v1/taxonomy/trial', body: { taxonomy, ...more }, scopes: ['issues:write'] });

  it('tells what each theme would gain and lose of what customers said, and changes nothing', async () => {
    const [mine, other] = [aTenant(), aTenant()];
    await append(
      said(mine, 1, 'The locker stays shut'), said(mine, 2, 'The courier threw my parcel over the fence'), said(mine, 3, 'The cashier was rude'), said(mine, 4, 'We are sorry about the locker', { author: 'agent' }),
      said(mine, 5, 'This locker was said before'), said(mine, 5, 'The locker code is wrong', { revision: 2 }, FeedbackRevised as never), said(other, 6, 'Their locker, not mine'),
    );
    const { status, body } = await tried(mine, lockers);
    expect(status).toBe(200);
    expect(body).toMatchObject({ texts: 4, since: expect.stringMatching(/^2/), withoutTheme: { before: 2, after: 1 } });
    expect(Object.fromEntries(body.themes.map(({ id, before, after }: { id: string; before: number; after: number }) => [id, [before, after]]))).toEqual({ lockers: [0, 2], staff: [1, 0], delivery: [1, 1] });
    const found = (id: string) => body.themes.find((it: { id: string }) => it.id === id);
    expect(found('lockers').gained.map((it: { text: string }) => it.text).sort()).toEqual(['The locker code is wrong', 'The locker stays shut']);
    expect(found('staff').lost).toEqual([{ feedback: idOf(3), text: 'The cashier was rude' }]);
    expect((await get(mine)).body.version).toBe(0);
  });

  it('looks back as far as it is asked to, and says so where there is nothing', async () => {
    const tenant = aTenant();
    expect((await tried(tenant, lockers)).body).toEqual({ texts: 0, records: 0, reach: 'beginning', since: null, withoutTheme: { before: 0, after: 0 }, themes: [] });
    await append(...[11, 12, 13, 14].map((n) => said(tenant, n, 'The locker stays shut')));
    expect((await tried(tenant, lockers, { last: 2 })).body).toMatchObject({ texts: 2, records: 2, reach: 'enough' });
    expect((await tried(tenant, lockers, { last: 50_001 })).body.errors[0].pointer).toBe('/last');
    expect((await tried(tenant, { themes: [{ id: 'a', patterns: ['('] }] })).body.errors[0].pointer).toBe('/taxonomy/themes/0/patterns/0');
  });

  it("looks through what others' customers said for a tenant's few texts", async () => {
    const [few, many] = [aTenant(), aTenant()];
    await append(said(few, 21, 'The locker stays shut'), said(few, 22, 'The locker is full'));
    await append(...Array.from({ length: 200 }, (_, n) => said(many, 100 + n, 'All is well')));
    expect((await tried(few, lockers, { last: 2 })).body).toMatchObject({ texts: 2, records: 2, reach: 'enough' });
  });

  it('reads both taxonomies beside the layer in force, and leaves out what a person corrected', async () => {
    const tenant = aTenant();
    await append(said(tenant, 31, 'The locker stays shut, and the courier left my parcel outside'), said(tenant, 32, 'The locker is full', { correction: { themes: [], by: 'ann', at: '2026-03-03T00:00:00.000Z' } }));
    const taught = { apply: (_reading: unknown, _before: unknown, found: { id: string }[]) => ({ themes: found.filter(({ id }) => id !== 'delivery') }) };
    jest.spyOn(sentiment.service.app.get(LayerService, { strict: false }), 'of').mockResolvedValueOnce(() => ({ version: 1, taught }) as never);
    const { body } = await tried(tenant, lockers);
    expect(body.texts).toBe(1);
    expect(body.themes.map(({ id, before, after }: { id: string; before: number; after: number }) => [id, before, after])).toEqual([['lockers', 0, 1]]);
  });

  it("is one at a time for a tenant, whatever others try, and two in all", async () => {
    const [mine, other, third] = [aTenant(), aTenant(), aTenant()];
    const past = sentiment.service.app.get(PastTextsService, { strict: false });
    const last = past.last.bind(past);
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((done) => { letGo = done; });
    const slow = jest.spyOn(past, 'last').mockImplementation(async (...asked) => { await gate; return last(...asked); });
    const first = [tried(mine, lockers), tried(other, lockers)];
    await eventually(async () => { expect(slow).toHaveBeenCalledTimes(2); return Promise.resolve(); });
    expect(await tried(mine, lockers)).toMatchObject({ status: 429, body: { detail: expect.stringContaining('of yours') } });
    expect((await tried(third, lockers)).status).toBe(429);
    letGo();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    slow.mockRestore();
    expect((await tried(third, lockers)).status).toBe(200);
  });
});
