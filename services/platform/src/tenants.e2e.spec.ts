import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopes } from '@vocloop/service';
import { describeWithOwnBroker } from '@vocloop/testing';
import { APlatform, type Answer } from './a-platform.testing.js';
import { readTopics } from './foreign-client.testing.js';
import { operationsOf, type Operation } from './hostile.testing.js';
import { bodyOf, complaint, filled, idsOf, isById, rules, type Ids } from './strangers.testing.js';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

for (const [log, describeOn, args] of [['the log in Postgres', describe, []], ['Kafka', describeWithOwnBroker, ['--kafka']]] as const) describeOn(`two tenants with the same names for everything, on ${log}`, () => {
  let platform: APlatform;
  let routes: Operation[];
  let other: string;
  let ids: Ids;
  /** Every table that has tenants' rows. */
  let tables: string[];
  /** Every id of the first tenant's that the database holds. */
  let theirs: Set<string>;

  const fill = async (key: string, word: string) => {
    const put = await platform.ask('PUT', '/v1/rules', { key, body: { yaml: rules(word) } });
    expect([put.status, put.text]).toEqual([200, put.text]);
    expect((await platform.ask('PUT', '/v1/sources/till', { key, body: { answerWebhook: null } })).status).toBeLessThan(300);
    const { status, body } = await platform.ask('POST', '/v1/feedback/batch', { key, body: Array.from({ length: 12 }, (_, at) => complaint(word, at)) });
    expect([status, body.accepted]).toEqual([200, 12]);
  };
  const send = async ({ method, path }: Operation, key: string | null): Promise<Answer> => {
    const body = bodyOf({ method, path }, ids);
    return platform.ask(method, filled({ path }, ids), { key, ...(body !== undefined && { body, headers: path === '/v1/events' ? { 'content-type': 'application/cloudevents+json' } : {} }) });
  };

  beforeAll(async () => {
    platform = await APlatform.start({ args });
    other = platform.makeKey('zulu');
    await fill(platform.key, 'alpha');
    await platform.settled();
    ids = await idsOf('default', async (text, values) => platform.sql(text, values));
    await fill(other, 'zulu');
    await platform.settled();
    const { body } = await platform.ask('GET', '/openapi.json', { key: null });
    routes = operationsOf(body);
    tables = (await platform.sql<{ it: string }>(`SELECT format('%I.%I', table_schema, table_name) AS it FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema IN ('access', 'ingestion', 'sentiment', 'issues', 'routing', 'reporting')`)).map(({ it }) => it);
    const rows = await Promise.all(tables.map(async (table) => platform.sql<{ row: string; mine: boolean }>(`SELECT to_json(it)::text AS row, tenant_id = 'default' AS mine FROM ${table} AS it`)));
    const uuidsOf = (mine: boolean) => new Set(rows.flat().filter((it) => it.mine === mine).flatMap(({ row }) => row.match(uuid) ?? []));
    // What is made by derivation from the same names may be the same: such an id tells nothing. There should be none, and a test below says so.
    theirs = uuidsOf(true);
    expect([...uuidsOf(false)].filter((it) => theirs.has(it))).toEqual([]);
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
    expect(routes.filter((it) => it.contents.length > 0 && !bodyOf(it, ids)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('answers 401 to nobody, to nonsense and to a key that was changed, on every route', async () => {
    const forged = `${platform.key.slice(0, -1)}${platform.key.endsWith('a') ? 'b' : 'a'}`;
    for (const key of [null, 'voc_nonsense', forged]) {
      const answers = await Promise.all(routes.map(async (route) => ({ route: `${route.method} ${route.path}`, status: (await send(route, key)).status })));
      expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
    }
  }, 60_000);

  it.each(scopes)('answers 403 to a key that has only %s where another is needed, and says which', async (scope) => {
    const { body: { token: key } } = await platform.ask('POST', '/v1/keys', { key: other, body: { name: 'narrow', scopes: [scope] } });
    const safe = routes.filter(({ method }) => method === 'GET');
    const answers = await Promise.all(safe.map(async (route) => send(route, key)));
    const refused = answers.filter(({ status }) => status === 403);
    expect(refused.length).toBeGreaterThan(safe.length / 4);
    for (const { body } of refused) expect(body.detail).toMatch(/needs a key with the scope "[a-z:]+".*yours has/);
    for (const { text, status } of answers) expect([status, [...(text.match(uuid) ?? [])].filter((it) => status === 200 && theirs.has(it))]).toEqual([status, []]);
  }, 60_000);

  it("reads nothing of the other's by any GET: 404, or what is its own", async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { status, text } = await send(route, other);
      expect([route.path, status]).toEqual([route.path, isById(route) ? 404 : 200]);
      if (status !== 200) continue;
      expect([route.path, (text.match(uuid) ?? []).filter((it) => theirs.has(it))]).toEqual([route.path, []]);
      expect([route.path, /alpha/.test(text)]).toEqual([route.path, false]);
    }
  }, 60_000);

  it('filters that name what is the other\'s find nothing', async () => {
    for (const path of [`/v1/deliveries?about=${ids['/v1/issues/']}`, `/v1/flows?issue=${ids['/v1/issues/']}`]) {
      const { status, body } = await platform.ask('GET', path, { key: other });
      expect([path, status, status === 200 ? body.items : []]).toEqual([path, status === 404 ? 404 : 200, []]);
    }
  });

  it("changes nothing of the other's by any other method: 404, and its rows stay as they were", async () => {
    const image = async () => (await Promise.all(tables.map(async (table) => platform.sql(`SELECT '${table}' AS "table", it::text FROM ${table} AS it WHERE tenant_id = 'default' ORDER BY 2`)))).flat();
    const before = await image();
    expect(before.length).toBeGreaterThan(60);
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const { status, text } = await send(route, other);
      if (isById(route)) expect([route.method, route.path, status, text]).toEqual([route.method, route.path, 404, text]);
      else expect([route.method, route.path, status < 500]).toEqual([route.method, route.path, true]);
      expect([route.path, (text.match(uuid) ?? []).filter((it) => theirs.has(it) && !Object.values(ids).includes(it))]).toEqual([route.path, []]);
    }
    await platform.settled();
    expect(await image()).toEqual(before);
  }, 120_000);

  it("puts nothing of the one into any message of the other's on any topic, and pods' messages on topics apart", async () => {
    const topics = args.length > 0 ? await readTopics(platform.brokers) : Map.groupBy(await platform.sql<{ topic: string; headers: Record<string, string>; value: string }>(`SELECT topic, headers, payload AS value FROM log.event_log`), ({ topic }) => topic);
    const records = [...topics].flatMap(([topic, all]) => all.map(({ headers, value }) => ({ topic, headers, value })));
    const [alpha, zulu] = ['default', 'zulu'].map((tenant) => records.filter(({ headers }) => headers['ce_tenantid'] === tenant)) as [typeof records, typeof records];
    expect(alpha.length + zulu.length).toBe(records.length);
    for (const { topic, value } of zulu) expect([topic, /alpha/.test(value), (value.match(uuid) ?? []).filter((it) => theirs.has(it))]).toEqual([topic, false, []]);
    for (const { topic, value } of alpha) expect([topic, /zulu/.test(value)]).toEqual([topic, false]);
    const topicsOf = (all: typeof records) => [...new Set(all.map(({ topic }) => topic))].toSorted();
    expect(topicsOf(zulu)).toEqual(expect.arrayContaining(['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.pod.zulu.till.v1', 'voc.routing.v1']));
    expect(topicsOf(alpha)).toEqual(expect.arrayContaining(['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.pod.till.v1', 'voc.routing.v1']));
    expect(topicsOf(zulu).filter((it) => topicsOf(alpha).includes(it) && it.startsWith('voc.pod.'))).toEqual([]);
  }, 60_000);

  it('all of which the one it belongs to is answered: it was there to be found', async () => {
    for (const route of routes.filter(isById)) {
      const { status, text } = await send(route, platform.key);
      expect([route.method, route.path, status, text, status !== 404 && status < 500]).toEqual([route.method, route.path, status, text, true]);
    }
  }, 60_000);
});
