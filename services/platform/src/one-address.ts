import { createServer } from 'node:net';
import { asyncApi } from '@vocloop/contracts';
import { documentation } from './docs-page.js';
import { type Target, openGateway, problem, serviceNames } from './gateway.js';
import { mergeMetrics } from './metrics.js';

/** The address under which the whole API answers. */
export interface OneAddress {
  readonly url: string;
  close(): Promise<void>;
}

const taken = (port: number, cause: unknown): Error => new Error(`port ${port} is taken: stop what listens there, or choose another with --port N`, { cause });

/** Fails at once where the port is taken, before anything else is started for it. */
export async function refuseTaken(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? taken(port, error) : error));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** Opens the gateway with what is its own: documentation, and the health of all. A taken port is said with the mend. */
export async function openOneAddress(targets: ReadonlyMap<string, Target>, { port, host, extra = new Map() }: { port: number; host: string; extra?: ReadonlyMap<string, Target> }): Promise<OneAddress> {
  let url = '';
  const ask = async (path: string) => (await fetch(`${url}${path}`)).json();
  const { docs, openapi } = documentation(ask);
  const everyone = async (path: string) => Promise.all(serviceNames.map(async (name) => fetch(`${url}/v1/services/${name}${path}`)));
  const server = openGateway(targets, new Map<string, Target>([
    ['/docs', docs],
    ['/metrics', answering('text/plain; version=0.0.4; charset=utf-8', async () => ({ status: 200, body: mergeMetrics(await Promise.all((await everyone('/metrics')).filter(({ ok }) => ok).map(async (it) => it.text()))) }))],
    ['/health/ready', answering('application/json', async () => readiness(await everyone('/health/ready')))],
    ['/openapi.json', openapi],
    ['/asyncapi.json', (_request, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asyncApi())); }],
    ...extra,
  ]));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? taken(port, error) : error));
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as { port: number };
  url = `http://127.0.0.1:${actual}`;
  const close = async () => {
    server.closeIdleConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      setTimeout(() => server.closeAllConnections(), 2000).unref();
    });
  };
  return { url: `http://localhost:${actual}`, close };
}

/** Ready when every service is; each says what it lacks. */
async function readiness(answers: readonly Response[]): Promise<{ status: number; body: string }> {
  const said = await Promise.all(answers.map(async (it) => it.json() as Promise<unknown>));
  const ready = answers.every(({ ok }) => ok);
  return { status: ready ? 200 : 503, body: JSON.stringify({ ready, services: Object.fromEntries(serviceNames.map((name, at) => [name, said[at]])) }) };
}

function answering(type: string, make: () => Promise<{ status: number; body: string }>): Target {
  return (_request, response) => {
    make().then(
      ({ status, body }) => response.writeHead(status, { 'content-type': type, ...(status === 503 && { 'retry-after': '1' }) }).end(body),
      () => problem(response, 503, 'unavailable', 'A service is away for now; try again.'),
    );
  };
}
