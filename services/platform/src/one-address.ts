import { asyncApi } from '@vocloop/contracts';
import { documentation } from './docs-page.js';
import { type Target, openGateway } from './gateway.js';

/** The address under which the whole API answers. */
export interface OneAddress {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the gateway with what is its own: documentation, and the health of all. A taken port is said with the mend. */
export async function openOneAddress(targets: ReadonlyMap<string, Target>, { port, host, extra = new Map() }: { port: number; host: string; extra?: ReadonlyMap<string, Target> }): Promise<OneAddress> {
  let url = '';
  const ask = async (path: string) => (await fetch(`${url}${path}`)).json();
  const { docs, openapi } = documentation(ask);
  const server = openGateway(targets, new Map<string, Target>([
    ['/docs', docs],
    ['/openapi.json', openapi],
    ['/asyncapi.json', (_request, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asyncApi())); }],
    ...extra,
  ]));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken: stop what listens there, or choose another with --port N`, { cause: error }) : error));
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

