import { lookup as resolve } from 'node:dns/promises';
import { SpanKind, context, propagation, trace } from '@opentelemetry/api';
import { tracer } from '../telemetry/telemetry.js';
import { Exceptions, verdictOf } from './address.js';

/** What to send: headers, a body, and how long to wait in milliseconds. */
export interface EgressRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: resolving, connecting, sending, reading. Default 10 s. */
  readonly timeoutMs?: number;
}

/** What a receiver answered: its status, and its body as text, cut at the limit. */
export interface EgressAnswer {
  readonly status: number;
  /** At most 64 KiB; what is longer is cut off. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Why a call could not be made: `blocked` will not change by trying again, the others may. */
export class EgressError extends Error {
  constructor(readonly code: 'blocked' | 'unresolved' | 'timeout' | 'failed', message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EgressError';
  }
}

type Resolver = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const MOST_BYTES = 64 * 1024;

/**
 * The one way out. A call goes by https (or to an exception that the settings name) to an address that was resolved once, judged, and is
 * the very one connected to; no redirect is followed.
 */
export class Egress {
  private readonly exceptions: Exceptions;

  constructor(allow: readonly string[], private readonly resolver: Resolver = (hostname) => resolve(hostname, { all: true })) {
    this.exceptions = new Exceptions(allow);
  }

  /** Posts a body and resolves to any answer, whatever its status; rejects with an EgressError where there is none. */
  async post(url: string, { headers = {}, body, timeoutMs = 10_000 }: EgressRequest): Promise<EgressAnswer> {
    const target = targetOf(url);
    const signal = AbortSignal.timeout(timeoutMs);
    const span = tracer('@vocloop/service').startSpan('POST', { kind: SpanKind.CLIENT, attributes: { 'server.address': target.hostname } });
    try {
      const address = await Promise.race([this.addressOf(target), aborted(signal)]);
      const traced: Record<string, string> = {};
      propagation.inject(trace.setSpan(context.active(), span), traced);
      return await call(target, address, { headers: { ...traced, ...headers }, body, signal });
    } catch (error) {
      throw error instanceof EgressError ? error : failureOf(error, signal, timeoutMs);
    } finally {
      span.end();
    }
  }

  /** The address to connect to. Every address of the host must be open: one that is not shows a host set up to slip through. */
  private async addressOf(target: URL): Promise<{ address: string; family: number }> {
    const hostname = bare(target.hostname);
    const port = target.port || (target.protocol === 'https:' ? '443' : '80');
    const excepted = this.exceptions.hasHost(hostname, port);
    const addresses = await this.resolver(hostname).catch((cause: unknown) => {
      throw new EgressError('unresolved', `the host ${hostname} cannot be resolved`, { cause });
    });
    const [first] = addresses;
    if (!first) throw new EgressError('unresolved', `the host ${hostname} has no address`);
    const free = excepted || addresses.every(({ address }) => this.exceptions.hasAddress(address));
    if (free) return first;
    if (target.protocol !== 'https:') throw new EgressError('blocked', `only https is called; ${hostname} is not excepted by VOC_EGRESS_ALLOW`);
    for (const { address } of addresses) {
      const verdict = verdictOf(address);
      if (!verdict.open && !this.exceptions.hasAddress(address)) throw new EgressError('blocked', `${hostname} is not on the public internet (${verdict.reason}); to allow it, name it in VOC_EGRESS_ALLOW`);
    }
    return first;
  }
}

function targetOf(url: string): URL {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) throw new EgressError('blocked', 'the address must be a URL that begins with https://');
  if (target.username || target.password) throw new EgressError('blocked', 'the address must not hold a user or a password');
  return target;
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();

async function call(target: URL, { address, family }: { address: string; family: number }, { headers, body, signal }: { headers: Record<string, string>; body: string; signal: AbortSignal }): Promise<EgressAnswer> {
  // Loaded by the first call: four of five services never make one.
  const { Agent, request: send } = await import('undici');
  const agent = new Agent({
    // The name stays in the URL for TLS and the Host header; the connection goes to the address that was judged.
    connect: { lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)) },
    maxResponseSize: -1, maxHeaderSize: 16_384, pipelining: 1, connections: 1,
  });
  try {
    const answer = await send(target, { method: 'POST', headers: { 'user-agent': 'Vocloop', ...headers }, body, signal, dispatcher: agent });
    return { status: answer.statusCode, headers: answer.headers, body: await beginning(answer.body) };
  } finally {
    await agent.destroy();
  }
}

async function beginning(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString();
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

function failureOf(error: unknown, signal: AbortSignal, timeoutMs: number): EgressError {
  if (signal.aborted) return new EgressError('timeout', `no answer within ${timeoutMs / 1000} s`, { cause: error });
  return new EgressError('failed', `the call failed: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`, { cause: error });
}
