import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker, eventually } from '@vocloop/testing';
import { APlatform } from './a-platform.testing.js';
import { client, type ForeignRecord, readTopic, writeRecord } from './foreign-client.testing.js';

const inbound = 'voc.inbound.v1';
const complaint = { source: 'till', channel: 'survey', touchpoint: 'checkout', text: 'The checkout is broken, my payment failed twice. Awful.' };
const attributes = (more: Record<string, string> = {}) => ({ ce_specversion: '1.0', ce_id: randomUUID(), ce_source: '/till/7', ce_type: 'FeedbackSubmitted.v1', ce_time: '2026-03-02T09:30:00Z', 'content-type': 'application/json', ...more });
const binary = (data: object, more: Record<string, string> = {}): ForeignRecord => ({ key: 'till-7', headers: attributes(more), value: JSON.stringify(data) });
const structured = (data: object, more: object = {}): ForeignRecord => ({
  headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
  value: JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/till/8', type: 'FeedbackSubmitted.v1', datacontenttype: 'application/json', data, ...more }),
});

interface Letter { id: string; state: string; errorCode: string; errorMessage: string; payload?: string; payloadBase64?: string; headers: Record<string, string> }

/** A record that is no good, why, and what of its bytes is kept. */
interface Hostile { readonly name: string; readonly record: ForeignRecord; readonly code: string; readonly says: RegExp }

const good = JSON.stringify({ ...complaint, externalId: 'never' });
const hostiles: Hostile[] = [
  { name: 'no headers', record: { value: good }, code: 'not_a_cloudevent', says: /ce_specversion, ce_id, ce_source and ce_type/ },
  { name: 'not JSON', record: { headers: attributes(), value: '{"source": "till", ' }, code: 'not_json', says: /not JSON/ },
  { name: 'NUL bytes', record: { headers: attributes(), value: Buffer.from(`{"source":"till\0"}`) }, code: 'not_json', says: /not JSON/ },
  { name: 'invalid UTF-8', record: { headers: attributes(), value: Buffer.concat([Buffer.from(good.slice(0, -2)), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]) }, code: 'not_json', says: /UTF-8/ },
  { name: 'a list in place of an event', record: { headers: { 'content-type': 'application/cloudevents+json' }, value: '[1, 2]' }, code: 'not_a_cloudevent', says: /headers ce_specversion/ },
  { name: 'a type that nobody knows', record: { headers: attributes({ ce_type: 'FeedbackSubmited.v1' }), value: good }, code: 'unknown_type', says: /FeedbackSubmitted\.v1/ },
  { name: 'a field that is missing', record: { headers: attributes(), value: JSON.stringify({ ...complaint, channel: undefined }) }, code: 'invalid_data', says: /\/data\/channel/ },
  { name: 'a rating outside its scale', record: { headers: attributes(), value: JSON.stringify({ ...complaint, rating: { kind: 'nps', value: 11 } }) }, code: 'invalid_data', says: /\/data\/rating\/value: .*11 is outside the scale 0 to 10/ },
  { name: 'a tenant that cannot be', record: { headers: attributes({ ce_tenantid: "x' OR 1=1" }), value: good }, code: 'not_a_cloudevent', says: /tenantid must be/ },
  { name: 'an id with a line break and a colour', record: { headers: attributes({ ce_id: 'a\nb\x1b[31m' }), value: good }, code: 'not_a_cloudevent', says: /\/id: .*control characters/ },
  { name: '__proto__ in the data', record: { headers: attributes(), value: `${good.slice(0, -1)},"attributes":{"__proto__":{"polluted":true}}}` }, code: 'invalid_data', says: /__proto__/ },
  { name: 'depth beyond reason', record: { headers: attributes(), value: `${good.slice(0, -1)},"attributes":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}` }, code: 'invalid_data', says: /nested/ },
  { name: 'a text beyond reason', record: { headers: attributes(), value: JSON.stringify({ ...complaint, text: 'x'.repeat(900_000) }) }, code: 'invalid_data', says: /characters/ },
];

describeWithOwnBroker(`a foreign client (${client}) at Kafka`, () => {
  let platform: APlatform;
  const write = async (record: ForeignRecord) => writeRecord(platform.brokers, inbound, record);
  const letters = async (query = ''): Promise<Letter[]> => (await platform.get(`/v1/services/ingestion/dead-letters?limit=200${query}`)).items;
  const accepted = async () => Number((await platform.sql<{ n: string }>(`SELECT count(*) AS n FROM ingestion.feedback WHERE tenant_id = 'default'`))[0]!.n);

  beforeAll(async () => { platform = await APlatform.start({ args: ['--kafka'] }); }, 180_000);
  afterAll(async () => { await platform?.stop(); }, 60_000);

  it('hands in feedback, binary and structured, once each', async () => {
    const before = await accepted();
    const twice = binary({ ...complaint, customer: 'ann' });
    await write(twice);
    await write(twice);
    await write(structured({ ...complaint, customer: 'ben' }));
    await eventually(async () => expect(await accepted()).toBe(before + 2), 30_000);
    await platform.settled();
    expect(await accepted()).toBe(before + 2);
    expect(await letters()).toEqual([]);
  }, 60_000);

  it("reads a pod's topic: headers, key and value as CloudEvents' Kafka binding says", async () => {
    for (let at = 0; at < 10; at++) await write(binary({ ...complaint, customer: `customer-${at}`, externalId: `broken-${at}` }));
    const record = await eventually(async () => {
      const found = (await readTopic(platform.brokers, 'voc.pod.triage.v1')).find(({ headers }) => headers['ce_type'] === 'IssueDelivered.v1');
      expect(found).toBeDefined();
      return found!;
    }, 60_000);
    const { headers, key, value } = record;
    expect(headers).toMatchObject({ ce_specversion: '1.0', ce_type: 'IssueDelivered.v1', ce_source: '/vocloop/routing', ce_tenantid: 'default', 'content-type': 'application/json' });
    expect(headers['ce_id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['ce_time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    expect(Object.keys(headers).filter((it) => !/^(ce_[a-z0-9]+|content-type|traceparent)$/.test(it))).toEqual([]);
    expect(Object.values(headers)).not.toContain('undefined');
    const { issue, pod } = JSON.parse(value) as { issue: { id: string; touchpoint: string }; pod: string };
    expect([key, headers['ce_partitionkey'], headers['ce_subject'], pod, issue.touchpoint]).toEqual([issue.id, issue.id, issue.id, 'triage', 'checkout']);
  }, 120_000);

  it('keeps apart what two tenants call by one id', async () => {
    const id = randomUUID();
    await write(binary({ ...complaint, externalId: 'same' }, { ce_id: id }));
    await write(binary({ ...complaint, externalId: 'same' }, { ce_id: id, ce_tenantid: 'other' }));
    await eventually(async () => {
      const rows = await platform.sql<{ tenant_id: string }>(`SELECT tenant_id FROM ingestion.feedback WHERE identity LIKE '%same' ORDER BY 1`);
      expect(rows.map(({ tenant_id }) => tenant_id)).toEqual(['default', 'other']);
    }, 30_000);
  }, 60_000);

  describe('records that are no good', () => {
    let before: number;
    beforeAll(async () => {
      await platform.settled();
      before = await accepted();
      for (const [at, { record }] of hostiles.entries()) {
        await write({ ...record, headers: { ...record.headers } });
        await write(binary({ ...complaint, externalId: `good-${at}`, customer: `good-${at}` }, { __proto__x: 'no', constructor: 'no' }));
      }
      await platform.settled();
    }, 120_000);

    it('cost nothing that was good', async () => {
      await eventually(async () => expect(await accepted()).toBe(before + hostiles.length), 30_000);
      const account = await platform.get('/v1/services/ingestion/reconciliation');
      expect([account.balanced, account.inFlight]).toEqual([true, 0]);
    }, 40_000);

    it.each(hostiles)('$name: a dead letter with its bytes, explained', async ({ record, code, says }) => {
      const bytes = Buffer.from(record.value ?? '');
      const found = (await letters()).find(({ payload, payloadBase64, headers }) =>
        (payloadBase64 === undefined ? Buffer.from(payload ?? '') : Buffer.from(payloadBase64, 'base64')).equals(bytes) && (record.headers?.['ce_id'] ?? headers['ce_id']) === headers['ce_id']);
      expect([found?.state, found?.errorCode]).toEqual(['dead', code]);
      expect(found!.errorMessage).toMatch(says);
    });

    it("stand on the dead letters' topic too, with what Kafka's own tools look for", async () => {
      const read = await eventually(async () => {
        const found = await readTopic(platform.brokers, 'voc.inbound.v1.ingestion.dlq');
        expect(found).toHaveLength(hostiles.length);
        return found;
      }, 30_000);
      for (const { headers } of read) expect([headers['__dlq.errors.topic'], headers['__dlq.errors.code'], headers['__dlq.errors.message'] !== '']).toEqual([inbound, expect.any(String), true]);
    }, 40_000);

    it('go through, mended: by the API', async () => {
      const letter = (await letters()).find(({ errorMessage }) => /11 is outside/.test(errorMessage))!;
      const path = `/v1/services/ingestion/dead-letters/${letter.id}/replay`;
      const unmended = await platform.ask('POST', path, { body: { data: { ...complaint, rating: { kind: 'nps', value: 12 } } } });
      expect([unmended.status, unmended.body.errors[0].pointer]).toEqual([400, '/data/rating/value']);
      const was = await accepted();
      const mended = await platform.ask('POST', path, { body: { data: { ...complaint, rating: { kind: 'nps', value: 1 } } } });
      expect([mended.status, mended.body.outcome]).toEqual([200, 'replayed']);
      expect(await accepted()).toBe(was + 1);
      // Once: a letter that was replayed is no dead letter any more.
      expect((await platform.ask('POST', path, { body: {} })).status).toBe(409);
    });

    it('go through, mended: by npx voc dead-letters', async () => {
      const listed = platform.voc(['dead-letters', '--service', 'ingestion', '--code', 'invalid_data', '--json']);
      expect(listed.status).toBe(0);
      const letter = listed.stdout.split('\n').filter(Boolean).map((it) => JSON.parse(it) as Letter).find(({ errorMessage }) => /channel/.test(errorMessage))!;
      const was = await accepted();
      const again = platform.voc(['dead-letters', 'replay', '--service', 'ingestion', '--id', letter.id]);
      expect([again.status, again.stdout]).toEqual([1, expect.stringMatching(/failed.*channel/s)]);
      const mended = platform.voc(['dead-letters', 'replay', '--service', 'ingestion', '--id', letter.id, '--data', JSON.stringify(complaint)]);
      expect([mended.status, mended.stdout]).toEqual([0, expect.stringContaining('replayed')]);
      expect(await accepted()).toBe(was + 1);
      const given = (await letters()).find(({ errorCode }) => errorCode === 'unknown_type')!;
      const discarded = platform.voc(['dead-letters', 'discard', '--service', 'ingestion', '--id', given.id, '--reason', 'a misspelt type, sent again']);
      expect([discarded.status, discarded.stderr]).toEqual([0, '']);
      expect((await letters()).some(({ id }) => id === given.id)).toBe(false);
      expect((await platform.get('/v1/services/ingestion/reconciliation')).balanced).toBe(true);
    }, 60_000);

    it.each([
      [['dead-letters'], { VOC_API_KEY: '' }, 2, /API key is needed/],
      [['dead-letters', 'replay', '--id', 'x'], {}, 2, /--service/],
      [['dead-letters', 'burn'], {}, 2, /list, replay and discard/],
      [['dead-letters', 'replay', '--service', 'ingestion', '--id', randomUUID()], {}, 3, /no dead letter/],
      [['dead-letters', 'replay', '--service', 'ingestion', '--id', randomUUID(), '--data', '{'], {}, 2, /--data/],
      [['dead-letters', '--service', 'nobody'], {}, 2, /nobody/],
      [['dead-letters', '--url', 'http://127.0.0.1:9'], {}, 3, /127\.0\.0\.1:9/],
    ] as [string[], Record<string, string>, number, RegExp][])('npx voc %j says what to mend', (args, env, status, says) => {
      const answer = platform.voc(args, env);
      expect([answer.status, answer.stderr]).toEqual([status, expect.stringMatching(says)]);
    });
  });

  it('a record of 2 MB, where the topic takes it, is a dead letter with all its bytes', async () => {
    // A broker takes 1 MB as it comes; whoever allows more must not stop the loop.
    const value = JSON.stringify({ ...complaint, text: 'y'.repeat(2_000_000) });
    const refused = await write({ headers: attributes(), value }).then(() => false, () => true);
    await write(binary({ ...complaint, externalId: 'after-the-large' }));
    await platform.settled();
    const rows = await platform.sql<{ n: string }>(`SELECT count(*) AS n FROM ingestion.feedback WHERE identity LIKE '%after-the-large'`);
    expect(Number(rows[0]!.n)).toBe(1);
    const kept = (await letters()).some(({ payload }) => payload === value);
    expect(refused !== kept).toBe(true);
  }, 60_000);
});

describe('the foreign client', () => {
  it('is named in the run', () => { expect(['kcat', 'kafkajs']).toContain(client); });
});
