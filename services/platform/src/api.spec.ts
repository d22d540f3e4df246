import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Api } from './api.js';
import { platformElsewhere } from './elsewhere.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A platform that answers one status after the other, and the last one for ever. */
async function platform(...statuses: number[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  server = createServer((_request, response) => {
    const status = statuses[Math.min(asked++, statuses.length - 1)] ?? 200;
    response.writeHead(status).end(JSON.stringify(status < 300 ? { fine: true } : { title: 'No', detail: `said ${status}` }));
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

const nowhere = 'http://127.0.0.1:9';

describe('the platform as a client sees it', () => {
  it('is asked again while a service is away for a moment', async () => {
    const { url, asked } = await platform(503, 502, 200);
    expect(await new Api(url, 'voc_a', 5000).get('/v1/issues')).toEqual({ fine: true });
    expect(asked()).toBe(3);
  });

  it.each([[503, 0, '/v1/issues answered 503: said 503'], [401, 5000, '/v1/issues answered 401: said 401'], [422, 5000, 'said 422']])('that answers %d with %d ms of patience has said no', async (status, patience, said) => {
    const { url, asked } = await platform(status);
    await expect(new Api(url, 'voc_a', patience).get('/v1/issues')).rejects.toThrow(said);
    expect(asked()).toBe(1);
  });

  it('that does not answer is told as such, once patience is at its end', async () => {
    const began = Date.now();
    await expect(new Api(nowhere, 'voc_a', 300).get('/v1/issues')).rejects.toThrow('got no answer');
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
  });
});

describe('a platform elsewhere', () => {
  it('that is not there is said at once, with the mend', async () => {
    await expect(platformElsewhere({ url: nowhere, key: 'voc_a' }, '/nowhere')).rejects.toThrow('is the platform up, and is this its address?');
  });

  it.each([[401, 'give a key of that platform'], [403, 'all scopes'], [503, '/health/ready']])('that answers %d is said with its mend', async (status, mend) => {
    const { url } = await platform(status);
    await expect(platformElsewhere({ url, key: 'voc_a' }, '/nowhere')).rejects.toThrow(mend);
  });
});
