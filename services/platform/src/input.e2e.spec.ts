import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@vocloop/testing';
import { APlatform, type Answer } from './a-platform.testing.js';
import { personal, sendCanaries, wherePersonal } from './canaries.testing.js';
import { Collector } from './collector.testing.js';

const good = (at: string) => ({ source: 'door', channel: 'survey', touchpoint: 'delivery', text: 'It came late.', externalId: at });
const event = (data: unknown, more: object = {}) => ({ specversion: '1.0', id: 'e', source: '/door', type: 'FeedbackSubmitted.v1', data, ...more });
const fact = { kind: 'deliveries', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 'door', touchpoint: 'delivery' };
const structured = { 'content-type': 'application/cloudevents+json' };
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

/** A door, what is handed in at it, and what is said: status, the pointer of the first error, and words of the mend. */
type Row = readonly [door: string, what: string, body: unknown, says: readonly [status: number, pointer: string, mend: RegExp], headers?: Record<string, string>];
const rows: readonly Row[] = [
  ['POST /v1/feedback', 'nothing', '', [400, '', /empty/]],
  ['POST /v1/feedback', 'no JSON', '{"source": ', [400, '', /not JSON/]],
  ['POST /v1/feedback', 'bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), [400, '', /UTF-8/]],
  ['POST /v1/feedback', 'a field missing', { ...good('x'), channel: undefined }, [400, '/channel', /survey/]],
  ['POST /v1/feedback', 'a wrong channel', { ...good('x'), channel: 'fax' }, [400, '/channel', /"survey", "chat"/]],
  ['POST /v1/feedback', 'a rating outside its scale', { ...good('x'), rating: { kind: 'nps', value: 11 } }, [400, '/rating/value', /0 to 10/]],
  ['POST /v1/feedback', 'a moment that is none', { ...good('x'), occurredAt: 'yesterday' }, [400, '/occurredAt', /ISO|datetime|2026/i]],
  ['POST /v1/feedback', 'control characters in a name', { ...good('x'), touchpoint: 'a\u0007b' }, [400, '/touchpoint', /control characters/]],
  ['POST /v1/feedback', 'NUL in a name', { ...good('x'), touchpoint: 'a\u0000b' }, [400, '/touchpoint', /NUL/]],
  ['POST /v1/feedback', '__proto__', `{"source":"door","channel":"survey","text":"x","attributes":{"__proto__":{"x":1}}}`, [400, '/attributes/__proto__', /must not be called/]],
  ['POST /v1/feedback', 'too deep', { ...good('x'), attributes: { a: deep(40) } }, [400, `/attributes/a${'/0'.repeat(30)}`, /nested/]],
  ['POST /v1/feedback', 'text without end', { ...good('x'), text: 'x'.repeat(200_000) }, [400, '/text', /characters/]],
  ['POST /v1/feedback', 'a list', [good('x')], [400, '', /object/]],
  ['POST /v1/feedback', 'XML', '<a/>', [415, '', /JSON/], { 'content-type': 'text/xml' }],
  ['POST /v1/feedback', 'gzip', gzipSync(JSON.stringify(good('x'))), [415, '', /uncompressed/], { 'content-encoding': 'gzip' }],
  ['POST /v1/feedback/batch', 'nothing in it', [], [400, '', /at least 1/]],
  ['POST /v1/feedback/batch', 'more than 1000', Array.from({ length: 1001 }, (_, at) => good(`many-${at}`)), [400, '', /1000/]],
  ['POST /v1/events', 'no event', good('x'), [400, '', /CloudEvent/]],
  ['POST /v1/events', 'an unknown type', event(good('x'), { type: 'Nope' }), [400, '/type', /FeedbackSubmitted\.v1/], structured],
  ['POST /v1/events', 'wrong data', event({ ...good('x'), channel: 'fax' }), [400, '/data/channel', /"survey"/], structured],
  ['POST /v1/events', 'a stranger\'s tenant', event(good('x'), { tenantid: 'zulu' }), [400, '/tenantid', /leave it out/], structured],
  ['POST /v1/events', 'no id', event(good('x'), { id: undefined }), [400, '/id', /missing/], structured],
  ['POST /v1/rules', 'a method that is none', {}, [404, '', /openapi/]],
  ['PUT /v1/rules', 'no YAML', { yaml: 'pods: [' }, [422, '', /line/]],
  ['PUT /v1/rules', 'a pod that is not there', { yaml: 'pods:\n  triage: { name: Triage, members: [] }\ntriage: triage\nrules:\n  - { name: a, match: { theme: delivery }, pod: nowhere }\n' }, [422, '', /line 5.*nowhere|nowhere.*line 5/s]],
  ['POST /v1/keys', 'a scope that is none', { name: 'x', scopes: ['everything'] }, [400, '/scopes/0', /"feedback:write"/]],
  ['POST /v1/score', 'neither text nor turns', {}, [400, '/text', /text or turns/]],
  ['POST /v1/score', 'a turn without its number', { text: 'hello', conversation: 'chat-1' }, [400, '/turn', /needed with conversation/]],
  ['PUT /v1/issue-policy', 'a field that is none', { nonsense: 1 }, [400, '/nonsense', /not a field/]],
  ['POST /v1/issues/0198c5a0-0000-7000-8000-000000000000/actions', 'an act that is none', { action: 'dance', by: 'ann' }, [400, '/action', /"acknowledge"/]],
  ['POST /v1/issues/not-an-id/actions', 'an id that is none', { action: 'acknowledge', by: 'ann' }, [404, '', /no issue/]],
  ['POST /v1/assignments/0198c5a0-0000-7000-8000-000000000000', 'no reason', { pod: 'triage', by: 'ann' }, [400, '/reason', /missing/]],
  ['POST /v1/assignments/not-an-id', 'an id that is none', { pod: 'triage', by: 'ann', reason: 'x' }, [400, '', /UUID/i]],
  ['GET /v1/issues?limit=0', 'a limit of nothing', undefined, [400, '/limit', /at least 1/]],
  ['GET /v1/issues?cursor=garbage', 'a cursor of one\'s own', undefined, [400, '/cursor', /cursor/]],
  ['GET /v1/issues?status=lost', 'a status that is none', undefined, [400, '/status/0', /"open"/]],
  ['GET /v1/metrics?metric=mood', 'a metric that is none', undefined, [400, '/metric', /"nps"/]],
  ['GET /v1/metrics?metric=nps&from=tomorrow', 'a day that is none', undefined, [400, '/from', /date|day|2026/i]],
  ['GET /v1/feedback/not-an-id', 'an id that is none', undefined, [400, '', /UUID/i]],
  ['GET /v1/feedback/%00', 'an address with NUL', undefined, [400, '', /.{10}/]],
  ['GET /nowhere', 'an address that is none', undefined, [404, '', /nothing at this address/]],
];

const saying = ({ body }: Answer): string => [body?.detail, ...(body?.errors ?? []).map((it: { detail: string }) => it.detail)].join('\n');

describe('bad input, through every door', () => {
  let platform: APlatform;
  const count = async () => Number((await platform.sql<{ n: string }>(`SELECT count(*) AS n FROM ingestion.feedback`))[0]!.n);

  const collector = new Collector();

  beforeAll(async () => {
    platform = await APlatform.start({ env: { LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '200' } });
  }, 120_000);
  afterAll(async () => {
    await platform?.stop();
    collector.stop();
  }, 60_000);

  it.each(rows)('%s with %s', async (...row) => {
    // Named one by one, the headers that a row leaves out would be Jest's `done`.
    const [door, , body, [status, pointer, mend], headers] = row;
    const before = await count();
    const [method, path] = door.split(' ') as [string, string];
    const answer = await platform.ask(method, path, { ...(body !== undefined && { body }), ...(headers && { headers }) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
    if (pointer) expect((answer.body.errors as { pointer: string }[]).map((it) => it.pointer)).toContain(pointer);
    expect(saying(answer)).toMatch(mend);
    expect(answer.body).toMatchObject({ type: expect.stringMatching(/^urn:vocloop:problem:/), title: expect.any(String), status });
    expect(answer.text).not.toMatch(/\bat .*\.(js|ts):\d|node_modules|SELECT /);
    expect(await count()).toBe(before);
  });

  it('a batch: what is wrong is named by its place, what is good goes in', async () => {
    const before = await count();
    const items = [good('b1'), { ...good('b2'), channel: 'fax' }, 'nothing', good('b3'), JSON.parse('{"__proto__":1}'), { ...good('b4'), text: 'x'.repeat(200_000) }, { ...good('b5'), touchpoint: 'a\u0000b' }, { ...good('b6'), text: 'a \u0000 and \ud800 in it' }];
    const { status, body } = await platform.ask('POST', '/v1/feedback/batch', { body: JSON.stringify(items).replace('{"b"', '{"__proto__"') });
    expect(status).toBe(200);
    expect(body.accepted + body.refused).toBe(8);
    expect(body.items.slice(0, 7).map((it: { status: string; errors?: { pointer: string }[] }) => [it.status, it.errors?.[0]?.pointer])).toEqual([
      ['accepted', undefined], ['refused', '/channel'], ['refused', ''], ['accepted', undefined], ['refused', '/__proto__'], ['refused', '/text'], ['refused', '/touchpoint'],
    ]);
    expect(await count()).toBe(before + body.accepted);
  });

  it('a batch of events, and of facts: likewise', async () => {
    const events = await platform.ask('POST', '/v1/events', { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: [event(good('c1'), { id: '1' }), event({}, { id: '2' }), 7, event(good('c2'), { id: '3' })] });
    expect([events.status, events.body.items.map((it: { status: string }) => it.status)]).toEqual([200, ['accepted', 'refused', 'refused', 'accepted']]);
    const facts = await platform.ask('POST', '/v1/facts', { body: { items: [{ ...fact, value: 'many' }, fact] } });
    expect(facts.status).toBeLessThan(300);
    expect(facts.body.items.map((it: { status: string; errors?: { pointer: string }[] }) => [it.status, it.errors?.[0]?.pointer])).toEqual([['refused', '/value'], ['accepted', undefined]]);
  });

  it('a file: rows refused with line and reason, the others in', () => {
    const file = join(platform.dataDir, 'rows.jsonl');
    writeFileSync(file, [JSON.stringify(good('r1')), '{"source": ', JSON.stringify({ ...good('r2'), channel: 'fax' }), JSON.stringify(good('r3'))].join('\n'));
    const report = join(platform.dataDir, 'refused.jsonl');
    const { status, stdout } = platform.voc(['import', file, '--report', report, '--json']);
    expect([status, JSON.parse(stdout.trim().split('\n').at(-1)!)]).toMatchObject([1, { accepted: 2, refused: 2 }]);
    const told = readFileSync(report, 'utf8').trim().split('\n');
    expect(told).toEqual([expect.stringMatching(/2.*JSON/), expect.stringMatching(/3.*channel/)]);
  }, 30_000);

  describe('with personal data in every field', () => {
    beforeAll(async () => sendCanaries(platform), 60_000);

    it('nothing of it is kept, but where a producer wrote it himself: on the open topic, and as the bytes of its dead letters', async () => {
      const found = await wherePersonal(platform);
      expect(found).toEqual(['ingestion.dead_letter', 'log.event_log: voc.inbound.v1']);
    });

    it('nothing of it is logged, or told to those who trace', async () => {
      expect(platform.logged.length).toBeGreaterThan(0);
      await eventually(() => expect(collector.spans.some(({ name }) => name === 'GET /v1/feedback/:id')).toBe(true));
      for (const text of [platform.logged, platform.log, JSON.stringify(collector.spans)]) expect(text.match(personal)).toBeNull();
    });
  });

  it('no log line is forged, and no terminal is told what to do', async () => {
    const forged = 'x\r\n{"level":"fatal","msg":"forged"}\n\u001b[2J\u009b31m\u2028';
    for (const body of [{ ...good(forged), source: forged }, { ...good('f'), [forged]: 1 }, { ...good('f'), text: forged, attributes: { [forged]: forged } }]) await platform.ask('POST', '/v1/feedback', { body, headers: { 'idempotency-key': 'a\u009bb', 'user-agent': 'a\u0085b' } });
    await platform.ask('GET', `/v1/feedback/${encodeURIComponent(forged)}`);
    await platform.ask('PUT', '/v1/rules', { body: { yaml: forged } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const lines = platform.logged.split('\n').filter(Boolean);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    expect(lines.filter((it) => it.startsWith('{"level":"fatal"'))).toEqual([]);
    expect(`${platform.logged}${platform.log}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
  });

  it('nothing of this was an error of ours', () => {
    expect(platform.logged.split('\n').filter((it) => /"level":"(error|fatal)"/.test(it))).toEqual([]);
  });
});
