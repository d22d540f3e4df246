import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VocloopClient, type ClientOptions } from './client.js';
import { ClosedError, NotAcceptedError, SetupError } from './errors.js';
import type { NewFeedback, Refused } from './feedback.js';
import { answering, misbehavingPlatform, well, type Manners, type Platform } from './misbehaving-platform.js';

const feedback = (n: number): NewFeedback => ({ source: 'test', channel: 'survey', text: `feedback ${n}`, externalId: `t-${n}` });
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `t-${n}`);

let platform: Platform;
let clients: VocloopClient[];
const clientOf = (options: Partial<ClientOptions> = {}): VocloopClient => {
  const client = new VocloopClient({ url: platform.url, key: 'voc_test', batchMs: 5, timeoutMs: 300, pauses: { firstMs: 5, mostMs: 40 }, ...options });
  clients.push(client);
  return client;
};
const sendAll = async (client: VocloopClient, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await client.send(feedback(n));
};

beforeEach(async () => {
  platform = await misbehavingPlatform();
  clients = [];
});
afterEach(async () => {
  await Promise.allSettled(clients.map((it) => it.close({ timeoutMs: 1 })));
  await platform.stop();
});

describe('sending', () => {
  it('gathers feedback into batches, in order, under the key', async () => {
    const client = clientOf({ batchSize: 100 });
    await sendAll(client, 250);
    await client.close();
    expect(platform.counted).toEqual(ids(250));
    expect(platform.requests.length).toBeLessThanOrEqual(5);
    expect(Math.max(...platform.requests.map((it) => it.items.length))).toBe(100);
    expect(platform.requests[0]!.key).toBe('Bearer voc_test');
  });

  it('keeps a request below its bytes', async () => {
    const client = clientOf({ batchBytes: 1000 });
    for (let n = 0; n < 10; n++) await client.send({ ...feedback(n), text: 'ü'.repeat(200) });
    await client.close();
    expect(platform.counted).toEqual(ids(10));
    expect(Math.max(...platform.requests.map((it) => Buffer.byteLength(JSON.stringify(it.items))))).toBeLessThan(1100);
  });

  it('sends a small batch by itself after a moment, with no flush', async () => {
    await clientOf().send(feedback(0));
    for (let i = 0; i < 100 && platform.counted.length === 0; i++) await sleep(5);
    expect(platform.counted).toEqual(['t-0']);
  });

  it('gives an externalId where there is none, and takes the feedback as it was when it was sent', async () => {
    const client = clientOf();
    const mine: NewFeedback = { source: 'test', channel: 'chat', text: 'before' };
    const id = await client.send(mine);
    mine.text = 'after';
    await client.close();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(platform.requests[0]!.items).toEqual([{ source: 'test', channel: 'chat', text: 'before', externalId: id }]);
  });

  it('finds the platform below a path', async () => {
    const client = clientOf({ url: `${platform.url}/voc/` });
    await client.send(feedback(0));
    await client.close();
    expect(platform.counted).toEqual(['t-0']);
  });

  it('slows a producer down to what the platform takes', async () => {
    const slowly: Manners = (response, items, count) => void setTimeout(() => well(response, items, count), 20);
    platform.behave(...Array.from({ length: 20 }, () => slowly));
    const client = clientOf({ queueSize: 10, batchSize: 5 });
    let ahead = 0;
    for (let n = 0; n < 40; n++) {
      await client.send(feedback(n));
      ahead = Math.max(ahead, n + 1 - platform.counted.length);
    }
    expect(ahead).toBeLessThanOrEqual(10);
    await client.close();
    expect(platform.counted).toEqual(ids(40));
  });
});

describe('a platform that misbehaves', () => {
  const lost: Manners = (response) => void response.destroy();
  const countedButLost: Manners = (response, items, count) => {
    count(items);
    response.destroy();
  };
  const silent: Manners = () => undefined;
  const halfway: Manners = (response, items, count) => {
    const answer = count(items.slice(0, 1));
    response.end(JSON.stringify(answer));
  };

  it.each<[string, Manners[]]>([
    ['breaks the connection', [lost, lost]],
    ['breaks it after it has counted', [countedButLost, countedButLost]],
    ['does not answer', [silent]],
    ['answers 500, 502 and 503', [answering(500), answering(502, '<html>'), answering(503)]],
    ['answers 429 and 408', [answering(429), answering(408)]],
    ['answers 200 with a page', [answering(200, '<html>hello</html>')]],
    ['answers 200 with nothing in it', [answering(200, {}), answering(200, { items: [] }), answering(200, { items: [null] }), answering(200, '')]],
    ['answers for one of many', [halfway, halfway]],
  ])('%s: every feedback is counted once all the same', async (_, manners) => {
    platform.behave(...manners);
    const client = clientOf();
    await sendAll(client, 7);
    await client.close();
    expect([...platform.counted].sort()).toEqual(ids(7));
  });

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('asks for a pause in %s, and gets it', async (_, asked) => {
    platform.behave(answering(429, {}, { 'retry-after': asked() }));
    const client = clientOf();
    await client.send(feedback(0));
    await client.flush();
    expect(platform.requests[1]!.at - platform.requests[0]!.at).toBeGreaterThan(950);
  });

  it('sends again only what was not answered', async () => {
    platform.behave(halfway);
    const client = clientOf();
    await sendAll(client, 3);
    await client.close();
    expect(platform.requests.map((it) => it.items.map((item) => item.externalId))).toEqual([['t-0', 't-1', 't-2'], ['t-1', 't-2']]);
  });
});

describe('feedback that the platform could not store for now', () => {
  it.each(['unavailable', 'internal'])('is sent again, not refused (%s)', async (code) => {
    const refused: Refused[] = [];
    platform.behave((response, items, count) => {
      count(items.slice(0, 1));
      response.end(JSON.stringify({ items: items.map((_, index) => (index === 0 ? { index, status: 'accepted' } : { index, status: 'refused', errors: [{ pointer: '', code, detail: 'Send this item again.' }] })) }));
    });
    const client = clientOf({ onRefused: (it) => void refused.push(it) });
    await sendAll(client, 3);
    await client.close();
    expect(refused).toEqual([]);
    expect(platform.requests.map((it) => it.items.length)).toEqual([3, 2]);
  });
});

describe('feedback that is refused', () => {
  const errors = [{ pointer: '/rating/value', code: 'too_big', detail: '12 is outside the scale 0 to 10' }];
  const refusing: Manners = (response, items, count) => {
    const good = items.filter((it) => it.externalId !== 't-1');
    count(good);
    response.end(JSON.stringify({ items: items.map((it, index) => (it.externalId === 't-1' ? { index, status: 'refused', errors } : { index, status: 'accepted' })) }));
  };
  const picky: Manners = (response, items, count) => (items.some((it) => it.externalId === 't-5') ? answering(413, { detail: 'too large' })(response, items, count) : well(response, items, count));

  it('is told with its errors, and costs nothing that was good', async () => {
    const refused: Refused[] = [];
    platform.behave(refusing);
    const client = clientOf({ onRefused: (it) => void refused.push(it) });
    await sendAll(client, 3);
    await client.close();
    expect(refused).toEqual([{ feedback: feedback(1), errors }]);
    expect(platform.counted).toEqual(['t-0', 't-2']);
  });

  it('is found by halving where the whole request is refused', async () => {
    const refused: Refused[] = [];
    platform.behave(...Array.from({ length: 40 }, () => picky));
    const client = clientOf({ onRefused: (it) => void refused.push(it) });
    await sendAll(client, 12);
    await client.close();
    expect(refused).toEqual([{ feedback: feedback(5), errors: [{ pointer: '', code: '413', detail: 'too large' }] }]);
    expect(platform.counted).toEqual(ids(12).filter((id) => id !== 't-5'));
  });

  it('does not stop the sending when the callback throws', async () => {
    platform.behave(refusing);
    const client = clientOf({ onRefused: () => { throw new Error('mine'); } });
    await sendAll(client, 4);
    await client.close();
    expect(platform.counted).toEqual(['t-0', 't-2', 't-3']);
  });

  it('that JSON cannot hold is refused at once', async () => {
    await expect(clientOf().send({ ...feedback(0), turn: 1n as unknown as number })).rejects.toThrow(TypeError);
  });
});

describe('a platform that is closed to us', () => {
  it.each([[401, /check `key`/], [403, /feedback:write/], [404, /check `url`/], [301, /check `url`/]] as const)('%d: flush rejects and says what to mend; what waits is kept', async (status, mend) => {
    const troubles: SetupError[] = [];
    platform.behave(answering(status, { title: 'No' }));
    const client = clientOf({ onTrouble: (it) => void troubles.push(it), pauses: { firstMs: 5, mostMs: 10_000 } });
    await sendAll(client, 2);
    const error = await client.flush().catch((it: unknown) => it);
    expect(error).toBeInstanceOf(NotAcceptedError);
    expect((error as NotAcceptedError).message).toMatch(mend);
    expect((error as NotAcceptedError).feedback).toEqual([feedback(0), feedback(1)]);
    expect(troubles.map((it) => it.status)).toEqual([status]);
    await client.flush();
    expect(platform.counted).toEqual(ids(2));
  });
});

describe('closing', () => {
  it('waits until all is accepted, through failures, and takes no more', async () => {
    platform.behave(answering(503), answering(503));
    const client = clientOf();
    await sendAll(client, 20);
    const closing = client.close();
    await expect(client.send(feedback(99))).rejects.toThrow(ClosedError);
    await closing;
    expect(platform.counted).toEqual(ids(20));
    expect(client.close()).toBe(closing);
  });

  it('names what was not accepted when its time is over, and stops', async () => {
    platform.behave(...Array.from({ length: 500 }, () => answering(503)));
    // A request's own time must not be over first, however busy the machine is.
    const client = clientOf({ timeoutMs: 30_000 });
    await sendAll(client, 3);
    // Who asks again has read the answer to the first request.
    while (platform.requests.length < 2) await sleep(5);
    const error = (await client.close({ timeoutMs: 60 }).catch((it: unknown) => it)) as NotAcceptedError;
    expect(error).toBeInstanceOf(NotAcceptedError);
    expect(error.feedback.map((it) => it.externalId)).toEqual(ids(3));
    expect(error.message).toMatch(/3 feedback not accepted \(t-0, t-1, t-2\): gave up after 60 ms; the platform answered 503/);
    // What was on its way arrives; a client that had not stopped would ask again in each of these, whose pauses are 40 ms at most.
    let requests: number;
    do {
      requests = platform.requests.length;
      await sleep(120);
    } while (platform.requests.length > requests);
  });

  it('includes a send that still waits for room', async () => {
    const client = clientOf({ queueSize: 1 });
    const sends = Promise.all([0, 1, 2, 3].map((n) => client.send(feedback(n))));
    await client.close();
    await sends;
    expect(platform.counted).toEqual(ids(4));
  });

  it('of an idle client is immediate', async () => {
    await clientOf().close();
    expect(platform.requests).toEqual([]);
  });
});
