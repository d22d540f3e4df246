import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Database } from '@vocloop/database';
import { z } from 'zod';
import { Allow, Caller, Public } from '../access/allow.decorator.js';
import { issueKey } from '../access/api-key.js';
import type { CallerOf } from '../access/scopes.js';
import { TakesTime } from '../limits/answer-within.js';
import { ItemByItem } from '../limits/json-body.js';
import { hostile } from '../limits/hostile.js';
import { pageQuery } from '../page/page.js';
import { notFound } from '../problem/problem.js';
import { commonSettings, loadSettings } from '../settings/settings.js';
import { startTelemetry } from '../telemetry/telemetry.js';
import { createService, type Service } from './create-service.js';
import { Shutdown } from './shutdown.js';

const pepper = 'a pepper of at least thirty-two characters';
const settings = loadSettings(z.object(commonSettings), { DATABASE_URL: 'postgres://x@localhost/x', VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'silent', PORT: '0', VOC_BODY_LIMIT: '2048', VOC_RATE_LIMIT: '50' });
const noteInput = z.strictObject({ text: z.string().min(1).max(20), stars: z.int().min(1).max(5).optional(), kind: z.enum(['good', 'bad']).default('good') });

@Allow('issues:read')
@Controller('v1/notes')
class NotesController {
  @Get()
  list(@Query({ schema: z.object(pageQuery) }) query: { limit: number }) {
    return { limit: query.limit };
  }

  @Get(':id')
  one(@Param('id', { schema: z.uuid() }) id: string) {
    throw notFound('note', id);
  }

  @Post()
  make(@Body({ schema: noteInput }) body: z.output<typeof noteInput>, @Caller() caller: CallerOf) {
    return { ...body, tenant: caller.tenant, traceId: trace.getActiveSpan()?.spanContext().traceId };
  }

  @Post('batch')
  @ItemByItem()
  batch(@Body() body: { items: unknown[] }) {
    return body.items.map((item) => hostile(item)?.code ?? 'fine');
  }

  @Post('admin')
  @Allow('admin')
  admin() {
    return 'never';
  }

  @Public()
  @Get('broken/:how')
  broken(@Param('how') how: string) {
    throw how === 'database' ? Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }) : new Error('secret detail of the inside');
  }
}

@Public()
@Controller('v1/notes')
class SlowController {
  @Get('slow/:word')
  async slow() {
    return sleep(120, 'late');
  }

  @Get('leisurely/:word')
  @TakesTime()
  async leisurely() {
    return sleep(120, 'late');
  }
}

const keys = new Map<string, { tenant_id: string; hash: Buffer; scopes: string[] }>();
const database = {
  asked: 0,
  transaction: (_: string[], work: () => Promise<unknown>) => work(),
  async query(sql: string, [id]: string[] = []) {
    if (!sql.includes('find_key')) return [];
    this.asked++;
    const row = keys.get(id ?? '');
    return row ? [{ id, ...row }] : [];
  },
};

@Module({ controllers: [NotesController], providers: [{ provide: Database, useValue: database }] })
class NotesModule {}

@Module({ controllers: [SlowController], providers: [{ provide: Database, useValue: database }] })
class SlowModule {}

function keyOf(tenant: string, ...scopes: string[]): string {
  const { id, hash, token } = issueKey(pepper);
  keys.set(id, { tenant_id: tenant, hash, scopes });
  return `Bearer ${token}`;
}

let service: Service;
let authorization: string;
beforeAll(async () => {
  await startTelemetry('test', {});
  service = await createService(NotesModule, { name: 'notes', settings });
  authorization = keyOf('acme', 'issues:read');
});
afterAll(() => service.close());

const inject = (method: 'GET' | 'POST', url: string, body?: string | object, headers: Record<string, string> = {}) =>
  service.app.inject({ method, url, ...(body !== undefined && { payload: body }), headers: { authorization, ...(typeof body === 'string' && { 'content-type': 'application/json' }), ...headers } });
const posted = (body: string | object, headers?: Record<string, string>) => inject('POST', '/v1/notes', body, headers);

it('answers 503 to who waits for long, but where a route takes time; what comes later goes nowhere, and tells the log nothing of what was asked', async () => {
  const impatient = await createService(SlowModule, { name: 'slow', settings, longestWait: 40 });
  const said: unknown[] = [];
  const { log } = impatient.app.getHttpAdapter().getInstance() as unknown as { log: { child: () => object } };
  const hear = (...all: unknown[]) => { said.push(all); };
  log.child = () => ({ warn: hear, error: hear, info: hear, debug: hear });
  const [slow, leisurely] = await Promise.all(['slow', 'leisurely'].map(async (it) => impatient.app.inject({ method: 'GET', url: `/v1/notes/${it}/ann` })));
  expect([slow!.statusCode, slow!.headers['retry-after'], slow!.json()]).toMatchObject([503, '5', { code: 'unavailable', detail: expect.stringContaining('may still be carried out') }]);
  expect([leisurely!.statusCode, leisurely!.body]).toEqual([200, 'late']);
  await sleep(150);
  expect(said).toEqual([]);
  await impatient.close();
});

describe('a service', () => {
  it('answers who may ask, within a trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await posted({ text: 'hi', stars: 3 }, { traceparent });
    expect(answer.json()).toEqual({ text: 'hi', stars: 3, kind: 'good', tenant: 'acme', traceId: '0af7651916cd43dd8448eb211c80319c' });
    expect((await posted({ text: 'hi' })).json()).toMatchObject({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it.each<[string, string | object, number, object[]]>([
    ['a missing field', {}, 400, [{ pointer: '/text', code: 'missing', detail: 'text is missing; give a string' }]],
    ['every fault at once', { text: '', stars: 9, kind: 'ugly', colour: 1 }, 400, [
      { pointer: '/text', code: 'too_small', detail: 'text must have at least 1 characters' },
      { pointer: '/stars', code: 'too_big', detail: 'stars must be at most 5' },
      { pointer: '/kind', code: 'not_allowed', detail: 'kind must be one of "good", "bad"' },
      { pointer: '/colour', code: 'unknown_field', detail: '"colour" is not a field here; remove it, or mend its spelling' },
    ]],
    ['a wrong type', { text: 5 }, 400, [{ pointer: '/text', code: 'wrong_type', detail: 'text must be a string, not number' }]],
    ['JSON that is none', '{"text":', 400, [{ pointer: '', code: 'malformed_json' }]],
    ['nothing', '', 400, [{ pointer: '', code: 'missing' }]],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1'), 400, [{ pointer: '', code: expect.any(String) as unknown as string }]],
    ['a prototype', '{"text":"hi","__proto__":{"admin":true}}', 400, [{ pointer: '/__proto__', code: 'forbidden_field' }]],
    ['a constructor deep inside', '{"text":[{"constructor":{"prototype":1}}]}', 400, [{ pointer: '/text/0/constructor', code: 'forbidden_field' }]],
    ['a deep pit', '['.repeat(500) + ']'.repeat(500), 400, [{ code: 'too_deep' }]],
  ])('says of %s what to mend', async (_, body, status, errors) => {
    const answer = await posted(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status, code: 'invalid_input', errors, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it.each<[string, () => ReturnType<typeof inject>, number, object]>([
    ['a body too large', () => posted({ text: 'x'.repeat(3000) }), 413, { code: 'too_large' }],
    ['another media type', () => posted('<xml/>', { 'content-type': 'text/xml' }), 415, { code: 'wrong_media_type' }],
    ['a compressed body', () => posted('{}', { 'content-encoding': 'gzip' }), 415, { code: 'compressed' }],
    ['an unknown address', () => inject('GET', '/v1/nowhere'), 404, { code: 'not_found' }],
    ['an unknown thing', () => inject('GET', '/v1/notes/01965a3c-8f00-7000-8000-000000000001'), 404, { detail: 'There is no note "01965a3c-8f00-7000-8000-000000000001".' }],
    ['a wrong parameter', () => inject('GET', '/v1/notes/7'), 400, { errors: [{ pointer: '/id' }] }],
    ['a wrong query', () => inject('GET', '/v1/notes?limit=0'), 400, { errors: [{ pointer: '/limit', detail: 'limit must be at least 1' }] }],
    ['no key', () => inject('GET', '/v1/notes', undefined, { authorization: '' }), 401, { detail: expect.stringContaining('Authorization: Bearer voc_') }],
    ['a mistyped key', () => inject('GET', '/v1/notes', undefined, { authorization: `${authorization.slice(0, -1)}!` }), 401, { code: 'unauthorized' }],
    ['a key without the scope', () => inject('POST', '/v1/notes/admin', {}), 403, { detail: 'This needs a key with the scope "admin"; yours has "issues:read".' }],
    ['a database that is away', () => inject('GET', '/v1/notes/broken/database'), 503, { code: 'unavailable' }],
    ['what nobody foresaw', () => inject('GET', '/v1/notes/broken/otherwise'), 500, { code: 'internal' }],
  ])('answers %s with a problem', async (_, ask, status, part) => {
    const answer = await ask();
    expect(answer.json()).toMatchObject({ status, traceId: expect.any(String), ...part });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).not.toMatch(/secret detail|\.ts:|node_modules/);
    expect(Boolean(answer.headers['retry-after'])).toBe(status === 503);
  });

  it('asks the database for a key once in a while only, and never for a mistyped one', async () => {
    const key = keyOf('acme', 'issues:read');
    const before = database.asked;
    await Promise.all(Array.from({ length: 5 }, () => inject('GET', '/v1/notes', undefined, { authorization: key })));
    await inject('GET', '/v1/notes', undefined, { authorization: `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}` });
    expect(database.asked - before).toBe(1);
  });

  it('slows down a tenant that asks too often, and no other', async () => {
    const [noisy, calm] = [keyOf('noisy', 'issues:read'), keyOf('calm', 'issues:read')];
    const answers = await Promise.all(Array.from({ length: 150 }, () => inject('GET', '/v1/notes', undefined, { authorization: noisy })));
    const refused = answers.filter((it) => it.statusCode === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect((await inject('GET', '/v1/notes', undefined, { authorization: calm })).statusCode).toBe(200);
  });

  it('judges a batch item by item', async () => {
    const answer = await inject('POST', '/v1/notes/batch', '{"items":[{"a":1},{"__proto__":{}},{"b":2}]}');
    expect(answer.json()).toEqual(['fine', 'forbidden_field', 'fine']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses texts that no database holds, naming where, but for those that are cleaned where they are masked', async () => {
    const items = '[{"by":"ann\\u0000"},{"deep":[{"by":"\\ud83d"}]},{"\\ud83d":1},{"text":"cut \\ud83d","attributes":{"a\\ude00":"\\u0000"}},{"by":"\\ud83d\\ude00"}]';
    expect((await inject('POST', '/v1/notes/batch', `{"items":${items}}`)).json()).toEqual(['broken_text', 'broken_text', 'broken_text', 'fine', 'fine']);
    expect((await inject('POST', '/v1/notes', '{"title":"half \\ud83d"}')).json()).toMatchObject({ status: 400, errors: [{ pointer: '/title', code: 'broken_text', detail: expect.stringContaining('cut texts between characters') }] });
  });

  it('tells of itself without a key', async () => {
    expect((await inject('GET', '/health/live')).json()).toEqual({ status: 'live' });
    expect((await inject('GET', '/health/ready')).json()).toEqual({ ready: true, checks: [{ name: 'database', ok: true }] });
    expect((await inject('GET', '/version')).json()).toMatchObject({ service: 'notes', version: expect.stringMatching(/^\d/) });
    const metrics = (await inject('GET', '/metrics')).body;
    expect(metrics).toMatch(/voc_http_request_duration_seconds_bucket\{.*service="notes".*le="0.005"\}/);
    expect(metrics).not.toMatch(/target_info|process_command|host_name/);
    const document = (await inject('GET', '/v1/services/notes/openapi.json')).json() as { paths: Record<string, Record<string, object>> };
    expect(Object.keys(document.paths)).toEqual(['/v1/notes', '/v1/notes/{id}', '/v1/notes/batch', '/v1/notes/admin', '/v1/notes/broken/{how}']);
    expect(JSON.stringify(document.paths['/v1/notes']?.['post'])).toContain('"enum":["good","bad"]');
  });

  it('may stand behind another server, and stops in order', async () => {
    const order: string[] = [];
    const second = await createService(NotesModule, { name: 'second', settings, strategy: () => ({ listen: (started) => { order.push('consume'); started(); }, close: async () => void order.push('no more events') }) });
    second.app.get(Shutdown).register('worker', async () => void order.push('worker'));
    await second.consume();
    const server = createServer((request, response) => second.dispatch(request, response)).listen(0);
    const { port } = server.address() as { port: number };
    const answer = await fetch(`http://localhost:${port}/v1/notes`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{"text":"hi"}' });
    expect(await answer.json()).toMatchObject({ text: 'hi', tenant: 'acme' });
    server.close();
    server.closeAllConnections();
    await Promise.all([second.close(), second.close()]);
    expect(order).toEqual(['consume', 'no more events', 'worker']);
    expect((await service.health.readiness()).ready).toBe(true);
  });

  it('carries out what comes on an open connection while it stops, and ends the connection', async () => {
    const second = await createService(NotesModule, { name: 'second', settings });
    const socket = connect(Number(new URL(await second.listen(0)).port), 'localhost');
    const server = second.app.getHttpServer() as Server;
    const head = (length: number) => `POST /v1/notes HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
    socket.write(head(13));
    await once(server, 'request');
    const closed = second.close();
    while (server.listening) await sleep(1);
    socket.write(`{"text":"hi"}${head(14)}{"text":"too"}`);
    const answers = (await text(socket)).split('HTTP/1.1 ').slice(1);
    expect(answers.map((it) => it.slice(0, 3))).toEqual(['201', '201']);
    expect(answers[1]).toMatch(/connection: close/i);
    await closed;
  });

  it('refuses to start with a route that nobody guards', async () => {
    @Controller('v1/open')
    class OpenController {
      @Get()
      all() {
        return [];
      }
    }
    @Module({ controllers: [OpenController] })
    class OpenModule {}
    await expect(createService(OpenModule, { name: 'open', settings })).rejects.toThrow('routes without @Allow(scope) or @Public(): OpenController.all');
  });
});
