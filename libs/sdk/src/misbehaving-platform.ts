import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewFeedback } from './feedback.js';

/** How the platform behaves to one request; `count` takes the feedback as the real one does, each id once. */
export type Manners = (response: ServerResponse, items: readonly NewFeedback[], count: (items: readonly NewFeedback[]) => object) => void;

export interface Platform {
  readonly url: string;
  /** The requests so far: what was in each, and when it came. */
  readonly requests: { items: readonly NewFeedback[]; key: string | undefined; at: number }[];
  /** What was counted, in order, each id once. */
  readonly counted: string[];
  behave(...manners: Manners[]): void;
  stop(): Promise<void>;
}

export const well: Manners = (response, items, count) => void response.end(JSON.stringify(count(items)));
export const answering =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Manners =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));

/** A platform for tests on a real port: it behaves as told for one request after another, and well when nothing is left to be told. */
export async function misbehavingPlatform(): Promise<Platform> {
  const requests: Platform['requests'] = [];
  const counted: string[] = [];
  let manners: Manners[] = [];
  const count = (items: readonly NewFeedback[]): object => ({
    items: items.map((it, index) => {
      const known = counted.includes(it.externalId ?? '');
      if (!known) counted.push(it.externalId ?? '');
      return { index, status: known ? 'duplicate' : 'accepted', id: `fb-${index}` };
    }),
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const { items } = JSON.parse(Buffer.concat(chunks).toString()) as { items: NewFeedback[] };
    requests.push({ items, key: request.headers.authorization, at: performance.now() });
    (manners.shift() ?? well)(response, items, count);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    counted,
    behave: (...next) => void (manners = next),
    stop: () => new Promise((stopped) => {
      server.closeAllConnections();
      server.close(() => stopped());
    }),
  };
}
