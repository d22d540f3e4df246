import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openGateway, ownerOf, proxyTo } from './gateway.js';
import { brokenJson, mutated } from './hostile.testing.js';
import { InProcess } from './in-process.testing.js';
import { type Heard, type Wire, sendWire, wires } from './wire.testing.js';

// Another seed: VOC_TEST_SEED=7 npm test -- int
const seed = Number(process.env['VOC_TEST_SEED'] ?? 20261122);
/** No input may take more of the processor's time than this, in milliseconds, its sender's included, with seven others under way. */
const slowest = 4000;

let platform: InProcess;
let key: string;
const gateways: Server[] = [];
const ports = new Map<string, number>();
const doors = ['a service', 'the gateway before services in its process', 'the gateway before services in theirs'] as const;
const port = (door: string) => ports.get(door)!;

async function listening(server: Server): Promise<number> {
  gateways.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  platform = await InProcess.start();
  key = await platform.keyOf('default');
  const ingestion = platform.service(ownerOf('/v1/feedback'));
  const url = await ingestion.listen(0);
  ports.set(doors[0], Number(new URL(url).port));
  ports.set(doors[1], await listening(openGateway(new Map(platform.services.map((it) => [it.name, (request, response) => it.dispatch(request, response)])))));
  ports.set(doors[2], await listening(openGateway(new Map([['ingestion', proxyTo(() => `http://127.0.0.1:${port(doors[0])}`)]]))));
}, 300_000);
afterAll(async () => {
  for (const it of gateways) it.close().closeAllConnections();
  await platform?.stop();
}, 60_000);

/** What is wrong with what a server answered, if anything is. A service that nobody started here is away, which the gateway may say. */
function wrongIn({ answers, rest, ended }: Heard, away: boolean): string | undefined {
  if (!ended) return 'neither an answer nor the end of the connection';
  if (rest !== '') return `no HTTP: ${rest.slice(0, 200)}`;
  for (const { status, head, body } of answers) {
    if (status >= 500 && !(away && status === 503)) return `${status}: ${body}`;
    if (status >= 400 && !/^content-type: application\/problem\+json/im.test(head)) return `${status}, and no problem document: ${head}`;
    if (status >= 400 && !/"traceId":"[0-9a-f]{32}"/.test(body)) return `${status} without a traceId: ${body}`;
    if (/node_modules|\bat .*\.js:\d|HPE_/.test(body)) return `tells of the inside: ${body}`;
  }
  return undefined;
}

let sent = 0;
const feedback = fc.record({ source: fc.constant('wire'), channel: fc.constant('survey'), text: fc.constantFrom('It hung.', 'x'.repeat(9000), '\u0000') }).map((it) => ({ ...it, externalId: `wire-${sent++}` }));
const bodies = fc.oneof({ weight: 4, arbitrary: feedback.map((it) => Buffer.from(JSON.stringify(it))) }, { weight: 1, arbitrary: mutated(feedback).map((it) => Buffer.from(JSON.stringify(it) ?? '')) }, { weight: 1, arbitrary: brokenJson(feedback) });
const rows = async () => Number((await platform.sql<{ n: string }>('SELECT count(*) AS n FROM ingestion.feedback'))[0]!.n);
const good = async (door: string) => fetch(`http://127.0.0.1:${port(door)}/v1/feedback`, { method: 'POST', headers: { authorization: key, 'content-type': 'application/json' }, body: JSON.stringify({ source: 'wire', channel: 'survey', text: 'It hung.' }) });

describe.each(doors)('bytes that break the rules of HTTP, by a socket, to %s', (door) => {
  it('are refused or taken, never half; nothing falls', async () => {
    const waiting: Wire[] = fc.sample(wires('/v1/feedback', key, bodies), { seed, numRuns: 400 });
    const before = await rows();
    const faults: string[] = [];
    let [accepted, unheard] = [0, 0];
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let wire = waiting.pop(); wire; wire = waiting.pop()) {
        const began = process.cpuUsage();
        const heard = await sendWire(port(door), wire);
        const { user, system } = process.cpuUsage(began);
        const fault = wrongIn(heard, door === doors[2]) ?? ((user + system) / 1000 > slowest ? `took ${(user + system) / 1000} ms of the processor` : undefined);
        if (fault) faults.push(`${fault}\n  of ${JSON.stringify(wire.bytes.toString('latin1').slice(0, 400))}`);
        if (heard.answers.length === 0) unheard++;
        accepted += heard.answers.filter(({ body }) => body.includes('"status":"accepted"')).length;
      }
    }));
    expect(faults).toEqual([]);
    expect(accepted).toBeGreaterThan(10);
    const stored = (await rows()) - before;
    expect(stored).toBeGreaterThanOrEqual(accepted);
    expect(stored).toBeLessThanOrEqual(accepted + unheard);
    expect(unheard).toBeLessThan(200);
    expect((await good(door)).status).toBe(202);
  }, 300_000);

  it('whoever has no key is told so before he sends a body, and who sends it anyway may go on asking', async () => {
    const head = 'POST /v1/feedback/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n';
    const early = await sendWire(port(door), { bytes: Buffer.from(`${head}{`), due: 1, pieces: 1 });
    expect(early.answers.map(({ status }) => status)).toEqual([401]);
    const anyway = await sendWire(port(door), { bytes: Buffer.concat([Buffer.from(head), Buffer.alloc(4_000_000, 'x'), Buffer.from('GET /v1/feedback/counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')]), due: 2, pieces: 60 });
    expect(anyway.answers.map(({ status }) => status)).toEqual([401, 401]);
  }, 60_000);
});

it('slow senders of headers are cut off by a service too, and others served meanwhile', async () => {
  const began = performance.now();
  const slow = Array.from({ length: 30 }, async () => {
    const socket = connect(port(doors[0]), '127.0.0.1').on('error', () => undefined);
    socket.write('POST /v1/feedback HTTP/1.1\r\nHost: x\r\nA: ');
    const timer = setInterval(() => socket.writable && socket.write('a'), 500);
    await new Promise((resolve) => socket.resume().once('close', resolve));
    clearInterval(timer);
    return performance.now() - began;
  });
  for (let at = 0; at < 10; at++) {
    expect((await good(doors[0])).status).toBe(202);
    await sleep(200);
  }
  for (const ms of await Promise.all(slow)) expect(ms).toBeLessThan(40_000);
}, 60_000);
