import { randomBytes } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { processLogger } from '../telemetry/logging.js';
import { Problem } from './problem.js';
import { problemOf } from './problem-of.js';

// What no route sees, since it is no request, or is refused before there is a span: an id of its own stands in the answer and in a line of the log.

const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };
const newTraceId = (): string => randomBytes(16).toString('hex');

/** Answers bytes that are no HTTP, or that take too long to become a request, with a problem document, and hangs up. For a server's `clientError`. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  // A socket that was answered on may be in the midst of an answer.
  if (!socket.writable || error.code === 'ECONNRESET' || socket.bytesWritten > 0) return void socket.destroy();
  const status = statuses[error.code ?? ''] ?? 400;
  const traceId = newTraceId();
  processLogger().debug({ trace_id: traceId, status, code: error.code }, 'no request was made of what came');
  const body = JSON.stringify(problemOf({ statusCode: status }).toDocument(traceId));
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => socket.destroy());
}

/** What is wrong with a request's head that Node lets pass, or, by `requireHostHeader`, would refuse without a word: not exactly one Host (RFC 9112, 3.2). */
export function faultOfHead({ httpVersion, rawHeaders }: IncomingMessage): Problem | undefined {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === 'host') hosts++;
  if (hosts === 1 || (hosts === 0 && httpVersion === '1.0')) return undefined;
  return new Problem({ status: 400, code: 'bad_request', title: 'Bad request', detail: `A request needs one Host header; this one has ${hosts}.` });
}

/** Answers a request that expects what nobody here does. For a server's `checkExpectation`. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  answerProblem(response, new Problem({ status: 417, code: 'expectation_failed', title: 'Expectation failed', detail: 'The only expectation that is met here is "100-continue"; leave the header Expect out.' }));
}

/** Answers a request that no route has taken, under the trace that it names, or a new id. */
export function answerProblem(response: ServerResponse, problem: Problem): void {
  const traceId = /^00-([0-9a-f]{32})-/.exec(String(response.req.headers['traceparent']))?.[1] ?? newTraceId();
  processLogger()[problem.status >= 500 ? 'warn' : 'debug']({ trace_id: traceId, status: problem.status, code: problem.code }, problem.title);
  const body = JSON.stringify(problem.toDocument(traceId));
  if (problem.retryAfter !== undefined) response.setHeader('retry-after', problem.retryAfter);
  response.writeHead(problem.status, { 'content-type': 'application/problem+json; charset=utf-8', 'content-length': Buffer.byteLength(body) }).end(body);
}
