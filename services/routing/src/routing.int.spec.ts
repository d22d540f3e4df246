import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DeliveryFailed, DeliverySucceeded, HandoffDelivered, HandoffRequested, IssueDelivered, IssueGrew, IssueMerged, IssueOpened, IssueRouted, OwnershipChanged, PodActed,
  type Event, type EventDefinition, type IssueSnapshot,
} from '@vocloop/contracts';
import { Database, dataSourceOf, drift, migrate, roleUrl } from '@vocloop/database';
import { logMigrations, logStrategy, openLog, type EventLog } from '@vocloop/messaging';
import { accessMigrations, createService, issueKey, loadSettings, startTelemetry, type Service } from '@vocloop/service';
import { anEvent, eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { Webhook } from 'standardwebhooks';
import { settings as settingsSchema } from './config.js';
import { entities, migrations } from './datasource.js';
import { RoutingModule } from './routing.module.js';

const pepper = 'a pepper of at least thirty-two characters';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'routing-'));
const rulesFile = join(folder, 'rules.yaml');

let fresh: FreshDatabase;
let owner: Database;
let log: EventLog;
let service: Service;
let receiver: Server;
let hook: string;
let status = 204;
const posted: { headers: IncomingHttpHeaders; body: string }[] = [];

const yamlOf = (touchpoints: string, more = ''): string => `pods:
  logistics: { name: Logistics, members: [{ name: Ann Alba, role: product_engineer }] }
  quality: { name: Quality, webhook: { url: "${hook}", secret: "${secret}" } }
  triage: { name: Triage }
triage: triage
ownership: { touchpoints: ${touchpoints} }
${more}`;

beforeAll(async () => {
  await startTelemetry('test', {});
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      posted.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  fresh = await freshDatabase();
  await migrate({ url: fresh.url, schema: 'access', migrations: accessMigrations });
  await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  await migrate({ url: fresh.url, schema: 'routing', migrations, password: 'test' });
  owner = new Database(await dataSourceOf({ service: 'routing', url: fresh.url, entities }).initialize());
  log = await openLog({ kind: 'postgres', url: fresh.url }, logger);
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await log.close();
  await owner.dataSource.destroy();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

async function startService(env: Record<string, string> = {}): Promise<void> {
  const settings = loadSettings(settingsSchema, {
    DATABASE_URL: roleUrl(fresh.url, 'routing', 'test'), VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', VOC_RATE_LIMIT: '0', VOC_PARTITIONS: '2', VOC_EGRESS_ALLOW: '127.0.0.0/8', VOC_DELIVERY_DELAYS: '0', ...env,
  });
  service = await createService(RoutingModule, { name: 'routing', settings, strategy: logStrategy });
  await service.consume();
}
beforeEach(async () => {
  test++;
  status = 204;
  posted.splice(0);
  await startService();
});
afterEach(() => service.close());

let number = 0;
let test = 0;
/** Each test has tenants of its own, so that none sees another's. */
const newTenant = (): string => `tenant-${++number}`;
const keys = new Map<string, string>();

async function keyOf(tenant: string): Promise<string> {
  const known = keys.get(tenant);
  if (known) return known;
  const { token, id, hash } = issueKey(pepper);
  await owner.transaction([tenant], () => owner.query(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'test', $3, $4)`, [id, tenant, hash, ['routing:read', 'routing:write']]));
  keys.set(tenant, `Bearer ${token}`);
  return `Bearer ${token}`;
}

type Body = Record<string, unknown> & { items: Record<string, unknown>[]; errors: Record<string, unknown>[] };
async function ask(tenant: string, method: 'GET' | 'PUT' | 'POST', url: string, payload?: string | object, headers: Record<string, string> = {}) {
  const type: Record<string, string> = typeof payload === 'string' ? { 'content-type': 'text/yaml' } : {};
  const answer = await service.app.inject({ method, url, headers: { authorization: await keyOf(tenant), ...type, ...headers }, ...(payload !== undefined && { payload }) });
  return { status: answer.statusCode, etag: answer.headers['etag'], text: answer.body, body: (answer.headers['content-type'])?.includes('json') ? answer.json<Body>() : ({} as Body) };
}
const put = (tenant: string, yaml: string, query = '', headers = {}) => ask(tenant, 'PUT', `/v1/rules${query}`, yaml, headers);

/** Writes an event to the log as a service would: binary mode. */
async function happens(...events: Event[]): Promise<void> {
  await log.append(
    events.map(({ data, ...attributes }) => ({
      topic: topicOf.get(attributes.type)!, partition: 0, key: attributes.partitionkey, value: Buffer.from(JSON.stringify(data)),
      headers: { ...Object.fromEntries(Object.entries({ specversion: '1.0', ...attributes }).map(([name, value]) => [`ce_${name}`, String(value)])), 'content-type': 'application/json' },
    })),
  );
}
const topicOf = new Map([IssueOpened, IssueGrew, IssueMerged, PodActed, HandoffRequested].map((it) => [it.type, it.topic.name]));

/** What the log has of a type for a tenant, in its order. */
async function logged<D extends EventDefinition>(definition: D, tenant: string): Promise<Record<string, unknown>[]> {
  const rows = await owner.transaction([], () =>
    owner.query<{ payload: string; topic: string; id: string }>(`SELECT payload, topic, headers->>'ce_id' AS id FROM log.event_log WHERE headers->>'ce_type' = $1 AND headers->>'ce_tenantid' = $2 ORDER BY appended_at, "offset"`, [definition.type, tenant]),
  );
  return rows.map(({ payload, topic, id }) => ({ ...(JSON.parse(payload) as Record<string, unknown>), topic, id }));
}

const anIssue = (n: number, part: Partial<IssueSnapshot> = {}) => ({ ...part, id: `01965a3c-8f00-7000-8000-${String(test * 1000 + n).padStart(12, '0')}`, product: undefined });
const opened = (tenantid: string, n: number, part: Partial<IssueSnapshot> = {}) => anEvent(IssueOpened, { issue: anIssue(n, part) }, { tenantid });
const idOf = (n: number): string => anIssue(n).id;

describe('routing', () => {
  it('has entities that say what its migrations made', async () => {
    expect((await drift(owner.dataSource)).filter((it) => !/consumer_|inbox|outbox|dead_letter|migration|delivery/.test(it))).toEqual([]);
  });

  it('sends everything to triage before there are rules, on topics of one partition', async () => {
    const tenant = newTenant();
    await happens(opened(tenant, 1), opened(tenant, 2));
    const delivered = await eventually(async () => {
      const found = await logged(IssueDelivered, tenant);
      expect(found).toHaveLength(2);
      return found;
    });
    expect(delivered[0]).toMatchObject({ topic: `voc.pod.${tenant}.triage.v1`, pod: 'triage', change: 'assigned', issue: { id: idOf(1) }, decision: { decidedBy: 'triage', rulesVersion: 0 } });
    expect(delivered[0]?.['id']).toBe(delivered[0]?.['deliveryId']);
    expect(await logged(IssueRouted, tenant)).toMatchObject([{ issueId: idOf(1), pod: 'triage', by: 'rules' }, { issueId: idOf(2), pod: 'triage' }]);
    expect(await logged(DeliverySucceeded, tenant)).toMatchObject([{ about: idOf(1), pod: 'triage', channel: 'topic', attempts: 1, deliveryId: delivered[0]?.['deliveryId'] }, { about: idOf(2) }]);
    expect([...(await log.ends(`voc.pod.${tenant}.triage.v1`)).keys()]).toEqual([0]);
  });

  it('delivers to a webhook what it delivers to the topic, signed, under one id', async () => {
    const tenant = newTenant();
    expect(await put(tenant, yamlOf('{ delivery: quality }'))).toMatchObject({ status: 200, body: { outcome: 'adopted', version: 1 }, etag: '"1"' });
    await happens(opened(tenant, 1));
    await eventually(() => expect(posted).toHaveLength(1));
    const [{ headers, body }] = posted as [(typeof posted)[0]];
    const message = new Webhook(secret).verify(body, headers as Record<string, string>) as { type: string; data: { pod: string; deliveryId: string; issue: { id: string } } };
    expect(message).toMatchObject({ type: 'IssueDelivered.v1', data: { pod: 'quality', change: 'assigned', issue: { id: idOf(1) } } });
    expect(headers['webhook-id']).toBe(message.data.deliveryId);
    expect(await logged(IssueDelivered, tenant)).toMatchObject([{ deliveryId: message.data.deliveryId, topic: `voc.pod.${tenant}.quality.v1` }]);
    await eventually(async () => expect(await logged(DeliverySucceeded, tenant)).toMatchObject([{ channel: 'topic' }, { channel: 'webhook', pod: 'quality', about: idOf(1), deliveryId: message.data.deliveryId, attempts: 1 }]));
    const list = await ask(tenant, 'GET', `/v1/deliveries?about=${idOf(1)}`);
    expect(list.body.items).toMatchObject([{ id: message.data.deliveryId, state: 'arrived', attempts: [{ status: 204 }] }]);
    expect(list.text).not.toContain('whsec_M');
    expect((await ask(newTenant(), 'POST', `/v1/deliveries/${message.data.deliveryId}/replay`)).status).toBe(404);
    expect((await ask(tenant, 'POST', `/v1/deliveries/${message.data.deliveryId}/replay`)).status).toBe(202);
    await eventually(() => expect(posted.map((it) => it.headers['webhook-id'])).toEqual([message.data.deliveryId, message.data.deliveryId]));
  });

  it('says when a webhook was given up', async () => {
    const tenant = newTenant();
    status = 500;
    await put(tenant, yamlOf('{ delivery: quality }'));
    await happens(opened(tenant, 1));
    await eventually(async () => expect(await logged(DeliveryFailed, tenant)).toMatchObject([{ about: idOf(1), pod: 'quality', channel: 'webhook', attempts: 2, error: expect.stringContaining('500') }]));
  });

  it('tells a pod of growth when it has doubled, and of an issue that went into another', async () => {
    const tenant = newTenant();
    const grew = (count: number) => anEvent(IssueGrew, { issue: anIssue(1, { feedbackCount: count }) }, { tenantid: tenant });
    await happens(opened(tenant, 1, { feedbackCount: 10 }), opened(tenant, 2), grew(15), grew(20), grew(39));
    await happens(anEvent(IssueMerged, { issue: anIssue(1, { feedbackCount: 39 }), merged: idOf(2) }, { tenantid: tenant }));
    await eventually(async () => expect((await logged(IssueDelivered, tenant)).map((it) => `${(it['issue'] as { id: string }).id.slice(-1)} ${String(it['change'])}`)).toEqual(['1 assigned', '2 assigned', '1 grew', '1 merged', '2 withdrawn']));
    const list = await ask(tenant, 'GET', '/v1/assignments?open=true');
    expect(list.body.items.map((it) => it['issueId'])).toEqual([idOf(1)]);
  });

  it('tells no pod of an issue whose merging overtook its opening', async () => {
    const tenant = newTenant();
    await happens(opened(tenant, 1), anEvent(IssueMerged, { issue: anIssue(1), merged: idOf(2) }, { tenantid: tenant }));
    await eventually(async () => expect(await logged(IssueDelivered, tenant)).toHaveLength(2));
    await happens(opened(tenant, 2), opened(tenant, 3));
    await eventually(async () => expect((await logged(IssueRouted, tenant)).map((it) => it['issueId'])).toEqual([idOf(1), idOf(3)]));
    expect((await logged(IssueDelivered, tenant)).map((it) => `${(it['issue'] as { id: string }).id.slice(-1)} ${String(it['change'])}`)).toEqual(['1 assigned', '1 merged', '3 assigned']);
    expect((await ask(tenant, 'GET', '/v1/assignments')).body.items.map((it) => it['issueId']).sort()).toEqual([idOf(1), idOf(3)]);
    expect((await ask(tenant, 'GET', `/v1/assignments/${idOf(2)}`)).status).toBe(404);
  });

  it('remembers a reassignment that overtook its issue', async () => {
    const tenant = newTenant();
    await put(tenant, yamlOf('{ delivery: logistics }'));
    const act = (n: number, pod: string) => anEvent(PodActed, { issueId: idOf(n), action: 'reassign', by: 'ben', pod, reason: 'mine' }, { tenantid: tenant });
    await happens(act(1, 'quality'), act(2, 'nobody'));
    await eventually(async () => expect(await owner.transaction([tenant], () => owner.query(`SELECT issue_id FROM routing.assignment WHERE wish IS NOT NULL`))).toEqual([{ issue_id: idOf(1) }]));
    await happens(opened(tenant, 1), opened(tenant, 2));
    await eventually(async () => expect((await logged(IssueRouted, tenant)).map((it) => `${String(it['by'])} ${String(it['pod'])}`)).toEqual(['ben quality', 'rules logistics']));
    expect((await ask(tenant, 'GET', `/v1/assignments/${idOf(1)}`)).body).toMatchObject({ pod: 'quality', pinned: true, decision: { reason: 'ben: mine' } });
  });

  it('takes an event once, though it comes twice', async () => {
    const tenant = newTenant();
    const event = opened(tenant, 1);
    await happens(event, event, opened(tenant, 2));
    await happens(event);
    await happens(opened(tenant, 3));
    await eventually(async () => expect(await logged(IssueRouted, tenant)).toHaveLength(3));
    expect(await logged(IssueDelivered, tenant)).toHaveLength(3);
  });

  it('refuses faulty rules with the lines at fault, and leaves those in force', async () => {
    const tenant = newTenant();
    await put(tenant, yamlOf('{ delivery: logistics }'));
    const answer = await put(tenant, yamlOf('{ delivery: logistic }', 'rules:\n  - name: a\n    iff: "true"\n    pod: qualty\n'));
    expect(answer).toMatchObject({ status: 422, body: { code: 'faulty_rules' } });
    expect(answer.body.errors).toEqual([
      { pointer: '/ownership/touchpoints/delivery', code: 'unknown_pod', line: 6, column: 39, detail: 'line 6, column 39: pod "logistic" does not exist; did you mean "logistics"?' },
      { pointer: '/rules/0/iff', code: 'unknown_field', line: 9, column: 5, detail: 'line 9, column 5: "iff" is no field here; did you mean "if"?' },
      { pointer: '/rules/0/pod', code: 'unknown_pod', line: 10, column: 10, detail: 'line 10, column 10: pod "qualty" does not exist; did you mean "quality"?' },
    ]);
    expect((await ask(tenant, 'GET', '/v1/rules')).body).toMatchObject({ version: 1 });
    expect((await ask(tenant, 'PUT', '/v1/rules', { yml: 'x' }, { 'content-type': 'application/json' })).status).toBe(400);
  });

  it('keeps every version, shows no secret, and takes an old one back', async () => {
    const tenant = newTenant();
    expect((await ask(tenant, 'GET', '/v1/rules')).body).toMatchObject({ version: 0, yaml: expect.stringContaining('triage') });
    await put(tenant, yamlOf('{ delivery: quality }'));
    const first = await ask(tenant, 'GET', '/v1/rules', undefined, { accept: 'text/yaml' });
    expect([first.etag, first.text.includes(secret), first.text.includes('secret: "whsec_********"')]).toEqual(['"1"', false, true]);
    expect((await put(tenant, first.text)).body).toMatchObject({ outcome: 'unchanged', version: 1 });
    expect((await put(tenant, 'pods: { triage: { name: T } }\ntriage: triage\n', '', { 'if-match': '"1"' })).body).toMatchObject({ outcome: 'adopted', version: 2 });
    expect(await put(tenant, first.text, '', { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } });
    expect((await ask(tenant, 'PUT', '/v1/rules', { yaml: first.text }, { 'if-match': '"2"', 'content-type': 'application/json' })).body).toMatchObject({ outcome: 'adopted', version: 3 });
    expect((await ask(tenant, 'GET', '/v1/rules/versions?limit=2')).body.items.map((it) => it['version'])).toEqual([3, 2]);
    expect((await ask(tenant, 'GET', '/v1/rules?version=2')).body).toMatchObject({ version: 2, yaml: expect.stringContaining('{ name: T }') });
    expect((await ask(tenant, 'GET', '/v1/rules?version=9')).status).toBe(404);
    await eventually(async () => expect((await logged(OwnershipChanged, tenant)).map((it) => it['rulesVersion'])).toEqual([1, 2, 3]));
    await happens(opened(tenant, 1));
    await eventually(() => expect(posted).toHaveLength(1));
    expect(() => new Webhook(secret).verify(posted[0]!.body, posted[0]!.headers as Record<string, string>)).not.toThrow();
  });

  it('moves what is in triage or homeless when rules change; the rest stays, unless asked', async () => {
    const tenant = newTenant();
    await put(tenant, yamlOf('{ delivery: logistics }'));
    await happens(opened(tenant, 1), opened(tenant, 2, { touchpoint: 'shop' }));
    await eventually(async () => expect((await ask(tenant, 'GET', '/v1/assignments')).body.items).toHaveLength(2));
    const changed = yamlOf('{ delivery: quality, shop: quality }');
    const preview = await put(tenant, changed, '?dryRun=true');
    expect(preview.body).toMatchObject({ dryRun: true, summary: expect.arrayContaining([{ from: 'logistics', to: 'quality', when: 'only with reassign=true', issues: 1 }, { from: 'triage', to: 'quality', when: 'at once', issues: 1 }]) });
    expect((await ask(tenant, 'GET', '/v1/rules')).body).toMatchObject({ version: 1 });
    expect((await put(tenant, changed)).body).toMatchObject({ moved: 1, version: 2 });
    const one = await ask(tenant, 'GET', `/v1/assignments/${idOf(1)}`);
    expect(one.body).toMatchObject({ pod: 'logistics', decision: { rulesVersion: 1 }, today: { pod: 'quality', wouldMove: true, rulesVersion: 2 } });
    expect((await put(tenant, changed, '?reassign=true')).body).toMatchObject({ outcome: 'unchanged', moved: 1 });
    expect((await put(tenant, 'pods: { triage: { name: T } }\ntriage: triage\n')).body).toMatchObject({ moved: 2 });
    const history = (await ask(tenant, 'GET', `/v1/assignments/${idOf(1)}`)).body['history'] as { pod: string; previousPod?: string }[];
    expect(history.map((it) => [it.previousPod, it.pod])).toEqual([[undefined, 'logistics'], ['logistics', 'quality'], ['quality', 'triage']]);
    await eventually(async () => expect((await logged(IssueRouted, tenant)).filter((it) => (it['issueId'] as string) === idOf(1)).map((it) => it['pod'])).toEqual(['logistics', 'quality', 'triage']));
  });

  it('lets people reassign, by API and by topic, and remembers why', async () => {
    const tenant = newTenant();
    await put(tenant, yamlOf('{ delivery: logistics }'));
    await happens(opened(tenant, 1));
    await eventually(async () => expect((await ask(tenant, 'GET', '/v1/assignments?pod=logistics')).body.items).toHaveLength(1));
    const wish = { pod: 'quality', reason: 'broken on arrival', by: 'ann' };
    expect(await ask(tenant, 'POST', `/v1/assignments/${idOf(1)}`, { ...wish, pod: 'qualty' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/pod', detail: 'there is no pod "qualty"; there are logistics, quality, triage' }] } });
    expect((await ask(tenant, 'POST', `/v1/assignments/${idOf(999)}`, wish)).status).toBe(404);
    expect((await ask(newTenant(), 'POST', `/v1/assignments/${idOf(1)}`, wish)).status).toBe(404);
    expect((await ask(tenant, 'POST', `/v1/assignments/${idOf(1)}`, { pod: 'quality' })).body).toMatchObject({ errors: [{ pointer: '/reason' }, { pointer: '/by' }] });
    expect(await ask(tenant, 'POST', `/v1/assignments/${idOf(1)}`, wish)).toMatchObject({ status: 200, body: { pod: 'quality', pinned: true, by: 'ann', decision: { reason: 'ann: broken on arrival' } } });
    const act = (pod: string) => anEvent(PodActed, { issueId: idOf(1), action: 'reassign', by: 'ben', pod, reason: 'mine' }, { tenantid: tenant });
    await happens(act('nobody'), anEvent(PodActed, { issueId: idOf(1) }, { tenantid: tenant }), act('logistics'));
    await eventually(async () => expect((await logged(IssueRouted, tenant)).map((it) => `${String(it['by'])} ${String(it['pod'])}`)).toEqual(['rules logistics', 'ann quality', 'ben logistics']));
    expect((await logged(IssueDelivered, tenant)).map((it) => `${String(it['pod'])} ${String(it['change'])}`).sort()).toEqual(['logistics assigned', 'logistics assigned', 'logistics withdrawn', 'quality assigned', 'quality withdrawn']);
    await put(tenant, yamlOf('{ delivery: quality }'), '?reassign=true');
    expect((await ask(tenant, 'GET', `/v1/assignments/${idOf(1)}`)).body).toMatchObject({ pod: 'logistics', by: 'ben', today: { pod: 'quality' } });
    expect((await ask(tenant, 'GET', '/v1/pods/logistics')).body).toMatchObject({ name: 'Logistics', members: [{ name: 'Ann Alba' }], touchpoints: [], counts: { open: 1, high: 1 }, topic: `voc.pod.${tenant}.logistics.v1` });
    expect((await ask(tenant, 'GET', '/v1/pods')).body.items.map((it) => it['id'])).toEqual(['logistics', 'quality', 'triage']);
    expect((await ask(tenant, 'GET', '/v1/pods/nobody')).status).toBe(404);
  });

  it('sends a conversation to a human of the pod that owns the touchpoint', async () => {
    const tenant = newTenant();
    await put(tenant, yamlOf('{ support: quality }'));
    await happens(anEvent(HandoffRequested, {}, { tenantid: tenant }));
    await eventually(async () => expect(await logged(HandoffDelivered, tenant)).toMatchObject([{ pod: 'quality', topic: `voc.pod.${tenant}.quality.v1`, handoff: { conversation: 'chat-9' }, decision: { decidedBy: 'touchpoint' } }]));
    await eventually(() => expect(posted).toHaveLength(1));
  });

  it('pages through assignments', async () => {
    const tenant = newTenant();
    await happens(...Array.from({ length: 5 }, (_, i) => opened(tenant, i)));
    await eventually(async () => expect(await logged(IssueRouted, tenant)).toHaveLength(5));
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ask(tenant, 'GET', `/v1/assignments?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.items.map((it) => it['issueId']));
      cursor = (body['nextCursor'] as string | null) ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  });

  it('shows no tenant what another has', async () => {
    const [mine, other] = [newTenant(), newTenant()];
    await put(mine, yamlOf('{ delivery: logistics }'));
    await happens(opened(mine, 1), opened(other, 2));
    await eventually(async () => expect(await logged(IssueRouted, other)).toMatchObject([{ pod: 'triage' }]));
    expect((await ask(other, 'GET', `/v1/assignments/${idOf(1)}`)).status).toBe(404);
    expect((await ask(other, 'GET', '/v1/rules')).body).toMatchObject({ version: 0 });
    expect((await ask(other, 'GET', '/v1/assignments')).body.items.map((it) => it['issueId'])).toEqual([idOf(2)]);
    expect((await ask(mine, 'POST', '/v1/rules/reload')).status).toBe(409);
  });
});

describe('the file that a setting names', () => {
  const version = async () => (await ask('default', 'GET', '/v1/rules')).body['version'] as number;
  const restart = async () => {
    await service.close();
    await startService({ VOC_RULES_FILE: rulesFile });
  };

  it('is loaded at start; a start later does not undo what the API has put since; reloading does', async () => {
    writeFileSync(rulesFile, yamlOf('{ delivery: logistics }'));
    await restart();
    expect(await version()).toBe(1);
    await restart();
    expect(await version()).toBe(1);
    await put('default', yamlOf('{ delivery: quality }'));
    await restart();
    expect(await version()).toBe(2);
    expect((await ask('default', 'POST', '/v1/rules/reload')).body).toMatchObject({ outcome: 'adopted', version: 3 });
    writeFileSync(rulesFile, yamlOf('{ delivery: triage }'));
    await restart();
    expect(await version()).toBe(4);
    await eventually(async () => expect((await log.ends('voc.pod.logistics.v1')).size).toBe(1));
  });

  it('moves at the start what it places elsewhere, and tells the pod by webhook, too', async () => {
    writeFileSync(rulesFile, yamlOf('{ delivery: triage }'));
    await restart();
    await happens(opened('default', 1));
    await eventually(async () => expect((await ask('default', 'GET', '/v1/assignments')).body.items).toMatchObject([{ pod: 'triage' }]));
    writeFileSync(rulesFile, yamlOf('{ delivery: quality }'));
    await restart();
    expect((await ask('default', 'GET', '/v1/assignments')).body.items).toMatchObject([{ pod: 'quality' }]);
    await eventually(() => expect(posted).toHaveLength(1));
  });

  it('stops the start when it has faults, and says where', async () => {
    writeFileSync(rulesFile, 'pods: { a: { name: A } }\ntriage: b\n');
    await service.close();
    await expect(startService({ VOC_RULES_FILE: rulesFile })).rejects.toThrow(/rules\.yaml has faults:\n {2}line 2, column 9: pod "b" does not exist/);
    await expect(startService({ VOC_RULES_FILE: '/nowhere.yaml' })).rejects.toThrow(/\/nowhere.yaml cannot be read.*VOC_RULES_FILE/);
    await startService();
  });
});
