import { type IncomingMessage, type Server, type ServerOptions, type ServerResponse, createServer, request } from 'node:http';
import { Problem, answerProblem, faultOfHead, refuseExpectation, refuseUnreadable, serverLimits } from '@vocloop/service';

/** Whoever answers a request: a service in this process, or one behind a URL. */
export type Target = (request: IncomingMessage, response: ServerResponse) => void;

/** The services behind the one address. */
export const serviceNames = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'] as const;

/** Which service answers which paths; no path has two owners. The longest prefix wins. */
export const owners: readonly (readonly [prefix: string, service: string])[] = [
  ['/v1/feedback', 'ingestion'], ['/v1/events', 'ingestion'], ['/v1/facts', 'ingestion'], ['/v1/sources', 'ingestion'], ['/v1/answers', 'ingestion'], ['/v1/keys', 'ingestion'],
  ['/v1/score', 'sentiment'], ['/v1/taxonomy', 'sentiment'],
  ['/v1/issues', 'issues'], ['/v1/issue-policy', 'issues'],
  ['/v1/pods', 'routing'], ['/v1/rules', 'routing'], ['/v1/assignments', 'routing'], ['/v1/deliveries', 'routing'],
  ['/v1/metrics', 'reporting'], ['/v1/flows', 'reporting'], ['/v1/pipeline', 'reporting'], ['/', 'reporting'],
  ...serviceNames.map((it) => [`/v1/services/${it}`, it] as const),
];

const byLength = owners.toSorted(([a], [b]) => b.length - a.length);

/** The service that owns a path. */
export function ownerOf(path: string): string {
  const found = byLength.find(([prefix]) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`));
  return found?.[1] ?? 'reporting';
}

/** What every service has at the same path is found below its name: /v1/services/issues/metrics. */
const ofOne = /^\/v1\/services\/(\w+)(\/(?:metrics|version|health\/live|health\/ready))$/;

/** One address for all services: hands each request to the owner of its path; `extra` paths come first. */
export function openGateway(targets: ReadonlyMap<string, Target>, extra: ReadonlyMap<string, Target> = new Map(), limits: ServerOptions = serverLimits): Server {
  const extras = [...extra].toSorted(([a], [b]) => b.length - a.length);
  const server = createServer(limits, (incoming, response) => {
    const fault = faultOfHead(incoming);
    if (fault) return answerProblem(response, fault);
    const url = originForm(incoming.url ?? '/');
    if (url === undefined) return problem(response, 400, 'bad_request', 'This is no address here; ask for a path that begins with "/".');
    incoming.url = url;
    const path = url.split('?', 1)[0] ?? '/';
    const [, service = ownerOf(path), own] = ofOne.exec(path) ?? [];
    if (own) incoming.url = own;
    const special = extras.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
    const target = special?.[1] ?? targets.get(service);
    if (target) target(incoming, response);
    else problem(response, 503, 'unavailable', `The service ${service} is not running.`);
  });
  return server.on('clientError', refuseUnreadable).on('checkExpectation', refuseExpectation);
}

/** The path and query that are asked for: whoever asks as one asks a proxy names a host too, which is never called. */
function originForm(url: string): string | undefined {
  if (url.startsWith('/')) return url;
  const absolute = URL.parse(url);
  return absolute && /^https?:$/.test(absolute.protocol) ? absolute.pathname + absolute.search : undefined;
}

// Hop by hop: they speak of one connection, not of the message (RFC 9110, 7.6.1).
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
const endToEnd = (headers: IncomingMessage['headers']) => Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

/** Passes requests on to a service behind a URL. Where it is away, the answer is 503 with Retry-After. */
export function proxyTo(url: () => string | undefined): Target {
  return (incoming, response) => {
    const base = url();
    if (!base) return problem(response, 503, 'unavailable', 'The service that answers here is starting; try again.');
    // As a path, not joined to a URL: "//elsewhere/" would be a host.
    const onward = request(base, { path: incoming.url, method: incoming.method, headers: { ...endToEnd(incoming.headers), 'x-forwarded-for': incoming.socket.remoteAddress ?? '' } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => {
      if (response.headersSent) response.destroy();
      else problem(response, 503, 'unavailable', 'The service that answers here is away for now; try again.');
    });
    incoming.pipe(onward);
    response.on('close', () => {
      onward.destroy();
      // An answer may come before the body's end; the rest of it would stand in the way of the connection's next request.
      incoming.unpipe(onward).resume();
    });
  };
}

/** Answers with a problem document (RFC 9457). */
export function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  answerProblem(response, new Problem({ status, code, detail, ...(status === 503 ? { title: 'Unavailable for now', retryAfter: 2 } : { title: 'Refused' }) }));
}
