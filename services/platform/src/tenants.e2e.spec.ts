import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopes } from '@vocloop/service';
import { APlatform } from './a-platform.testing.js';

interface Route { readonly method: string; readonly path: string; readonly parameters: readonly string[]; readonly hasBody: boolean }

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const rules = (webhook: string) => `pods:\n  triage:\n    name: Triage\n    members: [{ name: ${webhook}, role: cx_specialist }]\n  till:\n    name: ${webhook} till\n    members: [{ name: ${webhook}, role: product_engineer }]\ntriage: triage\nrules:\n  - { name: ${webhook} tills, match: { touchpoint: checkout }, pod: till }\n`;
const complaint = (word: string, at: number) => ({ source: 'till', channel: 'survey', touchpoint: 'checkout', externalId: `same-${at}`, customer: `same-${at}`, text: `The checkout is broken, my payment failed twice. Awful ${word}.` });

/** What a stranger would send to each route that takes a body: right in itself, so that nothing but the tenant decides. */
const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /v1/feedback': () => complaint('zulu', 0),
  'POST /v1/feedback/batch': () => [complaint('zulu', 1)],
  'POST /v1/events': () => ({ specversion: '1.0', id: 'one', source: '/till', type: 'FeedbackSubmitted.v1', data: complaint('zulu', 2) }),
  'POST /v1/facts': () => ({ items: [{ kind: 'sales', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 'till', touchpoint: 'checkout' }] }),
  'PUT /v1/sources/{name}': () => ({ answerWebhook: null }),
  'POST /v1/keys': () => ({ name: 'till', scopes: ['feedback:write'] }),
  'POST /v1/score': () => ({ text: 'hello' }),
  'PUT /v1/feedback/{id}/correction': () => ({ label: 'negative', by: 'zulu' }),
  'PUT /v1/score/layers/in-force': () => ({ version: 0 }),
  'PUT /v1/taxonomy': () => ({ themes: [{ id: 'delivery' }] }),
  'POST /v1/taxonomy/trial': () => ({ taxonomy: { themes: [{ id: 'delivery' }] } }),
  'POST /v1/issues/{id}/actions': () => ({ action: 'acknowledge', by: 'zulu' }),
  'POST /v1/issues/{id}/merge': ({ issue }) => ({ into: issue, by: 'zulu', reason: 'mine' }),
  'POST /v1/issues/{id}/split': ({ feedback }) => ({ feedbackIds: [feedback], by: 'zulu', reason: 'mine' }),
  'PUT /v1/issue-policy': () => ({}),
  'POST /v1/assignments/{issueId}': () => ({ pod: 'till', reason: 'mine', by: 'zulu' }),
  'PUT /v1/rules': () => ({ yaml: rules('zulu') }),
  'replay one': () => ({}),
  'replay many': () => ({}),
  'discard': () => ({ reason: 'mine' }),
};
const bodyOf = ({ method, path }: Route) => bodies[`${method} ${path}`] ?? bodies[/\{id\}\/replay$/.test(path) ? 'replay one' : /replay$/.test(path) ? 'replay many' : /discard$/.test(path) ? 'discard' : ''];

interface Ids { readonly feedback: string; readonly issue: string; readonly delivery: string; readonly key: string; readonly letter: string }

describe('two tenants with the same names for everything', () => {
  let platform: APlatform;
  let routes: Route[];
  let other: string;
  let ids: Ids;
  /** Every id of the first tenant's that the database holds. */
  let theirs: Set<string>;

  const fill = async (key: string, word: string) => {
    const put = await platform.ask('PUT', '/v1/rules', { key, body: { yaml: rules(word) } });
    expect([put.status, put.text]).toEqual([200, put.text]);
    expect((await platform.ask('PUT', '/v1/sources/till', { key, body: { answerWebhook: null } })).status).toBeLessThan(300);
    const { status, body } = await platform.ask('POST', '/v1/feedback/batch', { key, body: Array.from({ length: 12 }, (_, at) => complaint(word, at)) });
    expect([status, body.accepted]).toEqual([200, 12]);
  };
  const pathFor = (route: Route): string => route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'issueId' || /issues\//.test(route.path) ? ids.issue : name === 'feedbackId' || /feedback\//.test(route.path) ? ids.feedback : name === 'pod' || name === 'name' ? 'till' : /deliveries/.test(route.path) && /^\/v1\/deliveries/.test(route.path) ? ids.delivery : /keys/.test(route.path) ? ids.key : ids.letter)
    + (route.path === '/v1/metrics' ? '?metric=volume' : '');

  beforeAll(async () => {
    platform = await APlatform.start();
    other = platform.makeKey('zulu');
    await fill(platform.key, 'alpha');
    await platform.settled();
    const { items: [issue] } = await platform.get('/v1/issues');
    const { items: [evidence] } = await platform.get(`/v1/issues/${issue.id}/evidence`);
    const { items: [key] } = await platform.get('/v1/keys');
    const letter = randomUUID();
    await platform.sql(`INSERT INTO issues.dead_letter (id, tenant_id, topic, partition, "offset", headers, state, error_class, error_code, error_message, attempts) VALUES ($1, 'default', 'voc.insight.v1', 0, 999999, '{}', 'dead', 'X', 'x', 'x', 1)`, [letter]);
    const deliveries = await platform.sql<{ id: string }>(`SELECT id FROM routing.delivery LIMIT 1`);
    ids = { feedback: evidence.feedbackId, issue: issue.id, delivery: deliveries[0]?.id ?? randomUUID(), key: key.id, letter };
    await fill(other, 'zulu');
    await platform.settled();
    const { body } = await platform.ask('GET', '/openapi.json', { key: null });
    routes = Object.entries(body.paths as Record<string, Record<string, { requestBody?: unknown; parameters?: { name: string; in: string }[] }>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody, parameters = [] }]) => ({ method: method.toUpperCase(), path, parameters: parameters.filter((it) => it.in === 'path').map(({ name }) => name), hasBody: requestBody !== undefined })));
    const tables = await platform.sql<{ s: string; t: string }>(`SELECT table_schema AS s, table_name AS t FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema IN ('ingestion', 'sentiment', 'issues', 'routing', 'reporting')`);
    const rows = await Promise.all(tables.map(async ({ s, t }) => platform.sql<{ row: string; mine: boolean }>(`SELECT to_json(it)::text AS row, tenant_id = 'default' AS mine FROM ${s}."${t}" AS it`)));
    const idsOf = (mine: boolean) => new Set(rows.flat().filter((it) => it.mine === mine).flatMap(({ row }) => row.match(uuid) ?? []));
    // What is made by derivation from the same names may be the same: such an id tells nothing. There should be none, and a test below says so.
    theirs = idsOf(true);
    expect([...idsOf(false)].filter((it) => theirs.has(it))).toEqual([]);
  }, 240_000);
  afterAll(async () => { await platform?.stop(); }, 60_000);

  it('has both at work: an issue each, at a pod each', async () => {
    for (const [key, word] of [[platform.key, 'alpha'], [other, 'zulu']] as const) {
      const { body } = await platform.ask('GET', '/v1/assignments', { key });
      expect([word, body.items.length, body.items[0].pod]).toEqual([word, 1, 'till']);
    }
    expect(theirs.size).toBeGreaterThan(30);
  });

  it('knows a body for every route that takes one', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter((it) => it.hasBody && !bodyOf(it)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('answers 401 to nobody, to nonsense and to a key that was changed, on every route', async () => {
    const forged = `${platform.key.slice(0, -1)}${platform.key.endsWith('a') ? 'b' : 'a'}`;
    for (const key of [null, 'voc_nonsense', forged]) {
      const answers = await Promise.all(routes.map(async (route) => ({ route: `${route.method} ${route.path}`, status: (await platform.ask(route.method, pathFor(route), { key, ...(route.hasBody && { body: bodyOf(route)!(ids) }) })).status })));
      expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
    }
  }, 60_000);

  it.each(scopes)('answers 403 to a key that has only %s where another is needed, and says which', async (scope) => {
    const { body: { token: key } } = await platform.ask('POST', '/v1/keys', { key: other, body: { name: 'narrow', scopes: [scope] } });
    const safe = routes.filter(({ method }) => method === 'GET');
    const answers = await Promise.all(safe.map(async (route) => platform.ask(route.method, pathFor(route), { key })));
    const refused = answers.filter(({ status }) => status === 403);
    expect(refused.length).toBeGreaterThan(safe.length / 4);
    for (const { body } of refused) expect(body.detail).toMatch(/needs a key with the scope "[a-z:]+".*yours has/);
    for (const { text, status } of answers) expect([status, [...(text.match(uuid) ?? [])].filter((it) => status === 200 && theirs.has(it))]).toEqual([status, []]);
  }, 60_000);

  it("reads nothing of the other's by any GET: 404, or what is its own", async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { status, text } = await platform.ask('GET', pathFor(route), { key: other });
      const byId = route.parameters.length > 0 && !/\{(pod|name)\}/.test(route.path);
      expect([route.path, status]).toEqual([route.path, byId ? 404 : 200]);
      if (status !== 200) continue;
      expect([route.path, (text.match(uuid) ?? []).filter((it) => theirs.has(it))]).toEqual([route.path, []]);
      expect([route.path, /alpha/.test(text)]).toEqual([route.path, false]);
    }
  }, 60_000);

  it('filters that name what is the other\'s find nothing', async () => {
    for (const path of [`/v1/deliveries?about=${ids.issue}`, `/v1/flows?issue=${ids.issue}`]) {
      const { status, body } = await platform.ask('GET', path, { key: other });
      expect([path, status, status === 200 ? body.items : []]).toEqual([path, status === 404 ? 404 : 200, []]);
    }
  });

  it("changes nothing of the other's by any other method: 404, and its rows stay as they were", async () => {
    const image = async () => (await Promise.all(['issues.issue', 'routing.assignment', 'routing.delivery', 'issues.dead_letter', 'ingestion.feedback', 'ingestion.source'].map(async (table) =>
      (await platform.sql<{ row: string }>(`SELECT to_json(it)::text AS row FROM ${table} AS it WHERE tenant_id = 'default' ORDER BY 1`)).map(({ row }) => row)))).flat();
    const before = await image();
    expect(before.length).toBeGreaterThan(14);
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const { status, text } = await platform.ask(route.method, pathFor(route), { key: other, ...(route.hasBody && { body: bodyOf(route)!(ids), headers: route.path === '/v1/events' ? { 'content-type': 'application/cloudevents+json' } : {} }) });
      const byId = route.parameters.length > 0 && !/\{(pod|name)\}/.test(route.path);
      if (byId) expect([route.method, route.path, status, text]).toEqual([route.method, route.path, 404, text]);
      else expect([route.method, route.path, status < 500]).toEqual([route.method, route.path, true]);
      expect([route.path, (text.match(uuid) ?? []).filter((it) => theirs.has(it) && !Object.values(ids).includes(it))]).toEqual([route.path, []]);
    }
    await platform.settled();
    expect(await image()).toEqual(before);
  }, 120_000);

  it("puts pods' messages on topics apart, with nothing of the other's", async () => {
    const read = async (topic: string) => (await platform.sql<{ headers: Record<string, string>; payload: string }>(`SELECT headers, payload FROM log.event_log WHERE topic = $1`, [topic]));
    const [alpha, zulu] = [await read('voc.pod.till.v1'), await read('voc.pod.zulu.till.v1')];
    expect([alpha.length > 0, zulu.length > 0]).toEqual([true, true]);
    expect(new Set(alpha.map(({ headers }) => headers['ce_tenantid']))).toEqual(new Set(['default']));
    expect(new Set(zulu.map(({ headers }) => headers['ce_tenantid']))).toEqual(new Set(['zulu']));
    expect(zulu.flatMap(({ payload }) => payload.match(uuid) ?? []).filter((it) => theirs.has(it))).toEqual([]);
    expect(zulu.some(({ payload }) => /alpha/.test(payload)) || alpha.some(({ payload }) => /zulu/.test(payload))).toBe(false);
  });
});
