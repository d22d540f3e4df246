import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Egress } from './egress.js';

let canary: Server;
let port: number;
let reached: string[] = [];
beforeAll(async () => {
  canary = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/moved') response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
    else if (request.url === '/huge') response.end('x'.repeat(10_000_000));
    else if (request.url === '/drip') response.write('x');
    else if (request.url !== '/silent') response.end('hello');
  }).listen(0);
  await once(canary, 'listening');
  port = (canary.address() as { port: number }).port;
});
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

/** A resolver of its own for names; addresses in the URL resolve to themselves. */
const resolving = (...answers: string[][]) => {
  let asked = 0;
  return async (hostname: string) => (/^[\d.]+$|:/.test(hostname) ? [hostname] : answers[Math.min(asked++, answers.length - 1)] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

const loopback = [
  '127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001', '127.0.0.1.', '127.255.255.254', '0.0.0.0', '0', '00000000',
  '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]',
  '①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1', '0x7F.1', '127.0.0.1%2e',
];
const closed = [
  '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.0.1', '169.254.169.254', '169.254.0.1', '0xa9fea9fe', '2852039166', '100.64.0.1', '100.127.255.254', '100.100.100.200',
  '192.0.0.1', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255',
  '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[2001:db8::1]', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[100::1]', '[2002:a9fe:a9fe::]', '[::10.0.0.1]', '[4000::1]',
];
const shapes = ['', 'nonsense', '//127.0.0.1', 'ftp://example.com/', 'file:///etc/passwd', 'gopher://127.0.0.1:70/_', 'javascript:alert(1)', 'data:text/plain,x', 'https://user:secret@example.com/', 'https://example.com@127.0.0.1/', 'http://example.com/', 'unix:/var/run/docker.sock', 'https://'];

describe('calls out', () => {
  const hostile = [...loopback.flatMap((it) => [`https://${it}:PORT/`, `http://${it}:PORT/`]), ...closed.map((it) => `https://${it}/`), ...shapes];

  it('are at least sixty ways of going astray, tried here', () => expect(hostile.length).toBeGreaterThanOrEqual(60));

  it.each(hostile)('do not reach %s', async (url) => {
    reached = [];
    const egress = new Egress([], resolving(['93.184.216.34']));
    await expect(egress.post(url.replace('PORT', String(port)), { body: '{}', timeoutMs: 500 })).rejects.toMatchObject({ code: 'blocked' });
    expect(reached).toEqual([]);
  });

  it.each([['a private one among public ones', ['93.184.216.34', '127.0.0.1']], ['a private one', ['10.0.0.7']], ['a mapped one', ['::ffff:127.0.0.1']]])('do not go to a name that resolves to %s', async (_, addresses) => {
    await expect(new Egress([], resolving(addresses)).post(`https://evil.example:${port}/`, { body: '{}' })).rejects.toMatchObject({ code: 'blocked' });
  });

  it('ask a resolver that flips but once, and go nowhere else than where it first said', async () => {
    reached = [];
    // 192.0.2.1 is excepted and unreachable; asked again, the name would be the canary's.
    const egress = new Egress(['192.0.2.1'], resolving(['192.0.2.1'], ['127.0.0.1']));
    await expect(egress.post(`http://flip.example:${port}/`, { body: '{}', timeoutMs: 400 })).rejects.toMatchObject({ name: 'EgressError' });
    expect(reached).toEqual([]);
  });

  it.each([['host', (): string => 'inside.example'], ['host and port', () => `inside.example:${port}`], ['network', () => '127.0.0.0/8'], ['address', () => '127.0.0.1']])('reach what the settings name by %s, by its own name', async (_, allowed) => {
    const egress = new Egress([allowed()], resolving(['127.0.0.1']));
    expect(await egress.post(`http://inside.example:${port}/fine`, { body: '{}' })).toMatchObject({ status: 200, body: 'hello' });
  });

  it('do not reach another port than the one that is named', async () => {
    const egress = new Egress(['inside.example:1'], resolving(['127.0.0.1']));
    await expect(egress.post(`http://inside.example:${port}/fine`, { body: '{}' })).rejects.toMatchObject({ code: 'blocked' });
  });

  it('follow no redirect, read no more than 64 KiB, and wait no longer than they may', async () => {
    reached = [];
    const egress = new Egress(['127.0.0.0/8']);
    const at = (path: string) => egress.post(`http://127.0.0.1:${port}${path}`, { body: '{}', timeoutMs: 300 });
    expect(await at('/moved')).toMatchObject({ status: 302 });
    expect((await at('/huge')).body).toHaveLength(65_536);
    await expect(at('/silent')).rejects.toMatchObject({ code: 'timeout' });
    await expect(at('/drip')).rejects.toMatchObject({ code: 'timeout' });
    expect(reached).toEqual(['/moved', '/huge', '/silent', '/drip']);
  });

  it('say what failed where nobody answers', async () => {
    const egress = new Egress(['127.0.0.0/8'], resolving([]));
    await expect(egress.post('http://127.0.0.1:1/', { body: '{}' })).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('ECONNREFUSED') });
    await expect(egress.post('https://nowhere.example/', { body: '{}' })).rejects.toMatchObject({ code: 'unresolved' });
  });
});
