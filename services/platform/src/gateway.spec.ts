import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { serverLimits } from '@vocloop/service';
import { openGateway, proxyTo, serviceNames } from './gateway.js';

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** Sends bytes as they are, since no client would send these; resolves to all that is answered. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined).setTimeout(5000, () => socket.destroy());
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString();
}

/** Sends a byte now and then, for ever; resolves to what is answered once it is cut off, and after how long. */
async function trickle(port: number, beginning: string, bytes: string): Promise<{ answer: string; ms: number }> {
  const began = performance.now();
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined).write(beginning);
  const timer = setInterval(() => socket.writable && socket.write(bytes), 50);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(timer);
  return { answer: Buffer.concat(chunks).toString(), ms: performance.now() - began };
}

describe('the gateway before services in processes of their own', () => {
  const reached: { canary: string[]; service: string[] } = { canary: [], service: [] };
  const canary = createServer((request, response) => { reached.canary.push(request.url ?? ''); response.end('a secret of the inside'); });
  const service = createServer((request, response) => { reached.service.push(request.url ?? ''); response.end('the service'); });
  let gateway: Server;
  let port: number;
  let inside: number;

  beforeAll(async () => {
    inside = await listening(canary);
    const url = `http://127.0.0.1:${await listening(service)}`;
    gateway = openGateway(new Map(serviceNames.map((it) => [it, proxyTo(() => url)])));
    port = await listening(gateway);
  });
  afterAll(() => { for (const it of [canary, service, gateway]) it.close().closeAllConnections(); });
  beforeEach(() => { reached.canary = []; reached.service = []; });

  it.each([
    ['an absolute address', (at: number) => `http://127.0.0.1:${at}/latest/meta-data`, '/latest/meta-data'],
    ['a host after two slashes', (at: number) => `//127.0.0.1:${at}/latest/meta-data`, /^\/\/127/],
    ['a user before the host', (at: number) => `//x@127.0.0.1:${at}/`, /^\/\/x@/],
    ['backslashes', (at: number) => `/\\127.0.0.1:${at}/`, /^\/\\127/],
    ['a host that is none', () => '//[', '//['],
    ['slashes alone', () => '///', '///'],
  ] as [string, (at: number) => string, string | RegExp][])('hands %s to the service and calls no other host', async (_, target, path) => {
    const answer = await raw(port, `GET ${target(inside)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*the service$/s);
    expect(reached).toEqual({ canary: [], service: [typeof path === 'string' ? path : expect.stringMatching(path)] });
  });

  it.each(['*', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense'])('answers 400 to %s', async (target) => {
    expect(await raw(port, `OPTIONS ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*urn:vocloop:problem:bad_request/s);
    expect(reached).toEqual({ canary: [], service: [] });
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400],
    ['two lengths', 'POST /v1/feedback HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\n{}{}', 400],
    ['a length and chunks, by which requests are smuggled', 'POST /v1/feedback HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\n\r\n', 400],
    ['a length below nothing', 'POST /v1/feedback HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n', 400],
    ['an expectation that nobody meets', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n', 417],
    ['a header without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('answers %s with a problem document, and hangs up', async (_, bytes, status) => {
    const answer = await raw(port, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json`, 's'));
    expect(JSON.parse(body)).toMatchObject({ status, type: expect.stringMatching(/^urn:vocloop:problem:/), detail: expect.any(String), traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(reached).toEqual({ canary: [], service: [] });
  });

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: x\r\nA: ', 'a'],
    ['a body', 'POST /v1/feedback HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n', 'a'],
    ['chunks', 'POST /v1/feedback HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\na\r\n'],
  ])('cuts off who sends %s byte by byte, and serves the others meanwhile', async (_, beginning, bytes) => {
    const patience = { ...serverLimits, headersTimeout: 1500, requestTimeout: 2500, connectionsCheckingInterval: 50 };
    const silent = createServer(() => undefined);
    const url = `http://127.0.0.1:${await listening(silent)}`;
    const fast = openGateway(new Map([['ingestion', proxyTo(() => url)], ['reporting', (_request, response) => response.end('served')]]), new Map(), patience);
    const at = await listening(fast);
    const slow = Promise.all(Array.from({ length: 50 }, async () => trickle(at, beginning, bytes)));
    for (let served = 0; served < 10; served++) expect(await (await fetch(`http://127.0.0.1:${at}/`)).text()).toBe('served');
    for (const { answer, ms } of await slow) {
      expect(answer).toMatch(/^(HTTP\/1\.1 408 .*urn:vocloop:problem:timeout.*)?$/s);
      expect(ms).toBeLessThan(20_000);
    }
    for (const it of [fast, silent]) it.close().closeAllConnections();
  });

  it('tells what is away under the trace that the caller named', async () => {
    const away = openGateway(new Map([['ingestion', proxyTo(() => 'http://127.0.0.1:1')]]));
    const answer = await fetch(`http://127.0.0.1:${await listening(away)}/v1/feedback`, { method: 'POST', headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }, body: '{}' });
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([503, '2', expect.objectContaining({ code: 'unavailable', traceId: '0af7651916cd43dd8448eb211c80319c' })]);
    away.close().closeAllConnections();
  });

  it('has limits that are looked after: no slow sender holds a connection longer than they say and five seconds', () => {
    expect(serverLimits).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 });
    expect(gateway).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });
});
