import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Problem, invalid } from '../problem/problem.js';
import { hostile } from './hostile.js';

interface ItemConfig {
  readonly itemByItem?: boolean;
}

/**
 * For a route that judges a batch item by item: its body is parsed but not yet searched for hostile shapes, so that one bad item
 * does not cost the others. Its handler must call `hostile` on each item itself.
 */
export const ItemByItem = (): MethodDecorator => RouteConfig({ itemByItem: true } satisfies ItemConfig);

/** A request with the bytes of its body, as signatures are checked on. */
export interface RawRequest extends FastifyRequest {
  rawBody?: Buffer;
}

/** Makes Fastify read JSON, of whatever `+json` kind, and nothing else; compressed bodies are refused, since their size is not known before. `onRead` hears how many bytes of each body were read, before it is parsed or thrown away. */
export function readJsonBodies(fastify: FastifyInstance, onRead: (request: FastifyRequest, bytes: number) => void): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/i, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      (request as RawRequest).rawBody = body as Buffer;
      onRead(request, (body as Buffer).length);
      done(null, parse(request, body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onSend', async (request, { statusCode }) => {
    if (statusCode !== 413) return;
    onRead(request, request.routeOptions.bodyLimit);
    await drained(request.raw);
  });
  fastify.addHook('onRequest', async (request) => {
    const encoding = request.headers['content-encoding'];
    if (encoding && encoding !== 'identity') throw new Problem({ status: 415, code: 'compressed', title: 'Compressed body', detail: 'Send the body uncompressed, without Content-Encoding.' });
  });
}

/** Waits for the end of a body that is thrown away: a sender in the midst of it would find its connection reset, and never see the answer. */
async function drained(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  let bytes = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostDrained) done();
    });
    request.once('close', done).once('end', done).resume();
  });
}

const patienceMs = 5000;
const mostDrained = 100 * 1024 * 1024;

function parse(request: FastifyRequest, body: Buffer): unknown {
  // Many clients name a content type even where they send none.
  if (body.length === 0 && request.method === 'DELETE') return undefined;
  if (body.length === 0) throw invalid([{ pointer: '', code: 'missing', detail: 'the body is empty; send a JSON document' }]);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch (error) {
    throw invalid([{ pointer: '', code: 'malformed_json', detail: `the body is not JSON in UTF-8: ${(error as Error).message.slice(0, 200)}` }]);
  }
  const fault = (request.routeOptions.config as ItemConfig).itemByItem ? undefined : hostile(value);
  if (fault) throw invalid([fault]);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
