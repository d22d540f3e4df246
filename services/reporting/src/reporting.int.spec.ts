import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AnswerDue, AnswerFailed, CustomerAnswered, DeliverySucceeded, FactObserved, FeedbackReceived, FeedbackRevised, FeedbackScored, HandoffRequested, IssueCommented, IssueGrew, IssueMerged, IssueOpened, IssueRouted, IssueTransitioned, OwnershipChanged,
  type Event,
} from '@vocloop/contracts';
import { Database, dataSourceOf, drift, migrate, roleUrl } from '@vocloop/database';
import { logMigrations, Publisher } from '@vocloop/messaging';
import { accessMigrations, createService, issueKey, loadSettings, type Service } from '@vocloop/service';
import { anEvent, eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { config, reportingSettings } from './config.js';
import { entities, migrations } from './datasource.js';
import { FeedbackHandler } from './feedback/feedback.handler.js';
import { IssueHandler } from './issue/issue.handler.js';
import { ReportingModule } from './reporting.module.js';

const pepper = 'a pepper of at least thirty-two characters';
const password = 'test';
const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
const minute = (n: number): string => new Date(Date.UTC(2026, 2, 2, 10, n)).toISOString();

let fresh: FreshDatabase;
let owner: Database;
let service: Service;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
  await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  await migrate({ url: fresh.url, schema: 'reporting', migrations, password });
  owner = new Database(await dataSourceOf({ service: 'reporting', url: fresh.url, entities }).initialize());
  const settings = loadSettings(reportingSettings, { DATABASE_URL: roleUrl(fresh.url, 'reporting', password), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', VOC_RATE_LIMIT: '0', VOC_FLOW_RETENTION_DAYS: '20000' });
  service = await createService(ReportingModule, { name: 'reporting', settings, strategy: config.strategy });
  database = service.app.get(Database);
});
afterAll(async () => {
  await service.close();
  await owner.dataSource.destroy();
  await fresh.drop();
});

/** Hands a batch to a handler as the consumer does: in one transaction that names the batch's tenants. */
const given = (events: readonly Event[], handle: (events: never) => Promise<unknown>): Promise<unknown> => database.transaction([...new Set(events.map((it) => it.tenantid))], () => handle(events as never));
const feedback = () => service.app.get(FeedbackHandler);
const issues = () => service.app.get(IssueHandler);
const received = (events: Event[]) => given(events, (it) => feedback().received(it));
const scored = (events: Event[]) => given(events, (it) => feedback().scored(it));
const happened = (events: Event[]) => given(events, (it) => issues().happened(it));
const routed = (events: Event[]) => given(events, (it) => issues().routed(it));
const answered = (events: Event[]) => given(events, (it) => issues().answered(it));

async function keyOf(tenant: string, scopes = ['reports:read']): Promise<string> {
  const { token, id, hash } = issueKey(pepper);
  await owner.transaction([tenant], () => owner.query(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, scopes]));
  return `Bearer ${token}`;
}
async function get(tenant: string, url: string): Promise<{ status: number; body: Record<string, never> & { items: Record<string, unknown>[]; days: Record<string, unknown>[] } }> {
  const answer = await service.app.inject({ method: 'GET', url, headers: { authorization: await keyOf(tenant) } });
  return { status: answer.statusCode, body: answer.json() };
}

/** A deterministic stream of chance. */
function* chance(seed: number): Generator<number, never> {
  for (let it = seed; ; ) yield (it = (it * 48271) % 2147483647) / 2147483647;
}

/** Feedback of two tenants in up to three revisions each, received and scored, some of them twice, all shuffled. */
function history(seed: number): { received: Event[]; scored: Event[] } {
  const random = chance(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random.next().value * of.length)]!;
  const events = { received: [] as Event[], scored: [] as Event[] };
  for (let n = 1; n <= 400; n++) {
    const tenantid = pick(['acme', 'acme', 'globex']);
    const revisions = pick([1, 1, 2, 3]);
    for (let revision = 1; revision <= revisions; revision++) {
      const rating = pick([undefined, { kind: 'nps', value: pick([0, 3, 6, 7, 9, 10]) }, { kind: 'csat', value: pick([1, 3, 4, 5]) }, { kind: 'ces', value: pick([1, 4, 7]) }, { kind: 'stars', value: pick([1, 5]) }] as const);
      const part = {
        feedback: {
          id: idOf(n), revision, touchpoint: pick(['delivery', 'checkout']), product: pick(['chair', 'lamp', undefined]), channel: pick(['survey', 'chat', 'suggestion'] as const),
          author: pick([undefined, 'customer', 'agent'] as const), segment: pick([undefined, 'new']), source: pick(['app', 'shop']), occurredAt: pick(['2026-03-01T23:59:59.000Z', '2026-03-02T00:00:00.000Z']), rating,
        },
      } as const;
      const polarity = Math.round((random.next().value * 2 - 1) * 1000) / 1000;
      const score = { polarity, label: pick(['negative', 'neutral', 'positive', 'unscored'] as const), themes: pick([[], [{ id: 'delivery', confidence: 1, words: [] }], [{ id: 'delivery', confidence: 1, words: [], polarity: pick([polarity, 0, 0.12, -0.6]) }, { id: 'staff', confidence: 1, words: [] }]]) };
      const told = anEvent(revision === 1 ? FeedbackReceived : FeedbackRevised, part as never, { tenantid, time: minute(revision) });
      const found = anEvent(FeedbackScored, { ...part, score }, { tenantid, time: minute(revision + 1) });
      for (let times = pick([1, 1, 2]); times > 0; times--) events.received.push(told);
      if (pick([true, true, true, false])) for (let times = pick([1, 1, 2]); times > 0; times--) events.scored.push(found);
    }
  }
  const shuffled = (it: Event[]): Event[] => it.map((event) => ({ event, at: random.next().value })).sort((a, b) => a.at - b.at).map(({ event }) => event);
  return { received: shuffled(events.received), scored: shuffled(events.scored) };
}

const batches = (events: Event[], size: number): Event[][] => Array.from({ length: Math.ceil(events.length / size) }, (_, at) => events.slice(at * size, (at + 1) * size));

/** The rollups counted anew by SQL from the rows, written without a look at how the consumer counts. */
const counted = `
  WITH spoken AS (
    SELECT tenant_id, id, spoken ->> 'revision' AS revision, left(spoken ->> 'occurredAt', 10)::date AS day,
           CASE WHEN spoken ->> 'channel' = 'suggestion' THEN 'staff' ELSE 'customers' END AS audience, spoken AS s, CASE WHEN scored ->> 'revision' = spoken ->> 'revision' THEN scored END AS c
    FROM feedback WHERE spoken IS NOT NULL AND coalesce(spoken ->> 'author', 'customer') = 'customer'
  ), value AS (
    SELECT tenant_id, id, day, audience, 'volume' AS metric, 0::numeric AS v, false AS up, false AS down FROM spoken
    UNION ALL
    SELECT tenant_id, id, day, audience, s #>> '{rating,kind}', (s #>> '{rating,value}')::numeric,
           CASE s #>> '{rating,kind}' WHEN 'nps' THEN (s #>> '{rating,value}')::numeric >= 9 WHEN 'csat' THEN (s #>> '{rating,value}')::numeric >= 4 ELSE false END,
           CASE s #>> '{rating,kind}' WHEN 'nps' THEN (s #>> '{rating,value}')::numeric <= 6 WHEN 'csat' THEN (s #>> '{rating,value}')::numeric <= 2 ELSE false END
    FROM spoken WHERE s ? 'rating'
    UNION ALL
    SELECT tenant_id, id, day, audience, 'sentiment', (c ->> 'polarity')::numeric, c ->> 'label' = 'positive', c ->> 'label' = 'negative' FROM spoken WHERE c ->> 'label' <> 'unscored'
  ), place AS (
    SELECT tenant_id, id, 'all' AS dimension, '' AS at, NULL::numeric AS tone FROM spoken
    UNION ALL SELECT tenant_id, id, key, s ->> key, NULL FROM spoken, unnest(ARRAY['touchpoint', 'product', 'channel', 'source', 'segment']) key WHERE s ? key
    UNION ALL SELECT tenant_id, id, 'language', coalesce(s ->> 'language', c ->> 'language'), NULL FROM spoken WHERE coalesce(s ->> 'language', c ->> 'language') IS NOT NULL
    UNION ALL SELECT tenant_id, id, 'theme', theme, (c -> 'tones' ->> theme)::numeric FROM spoken, jsonb_array_elements_text(c -> 'themes') theme
  ), told AS (
    SELECT v.tenant_id, day, audience, dimension, metric, at, CASE WHEN other THEN tone ELSE v END AS v, CASE WHEN other THEN tone >= 0.12 ELSE up END AS up, CASE WHEN other THEN tone <= -0.12 ELSE down END AS down
    FROM value v JOIN place p USING (tenant_id, id), LATERAL (SELECT metric = 'sentiment' AND tone IS NOT NULL AND tone <> v AS other) o
  )
  SELECT tenant_id, audience, dimension, metric, at AS value, day::text, count(*)::int AS n, sum(v * 1000)::int AS sum, sum(v * v * 1000000)::bigint::float8 AS squares,
         (count(*) FILTER (WHERE up))::int AS high, (count(*) FILTER (WHERE down))::int AS low
  FROM told GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6`;
const kept = `SELECT tenant_id, audience, dimension, metric, value, day::text, n::int, sum::int, squares::float8, high::int, low::int FROM rollup WHERE n <> 0 AND dimension <> 'place' ORDER BY 1, 2, 3, 4, 5, 6`;

describe('reporting', () => {
  it('has entities that say what its migrations made', async () => {
    expect((await drift(owner.dataSource)).filter((it) => !/consumer_|inbox|outbox|dead_letter|migration/.test(it))).toEqual([]);
  });

  it('keeps rollups that equal counting the rows, though batches race, repeat and overtake each other', async () => {
    const events = history(7);
    // As two consumers of two partitions each: four lanes at once.
    const lanes = [
      ...[0, 1].map((lane) => async () => { for (const it of batches(events.received.filter((_, at) => at % 2 === lane), 60)) await received(it); }),
      ...[0, 1].map((lane) => async () => { for (const it of batches(events.scored.filter((_, at) => at % 2 === lane), 60)) await scored(it); }),
    ];
    await Promise.all(lanes.map((run) => run()));
    await database.transaction(['acme', 'globex'], async () => {
      const expected = await database.query(counted);
      expect(expected.length).toBeGreaterThan(100);
      expect(await database.query(kept)).toEqual(expected);
    });
  });

  it('answers a metric by a dimension and by day, with intervals, and staff apart', async () => {
    const { body } = await get('acme', '/v1/metrics?metric=nps&by=touchpoint');
    expect(body).toMatchObject({ metric: 'nps', by: 'touchpoint', audience: 'customers', unit: 'points', scale: { min: -100, max: 100 } });
    expect(body.items.map((it) => it['key']).sort()).toEqual(['checkout', 'delivery']);
    expect(body.days.map((it) => it['day'])).toEqual(['2026-03-01', '2026-03-02']);
    for (const it of [...body.items, ...body.days] as Record<string, number>[]) expect(it['low']! <= it['value']! && it['value']! <= it['high']! && it['n']! > 0).toBe(true);
    const both = await Promise.all(['customers', 'staff'].map((it) => get('acme', `/v1/metrics?metric=volume&by=channel&audience=${it}`)));
    expect(both.map(({ body: it }) => it.items.map(({ key }) => key).sort())).toEqual([['chat', 'survey'], ['suggestion']]);
    const one = await get('acme', '/v1/metrics?metric=volume&by=channel&key=chat&from=2026-03-02&to=2026-03-02');
    expect(one.body.items).toHaveLength(1);
    expect(one.body.days).toEqual([expect.objectContaining({ day: '2026-03-02', n: one.body.items[0]!['n'] })]);
  });

  it("puts a pod's figures together by who owns what today", async () => {
    const owned = (rulesVersion: number, owners: object) => anEvent(OwnershipChanged, { rulesVersion, ...owners }, { tenantid: 'acme' });
    const byPod = async (): Promise<Record<string, unknown>> => Object.fromEntries((await get('acme', '/v1/metrics?metric=volume&by=pod')).body.items.map((it): [string, unknown] => [String(it['key']), it['n']]));
    expect(Object.keys(await byPod())).toEqual(['unowned']);
    await routed([owned(2, { triage: 'triage', products: { chair: 'furniture' }, touchpoints: { delivery: 'logistics' } })]);
    await routed([owned(1, { triage: 'other', products: {}, touchpoints: {} })]);
    const found = await byPod();
    expect(Object.keys(found).sort()).toEqual(['furniture', 'logistics', 'triage']);
    const chairs = (await get('acme', '/v1/metrics?metric=volume&by=product&key=chair')).body.items[0]!['n'];
    expect(found['furniture']).toBe(chairs);
  });

  it.each([
    ['/v1/metrics?metric=love', '/metric'],
    ['/v1/metrics?metric=nps&by=mood', '/by'],
    ['/v1/metrics?metric=nps&from=soon', '/from'],
    ['/v1/metrics?metric=nps&from=2026-02-30', '/from'],
    ['/v1/metrics?metric=nps&colour=red', '/colour'],
    ['/v1/flows/7', '/feedbackId'],
    ['/v1/flows?cursor=x', '/cursor'],
  ])('says of %s which field is wrong', async (url, pointer) => {
    const { status, body } = await get('acme', url);
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('keeps the last revision of a fact', async () => {
    const fact = (revision: number, value: number) => anEvent(FactObserved, { revision, value }, { tenantid: 'facts' });
    const observed = (events: Event[]) => given(events, (it) => feedback().observed(it));
    await observed([fact(2, 20), fact(1, 10)]);
    await observed([fact(1, 10)]);
    const sums = async (query = ''): Promise<unknown> => (await get('facts', `/v1/metrics/summary${query}`)).body['facts'];
    expect(await sums()).toEqual([{ kind: 'deliveries', unit: null, n: 1, value: 20 }]);
    await observed([anEvent(FactObserved, { id: idOf(9701), value: 0.1 }, { tenantid: 'facts' }), anEvent(FactObserved, { revision: 3, value: 0.2, observedAt: '2026-04-01T23:30:00.000Z' }, { tenantid: 'facts' })]);
    expect(await sums()).toEqual([{ kind: 'deliveries', unit: null, n: 2, value: 0.3 }]);
    expect(await sums('?from=2026-04-01&to=2026-04-01')).toEqual([{ kind: 'deliveries', unit: null, n: 1, value: 0.2 }]);
    expect(await sums('?from=2026-04-02')).toEqual([]);
  });
});

describe('the loop of one feedback', () => {
  const tenantid = 'loop';
  const of = { feedback: { id: idOf(9001), customer: 'C-7', conversation: undefined } };
  const issue = { id: idOf(9101) };
  const evidence = [{ feedbackId: idOf(9001), reason: 'shares "late"', similarity: 0.8 }];
  const decision = { ...IssueRouted.schema.parse(IssueRouted.example).decision };
  const moved = (from: string, to: string, at: number) => anEvent(IssueTransitioned, { issue: { ...issue, status: to }, from, to, at: minute(at) } as never, { tenantid, time: minute(at) });

  it('is told hop by hop, and always says what is awaited', async () => {
    const steps: [Event, (events: Event[]) => Promise<unknown>, string | null][] = [
      [anEvent(FeedbackReceived, of, { tenantid, time: minute(0), traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }), received, 'scored'],
      [anEvent(FeedbackScored, of, { tenantid, time: minute(1) }), scored, 'gathered'],
      [anEvent(IssueOpened, { issue, evidence }, { tenantid, time: minute(2) }), happened, 'routed'],
      [anEvent(IssueRouted, { issueId: issue.id, at: minute(3), decision }, { tenantid, time: minute(3) }), routed, 'delivered'],
      [anEvent(DeliverySucceeded, { about: issue.id, at: minute(4) }, { tenantid, time: minute(4) }), routed, 'acknowledged'],
      [moved('routed', 'acknowledged', 13), happened, 'resolved'],
      [moved('acknowledged', 'resolved', 42), happened, 'answer_due'],
      [anEvent(AnswerDue, { feedbackId: idOf(9001), issueId: issue.id, customer: 'C-7' }, { tenantid, time: minute(43) }), answered, 'answered'],
      [anEvent(CustomerAnswered, { feedbackId: idOf(9001), issueId: issue.id, answeredAt: minute(44) }, { tenantid, time: minute(44) }), answered, null],
    ];
    for (const [event, handle, awaited] of steps) {
      await handle([event]);
      expect((await get(tenantid, `/v1/flows/${idOf(9001)}`)).body).toMatchObject({ awaited: { step: awaited } });
    }
    const { body } = await get(tenantid, `/v1/flows/${idOf(9001)}`);
    const hops = body['hops'] as unknown as { step: string; sinceStartMs: number; traceId: string | null; eventId: string }[];
    expect(hops.map((it) => it.step)).toEqual(['received', 'scored', 'opened', 'gathered', 'routed', 'delivered', 'acknowledged', 'resolved', 'answer_due', 'answered']);
    expect(hops.map((it) => it.sinceStartMs / 60_000)).toEqual([0, 1, 2, 2, 3, 4, 13, 42, 43, 44]);
    expect(hops[0]).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', eventId: steps[0]![0].id });
  });

  it('shows in its customer’s history and behind its issue', async () => {
    for (const query of ['customer=C-7', `issue=${issue.id}`]) {
      const { body } = await get(tenantid, `/v1/flows?${query}`);
      expect(body.items).toEqual([expect.objectContaining({ id: idOf(9001), label: 'negative', answeredAt: minute(44), issues: [expect.objectContaining({ issueId: issue.id, pod: decision.pod, belongs: true })] })]);
    }
    expect((await get(tenantid, '/v1/flows?customer=C-8')).body.items).toEqual([]);
  });

  it('counts and times every stage', async () => {
    const { body } = await get(tenantid, '/v1/pipeline');
    const stages = body['stages'] as unknown as { stage: string; n: number; p50Ms: number }[];
    expect(stages.map(({ stage, n }) => [stage, n])).toEqual(['received', 'scored', 'gathered', 'routed', 'delivered', 'acknowledged', 'resolved', 'due', 'answered'].map((it) => [it, 1]));
    expect(Math.abs(stages.find((it) => it.stage === 'scored')!.p50Ms / 60_000 - 1)).toBeLessThan(0.1);
    expect((body['topics'] as unknown as { type: string; events: number }[]).find((it) => it.type === 'IssueTransitioned.v1')).toMatchObject({ topic: 'voc.issue.v1', events: 2, lastAt: minute(42) });
  });

  it('times acknowledgement from the routing and resolution from the opening, per pod and severity', async () => {
    const { body } = await get(tenantid, '/v1/metrics/issues');
    expect(body).toMatchObject({ byStatus: [{ status: 'resolved', n: 1 }], byPod: [{ pod: 'logistics', n: 1, open: 0 }], answers: { due: 1, answered: 1, failed: 0 } });
    expect(body['times'] as unknown).toContainEqual({ pod: 'logistics', severity: 'high', acknowledge: { n: 1, median: 600, p90: 600 }, resolve: { n: 1, median: 2400, p90: 2400 } });
    expect(body.items[0]).toMatchObject({ id: issue.id, pod: 'logistics', decision: { reason: decision.reason, nearMisses: decision.nearMisses }, answers: { due: 1, answered: 1, failed: 0 } });
  });

  it('lets go of what a revision took away', async () => {
    await happened([anEvent(IssueGrew, { issue, evidence: [], removed: [idOf(9001)] }, { tenantid, time: minute(50) })]);
    expect((await get(tenantid, `/v1/flows?issue=${issue.id}`)).body.items).toEqual([]);
  });

  it('is nobody else’s: another tenant finds nothing', async () => {
    expect(await get('stranger', `/v1/flows/${idOf(9001)}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await get('stranger', '/v1/flows')).body.items).toEqual([]);
    expect((await get('stranger', '/v1/metrics/issues')).body.items).toEqual([]);
    // Without the WHERE clauses, row-level security alone must hold.
    const tables = ['feedback', 'rollup', 'stage_count', 'topic_count', 'hop', 'issue', 'link', 'answer', 'ownership', 'fact', 'fact_sum'];
    await database.transaction(['stranger'], async () => {
      for (const table of tables) expect(await database.query(`SELECT * FROM ${table}`)).toEqual([]);
    });
  });
});

describe('an issue that went into another', () => {
  const [from, into] = [idOf(9301), idOf(9302)];
  const evidenceOf = (...ids: number[]) => ids.map((n) => ({ feedbackId: idOf(n), reason: 'shares "late"', similarity: 0.8 }));
  const opened = (tenantid: string, id: string, at: number, ...ids: number[]) => anEvent(IssueOpened, { issue: { id }, evidence: evidenceOf(...ids) }, { tenantid, time: minute(at) });
  // Of more evidence than an event can carry, the merge names the first only.
  const merged = (tenantid: string) => anEvent(IssueMerged, { issue: { id: into }, merged: from, evidence: evidenceOf(9311) }, { tenantid, time: minute(5) });
  const orders: [string, (tenant: string) => Event[][]][] = [
    ['in order', (it) => [[opened(it, from, 0, 9311, 9312)], [opened(it, into, 0, 9313)], [merged(it)]]],
    ['in one batch', (it) => [[opened(it, from, 0, 9311, 9312), opened(it, into, 0, 9313), merged(it)]]],
    ['merged first', (it) => [[opened(it, into, 0, 9313), merged(it)], [opened(it, from, 0, 9311, 9312)]]],
  ];
  it.each(orders)('is closed, and all that belonged to it belongs to the other: %s', async (order, batchesOf) => {
    const tenant = `merge-${order.replaceAll(' ', '-')}`;
    for (const batch of batchesOf(tenant)) await happened(batch);
    const found = await database.transaction([tenant], () => database.query<{ feedback: string; issue: string }>(`SELECT right(feedback_id::text, 4) AS feedback, right(issue_id::text, 4) AS issue FROM link WHERE belongs ORDER BY 1`));
    expect(found).toEqual([9311, 9312, 9313].map((it) => ({ feedback: String(it), issue: '9302' })));
    const { body } = await get(tenant, '/v1/metrics/issues');
    expect(body.items.map(({ id, status }) => [id, status])).toEqual([[into, 'open'], [from, 'closed']]);
    expect(body['byStatus'] as unknown).toEqual(expect.arrayContaining([{ status: 'open', n: 1 }, { status: 'closed', n: 1 }]));
  });
});

describe('answers', () => {
  it('are counted once at their issue, through failures, repetitions and whatever order', async () => {
    const tenantid = 'answers';
    const of = { issueId: idOf(9401), feedbackId: idOf(9402) };
    const answer = (n: number) => ({ ...of, answerId: idOf(n) });
    const issue = { id: of.issueId };
    const counts = async (): Promise<unknown> => ((await get(tenantid, '/v1/metrics/issues')).body.items[0] as { answers: unknown }).answers;
    await answered([anEvent(AnswerDue, answer(1), { tenantid }), anEvent(CustomerAnswered, answer(2), { tenantid })]);
    await happened([anEvent(IssueOpened, { issue, evidence: [] }, { tenantid })]);
    expect(await counts()).toEqual({ due: 2, answered: 1, failed: 0 });
    const failed = anEvent(AnswerFailed, answer(1), { tenantid });
    await answered([failed]);
    await answered([failed, anEvent(AnswerDue, answer(2), { tenantid })]);
    expect(await counts()).toEqual({ due: 2, answered: 1, failed: 1 });
    await answered([anEvent(CustomerAnswered, answer(1), { tenantid })]);
    await happened([anEvent(IssueGrew, { issue, evidence: [], removed: [] }, { tenantid })]);
    expect(await counts()).toEqual({ due: 2, answered: 2, failed: 0 });
    expect((await get(tenantid, '/v1/metrics/issues')).body['answers']).toEqual({ due: 2, answered: 2, failed: 0 });
    expect((await get(tenantid, '/v1/metrics/answers')).body.items).toHaveLength(2);
  });
});

describe('steps of flows', () => {
  it('are forgotten once they are older than the days that are set; those of others stay', async () => {
    const handedOff = (events: Event[]) => given(events, (it) => feedback().handedOff(it));
    const kept = (tenant: string) => database.transaction([tenant], () => database.query<{ at: Date }>(`SELECT at FROM hop`));
    await database.transaction(['old', 'other'], async () => {
      for (const it of ['old', 'other']) await database.query(`INSERT INTO hop VALUES ($1, 'chat', 'received', $2, '1970-06-01', NULL, '{}')`, [it, idOf(9601)]);
    });
    await handedOff([anEvent(HandoffRequested, {}, { tenantid: 'old', time: minute(0) })]);
    expect([(await kept('old')).map((it) => it.at.toISOString()), (await kept('other')).length]).toEqual([[minute(0)], 1]);
  });
});

describe('a text that Postgres cannot hold', () => {
  it('is kept without what it cannot hold, and stops nobody', async () => {
    const tenantid = 'broken';
    await happened([anEvent(IssueCommented, { issue: { id: idOf(71), title: 'half \ud83d' }, by: 'ann\ud800', text: 'nul \u0000 and half \ud83d' }, { tenantid, time: minute(1) })]);
    const [hop] = await owner.transaction([tenantid], () => owner.query<{ detail: object }>(`SELECT detail FROM reporting.hop WHERE tenant_id = 'broken'`));
    expect(hop?.detail).toMatchObject({ by: 'ann\ufffd', text: 'nul  and half \ufffd' });
  });
});

describe('a delivery about a conversation', () => {
  it('makes no issue of it, though its id be a UUID', async () => {
    const tenantid = 'talk';
    await routed([anEvent(DeliverySucceeded, { about: idOf(9501) }, { tenantid })]);
    await database.transaction([tenantid], async () => {
      expect(await database.query(`SELECT id FROM issue`)).toEqual([]);
      expect(await database.query(`SELECT subject FROM hop`)).toEqual([{ subject: idOf(9501) }]);
    });
  });
});

describe('the consumer', () => {
  it('takes every topic from the log', async () => {
    await service.consume();
    const tenantid = 'log';
    const of = { feedback: { id: idOf(9900) } };
    await database.transaction([tenantid], async () => {
      const publisher = service.app.get(Publisher);
      publisher.publish(FeedbackScored, tenantid, anEvent(FeedbackScored, of).data);
      publisher.publish(FeedbackReceived, tenantid, anEvent(FeedbackReceived, of).data);
      for (const definition of [FactObserved, HandoffRequested, IssueOpened, IssueRouted, AnswerDue]) publisher.publish(definition, tenantid, anEvent(definition as typeof AnswerDue).data);
    });
    await eventually(async () => {
      const { body } = await get(tenantid, '/v1/pipeline');
      expect((body['topics'] as unknown as { topic: string }[]).map((it) => it.topic).sort()).toEqual(['voc.fact.v1', 'voc.feedback.v1', 'voc.handoff.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.loop.v1', 'voc.routing.v1']);
    });
    expect((await get(tenantid, `/v1/flows/${idOf(9900)}`)).body).toMatchObject({ feedback: { label: 'negative' }, awaited: { step: 'gathered' } });
  });
});

describe('the page', () => {
  it('may run nothing but its own scripts', async () => {
    const answer = await service.app.inject({ method: 'GET', url: '/' });
    const policy = String(answer.headers['content-security-policy']);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy.match(/script-src ([^;]*)/)![1]!.split(' ')).toHaveLength(answer.body.match(/<script>/g)!.length);
    expect(answer.body).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\son\w+=|style="|https?:\/\/(?!www\.w3\.org)/);
  });
});
