import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InProcess, type Told } from './in-process.testing.js';

let platform: InProcess;
const keys = new Map<string, string>();
const limit = 100;

const feedback = { source: 'app', channel: 'survey', text: 'It hung.' };
const send = async (tenant: string, path = '/v1/feedback', body: unknown = feedback): Promise<Told> =>
  platform.ask({ method: 'POST', path, headers: { authorization: keys.get(tenant)!, 'content-type': 'application/json' }, payload: JSON.stringify(body) });

beforeAll(async () => {
  platform = await InProcess.start({ VOC_RATE_LIMIT: String(limit) });
  for (const tenant of ['noisy', 'calm', 'heavy', 'large', 'many']) keys.set(tenant, await platform.keyOf(tenant));
}, 300_000);
afterAll(async () => platform?.stop(), 30_000);

describe('beside a noisy tenant', () => {
  it('another has all of his taken, while the noisy one is told to wait', async () => {
    const [noisy, calm] = await Promise.all([Promise.all(Array.from({ length: 10 * limit }, async () => send('noisy'))), Promise.all(Array.from({ length: limit }, async () => send('calm')))]);
    expect(new Set(calm.map(({ status }) => status))).toEqual(new Set([202]));
    const refused = noisy.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(2 * limit);
    expect(noisy.filter(({ status }) => status === 202).length).toBe(noisy.length - refused.length);
    for (const { headers, text } of refused) expect([headers['retry-after'], JSON.parse(text)]).toEqual(['1', expect.objectContaining({ code: 'too_many_requests', traceId: expect.any(String) })]);
  }, 60_000);

  it('another is not put behind all that waits for its commit', async () => {
    const done: string[] = [];
    const batch = Array.from({ length: 500 }, () => feedback);
    const heavy = Array.from({ length: 6 }, async () => send('heavy', '/v1/feedback/batch', batch).then(({ status }) => done.push(`heavy ${status}`)));
    await Promise.all([...heavy, send('calm').then(({ status }) => done.push(`calm ${status}`))]);
    expect(done.toSorted()).toEqual(['calm 202', ...Array.from({ length: 6 }, () => 'heavy 200')]);
    expect(done.indexOf('calm 202')).toBeLessThan(4);
  }, 60_000);

  it('who sends large bodies waits for as many kilobytes', async () => {
    const large = { ...feedback, text: 'x'.repeat(4 * limit * 1024) };
    expect((await send('large', '/v1/feedback', large)).status).toBe(400);
    expect(await send('large')).toMatchObject({ status: 429 });
  });

  it('who sends many large bodies at once has no more of them read than he may', async () => {
    const large = { ...feedback, text: 'x'.repeat(1.5 * limit * 1024) };
    const answers = await Promise.all(Array.from({ length: 5 }, async () => send('many', '/v1/feedback', large)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([400, 429, 429, 429, 429]);
  });
});
