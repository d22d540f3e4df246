import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc, { type Arbitrary } from 'fast-check';

/** Bytes for a socket; `due` says how many requests they are to their end, which have to be answered or hung up on; `pieces` is how many writes bring them. */
export interface Wire {
  readonly bytes: Buffer;
  readonly due: number;
  readonly pieces: number;
}

/** What came back, in the order it came. */
export interface Heard {
  readonly answers: readonly { readonly status: number; readonly head: string; readonly body: string }[];
  readonly rest: string;
  /** False where what was due did not come, and the connection stayed open. */
  readonly ended: boolean;
}

type Framing = readonly [headers: string, body: (body: Buffer) => Buffer];
const text = (body: string) => Buffer.from(body, 'latin1');
const chunk = (body: Buffer, size = body.length.toString(16)) => Buffer.concat([text(`${size}\r\n`), body, text('\r\n')]);
const end = text('0\r\n\r\n');
const inside = 'GET /health/live HTTP/1.1\r\nHost: inside\r\n\r\n';

const right = 3;
/** Ways to say how long a body is; the right ones first. LENGTH stands for its length. */
const framings: readonly Framing[] = [
  ['Content-Length: LENGTH', (it) => it],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([...[...it].map((byte) => chunk(Buffer.from([byte]))), end])],
  ['Content-Length: LENGTH', (it) => it.subarray(0, it.length / 2)],
  ['Content-Length: LENGTH', (it) => Buffer.concat([it, text(inside)])],
  ['Content-Length: 5', (it) => it],
  ['Content-Length: 0', (it) => it],
  ['Content-Length: -1', (it) => it],
  ['Content-Length: +LENGTH', (it) => it],
  ['Content-Length: LENGTH, LENGTH', (it) => it],
  ['Content-Length: 0x10', (it) => it],
  ['Content-Length: 99999999999999999999', (it) => it],
  ['Content-Length: LENGTH\r\nContent-Length: LENGTH', (it) => it],
  ['Content-Length: LENGTH\r\nContent-Length: 0', (it) => it],
  ['Content-Length: 4\r\nTransfer-Encoding: chunked', () => Buffer.concat([end, text(inside)])],
  ['Transfer-Encoding: chunked\r\nContent-Length: 4', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding: identity, chunked', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding: xchunked', (it) => it],
  ['Transfer-Encoding : chunked', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding:\tchunked', (it) => Buffer.concat([chunk(it), end])],
  ['X: a\r\n Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it, 'zz'), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it, '-1'), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it, 'fffffffffffffffff'), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([chunk(it, `${it.length.toString(16)};${'x'.repeat(20_000)}`), end])],
  ['Transfer-Encoding: chunked', (it) => Buffer.concat([text(`${it.length.toString(16)}\r\n`), it, text('0\r\n\r\n')])],
  ['Transfer-Encoding: chunked', (it) => chunk(it)],
  ['Transfer-Encoding: chunked\r\nTrailer: X', (it) => Buffer.concat([chunk(it), text('0\r\nAuthorization: Bearer none\r\nContent-Length: 3\r\n\r\n')])],
  ['', (it) => it],
];

const hosts = ['Host: x', '', 'Host: x\r\nHost: y', 'Host:', 'Host: x y', 'Host: [::1', 'Host: 169.254.169.254', `Host: ${'h'.repeat(5000)}`];
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', 'HTTP/1.1 x', ''];
const methods = ['POST', 'post', 'GET', 'CONNECT', 'TRACE', 'PRI', 'P\0ST', 'POST /a HTTP/1.1\r\n\r\nPOST'];
const targets = ['PATH', 'http://127.0.0.1:1PATH', 'https://x@y:zPATH', '//127.0.0.1PATH', '*', '127.0.0.1:80', 'PATH#x', 'PATH?a=%', '/%', '/..%2f..%2fetc', '/\xff\xfe', `/${'a'.repeat(17_000)}`, 'PATH PATH', ''];
const others = [
  '', 'Connection: close', 'Connection: keep-alive, Upgrade\r\nUpgrade: websocket', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk', 'Expect: 100-continue', 'Expect: the worst', 'Content-Encoding: gzip', 'X: a\r\n b', 'X: a\rb', 'X: a\nY: b', 'X: \0', ': x', 'X y: z', `X: ${'x'.repeat(15_000)}`, `X: ${'x'.repeat(17_000)}`,
  Array.from({ length: 3000 }, (_, at) => `a${at}: b`).join('\r\n'), 'Connection: authorization, content-length, host', 'Authorization: Bearer other', 'X-Forwarded-For: \x1b[2J', 'traceparent: 00-zz-zz-01', 'Range: bytes=0-', 'Idempotency-Key: \x9b\xff',
];

/** Mostly the right one, which stands first. */
const oftenFirst = <T>([usual, ...wrong]: readonly [T, ...T[]] | readonly T[], weight = 3): Arbitrary<T> => fc.oneof({ weight, arbitrary: fc.constant(usual as T) }, { weight: 1, arbitrary: fc.constantFrom(...(wrong as T[])) });

/** Requests as bytes, of which most break a rule of HTTP or two. */
export const wires = (path: string, authorization: string, bodies: Arbitrary<Buffer>): Arbitrary<Wire> =>
  fc.tuple(oftenFirst(methods, 6), oftenFirst(targets, 4), oftenFirst(versions, 6), oftenFirst(hosts), fc.nat(framings.length - 1), oftenFirst(others), bodies, fc.integer({ min: 1, max: 4 }))
    .map(([method, target, version, host, framing, other, body, pieces]) => {
      const [headers, framed] = framings[framing]!;
      const lines = [`${method} ${target.replaceAll('PATH', path)} ${version}`, host, `Authorization: ${authorization}`, 'Content-Type: application/json', headers.replaceAll('LENGTH', String(body.length)), other].filter(Boolean);
      return { bytes: Buffer.concat([text(`${lines.join('\r\n')}\r\n\r\n`), framed(body)]), due: Number(framing < right && method === 'POST' && version === 'HTTP/1.1'), pieces };
    });

/**
 * Sends bytes by a socket of their own. What an answer is due to is waited for; else whoever hears nothing for a while leaves, in the midst of what he had to say.
 * Nobody closes his half before: an answer would find nobody.
 */
export async function sendWire(port: number, { bytes, due, pieces }: Wire): Promise<Heard> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const chunks: Buffer[] = [];
  let heardAt = performance.now();
  const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')));
  socket.on('data', (it: Buffer) => { heardAt = performance.now(); chunks.push(it); }).on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  const size = Math.ceil(bytes.length / pieces) || 1;
  for (let at = 0; at < bytes.length && socket.writable; at += size) {
    socket.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const heard = () => answersIn(Buffer.concat(chunks).toString('latin1'));
  const quiet = async (): Promise<'quiet'> => {
    while (performance.now() - heardAt < (heard().answers.length < due ? patienceMs : quietMs)) await sleep(20);
    return 'quiet';
  };
  heardAt = performance.now();
  const how = await Promise.race([closed, quiet()]);
  socket.destroy();
  return { ...heard(), ended: how === 'closed' || heard().answers.length >= due };
}

const patienceMs = 20_000;
const quietMs = 200;

/** The answers that stand in what a server sent, one behind the other; an interim one (100 Continue) is none. */
function answersIn(heard: string): Pick<Heard, 'answers' | 'rest'> {
  const answers: { status: number; head: string; body: string }[] = [];
  let rest = heard;
  for (let match = answer.exec(rest); match; match = answer.exec(rest)) {
    const [all, status, head = ''] = match;
    const behind = rest.slice(all.length);
    const size = /^transfer-encoding: chunked/im.test(head) ? (/^.*?0\r\n\r\n/s.exec(behind)?.[0].length ?? 0) : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (status !== '100') answers.push({ status: Number(status), head, body: behind.slice(0, size) });
    rest = behind.slice(size);
  }
  return { answers, rest };
}

const answer = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/;
