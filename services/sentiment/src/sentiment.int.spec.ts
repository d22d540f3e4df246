import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FeedbackReceived, FeedbackRevised, score as scoreSchema, type Event, type Feedback } from '@vocloop/contracts';
import { Database, drift } from '@vocloop/database';
import { derivedId } from '@vocloop/messaging';
import { pseudonymOf, type Scope, type Service } from '@vocloop/service';
import { anEvent, type PartOf } from '@vocloop/testing';
import { ASentiment, pepper } from './a-sentiment.testing.js';
import { ScoreHandler } from './score/score.handler.js';

let sentiment: ASentiment;
let owner: Database;
let service: Service;
let database: Database;

beforeAll(async () => {
  sentiment = await ASentiment.start();
  ({ owner, service } = sentiment);
  database = service.app.get(Database);
});
afterAll(() => sentiment.stop());
beforeEach(() => owner.transaction([], () => owner.query('TRUNCATE sentiment.conversation, sentiment.outbox')));

/** Hands a batch to the handler as the consumer does: in one transaction that names the batch's tenants. */
const given = (...events: Event[]): Promise<unknown> => database.transaction([...new Set(events.map((it) => it.tenantid))], () => service.app.get(ScoreHandler).received(events as never));

/** What waits for the log, in its order. */
async function published(topic: string): Promise<{ id: string; key: string; tenant: string; data: Record<string, never> & { score: Record<string, unknown>; feedback: Feedback } }[]> {
  const rows = await owner.transaction([], () => owner.query<{ id: string; aggregateid: string; headers: Record<string, string>; payload: string }>(`SELECT id, aggregateid, headers, payload FROM sentiment.outbox WHERE aggregatetype = $1 ORDER BY seq`, [topic]));
  return rows.map((it) => ({ id: it.id, key: it.aggregateid, tenant: it.headers['ce_tenantid'] ?? '', data: JSON.parse(it.payload) }));
}
const scores = () => published('voc.insight.v1');
const handoffs = () => published('voc.handoff.v1');

const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
const said = (n: number, text: string, part: PartOf<Feedback> = {}, tenantid = 'acme') =>
  anEvent(FeedbackReceived, { feedback: { id: idOf(n), channel: 'chat', conversation: 'chat-1', turn: n, text, ...part } }, { tenantid });

const ask = (tenant: string, body: object, scopes: Scope[] = ['feedback:write']) => sentiment.ask(tenant, { method: 'POST', url: '/v1/score', body, scopes });

it('has tables as its entities say', async () => {
  expect(await drift(owner.dataSource)).toEqual([]);
});

describe('feedback that arrives', () => {
  it('is scored, each once, under an id made from its event, for its tenant', async () => {
    const events = [said(1, 'The parcel came late'), said(2, 'Great service, thank you', { conversation: undefined, touchpoint: 'checkout' }, 'globex')];
    await given(...events);
    expect((await scores()).map(({ id, key, tenant, data }) => [id, key, tenant, data.score['label']])).toEqual([
      [derivedId(events[0]!.id, 'score'), 'delivery', 'acme', 'negative'],
      [derivedId(events[1]!.id, 'score'), 'checkout', 'globex', 'positive'],
    ]);
  });

  it('is passed on unscored where an agent or a bot spoke, or nobody wrote', async () => {
    await given(said(1, 'We are so sorry, this is terrible', { author: 'agent' }), said(2, 'I am a bot', { author: 'bot' }), said(3, '', { text: undefined }));
    expect((await scores()).map(({ data }) => [data.score['label'], data.score['polarity']])).toEqual(Array(3).fill(['unscored', 0]));
    expect(await handoffs()).toEqual([]);
  });

  it('asks for a human once in a conversation, however the turns are cut into batches', async () => {
    await given(said(2, 'Let me talk to a real person!'), said(1, 'Where is my parcel?'));
    await given(said(3, 'human please, this is ridiculous'));
    const asked = await handoffs();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ key: 'chat-1', tenant: 'acme', data: { conversation: 'chat-1', touchpoint: 'delivery', reason: 'explicit_request', turn: 2 } });
  });

  it('keeps tenants apart that name their conversations alike', async () => {
    await given(said(1, 'the tracking number please'), said(2, 'the tracking number please'), said(3, 'the tracking number please', {}, 'globex'));
    expect(await handoffs()).toEqual([]);
    await given(said(3, 'the tracking number please'));
    expect((await handoffs()).map(({ tenant, data }) => [tenant, data['reason']])).toEqual([['acme', 'repetition']]);
  });

  it('replaces a turn by its revision', async () => {
    const turns = ['This is annoying and useless', 'still no answer, I am fed up'];
    await given(said(1, turns[0]!));
    const revised = anEvent(FeedbackRevised, { feedback: { ...said(1, 'All fine, thanks').data.feedback, revision: 2 } }, { tenantid: 'acme' });
    await given(revised);
    const [row] = await owner.transaction(['acme'], () => owner.query<{ turns: { feedback: string; frustration: number }[] }>('SELECT turns FROM sentiment.conversation'));
    expect(row?.turns).toEqual([expect.objectContaining({ feedback: idOf(1), frustration: 0 })]);
    expect(await scores()).toHaveLength(2);
  });

  it('calls nobody to a chat of which only the score changed', async () => {
    const feedback = { ...said(1, 'human please').data.feedback, revision: 2 };
    const corrected = { ...feedback, correction: { label: 'negative', by: 'ann', at: '2026-03-03T00:00:00.000Z' } } as const;
    await given(...[feedback, corrected].map((it) => anEvent(FeedbackRevised, { feedback: it, rescored: true }, { tenantid: 'acme' })));
    expect((await scores()).map(({ data }) => data.score['corrected'])).toEqual([undefined, true]);
    expect(await handoffs()).toEqual([]);
  });

  it('keeps the conversations of two sources apart that name them alike', async () => {
    await given(said(1, 'the tracking number please', { source: 'web' }), said(2, 'the tracking number please', { source: 'web' }), said(3, 'the tracking number please', { source: 'app' }));
    expect(await handoffs()).toEqual([]);
    await given(said(4, 'human please', { source: 'web' }), said(5, 'human please', { source: 'app' }));
    expect((await handoffs()).map(({ data }) => data['source']).sort()).toEqual(['app', 'web']);
  });

  it("asks in the chat's own time", async () => {
    await given(said(1, 'human please', { occurredAt: '2026-01-05T10:00:00.000Z' }));
    expect((await handoffs()).map(({ data }) => data['requestedAt'])).toEqual(['2026-01-05T10:00:00.000Z']);
  });

  it('asks for nobody in chats that are too old, where a setting says how old', async () => {
    const strict = await sentiment.serviceWith({ VOC_HANDOFF_MAX_AGE_HOURS: '24' });
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const events = [said(1, 'human please', { conversation: 'old', occurredAt: hoursAgo(25) }), said(2, 'human please', { conversation: 'new', occurredAt: hoursAgo(23) })];
    await strict.app.get(Database).transaction(['acme'], () => strict.app.get(ScoreHandler).received(events as never));
    expect((await handoffs()).map(({ key }) => key)).toEqual(['new']);
    expect(await scores()).toHaveLength(2);
    await strict.close();
  });

  it('forgets conversations that nobody spoke in for 90 days', async () => {
    await given(said(1, 'ok', { conversation: 'forgotten' }), said(2, 'ok', { conversation: 'kept' }), said(3, 'ok', { conversation: 'other' }, 'globex'));
    await owner.transaction(['acme', 'globex'], () => owner.query(`UPDATE sentiment.conversation SET changed_at = now() - CASE conversation WHEN 'kept' THEN interval '89 days' ELSE interval '91 days' END`));
    await given(said(4, 'ok', { conversation: 'next' }));
    const rows = await owner.transaction(['acme', 'globex'], () => owner.query<{ conversation: string }>('SELECT conversation FROM sentiment.conversation ORDER BY 1'));
    expect(rows.map(({ conversation }) => conversation)).toEqual(['kept', 'next', 'other']);
  });

  it('counts only chat, and only the customer', async () => {
    await given(said(1, 'human please', { channel: 'ticket' }), said(2, 'human please', { author: 'agent' }), said(3, 'human please', { conversation: undefined }));
    expect(await handoffs()).toEqual([]);
  });

  it('takes 500 turns of 100 conversations at once', async () => {
    await given(...Array.from({ length: 500 }, (_, n) => said(n, n >= 400 ? 'I want to talk to a human' : 'ok', { conversation: `chat-${n % 100}`, turn: Math.floor(n / 100) })));
    expect(await scores()).toHaveLength(500);
    expect(new Set((await handoffs()).map(({ key }) => key)).size).toBe(100);
  });
});

describe('POST /v1/score', () => {
  it('scores a text at once, and remembers nothing', async () => {
    const { status, body } = await ask('acme', { text: 'My parcel never arrived, I want my money back' });
    expect(status).toBe(200);
    expect(scoreSchema.safeParse(body['score']).success).toBe(true);
    expect(body).toMatchObject({ score: { label: 'negative', problem: true } });
    expect(body).not.toHaveProperty('handoff');
    expect(await owner.transaction(['acme'], () => owner.query('SELECT FROM sentiment.conversation'))).toEqual([]);
  });

  it('decides over turns given together, the last customer turn being the one scored', async () => {
    const turns = [{ text: 'Hello' }, { author: 'bot', text: 'A real person? speak to a human!' }, { text: 'This is ridiculous, third time I ask, unacceptable!!' }];
    expect((await ask('acme', { turns })).body).toMatchObject({ score: { label: 'negative' }, handoff: { due: true, reason: 'frustration', turn: 2, explanation: expect.stringContaining('ridiculous') } });
    expect((await ask('acme', { turns })).body['handoff']).not.toHaveProperty('told');
    expect(await handoffs()).toEqual([]);
  });

  it('raises the hand-off of a conversation once, whichever way its turns come', async () => {
    expect((await ask('acme', { text: 'Where is it?', conversation: 'chat-1', turn: 1, touchpoint: 'support', customer: 'C-7' })).body).toMatchObject({ handoff: { due: false } });
    expect((await ask('acme', { text: 'I want to speak to a human', conversation: 'chat-1', turn: 2, touchpoint: 'support', customer: 'C-7' })).body).toMatchObject({ handoff: { due: true, reason: 'explicit_request' } });
    await given(said(1, 'Where is it?'), said(2, 'I want to speak to a human'), said(3, 'human please'));
    expect((await ask('acme', { text: 'hello? a human please', conversation: 'chat-1', turn: 4 })).body).toMatchObject({ handoff: { due: true } });
    expect((await handoffs()).map(({ data }) => data)).toEqual([expect.objectContaining({ touchpoint: 'support', customer: 'C-7', turn: 2 })]);
  });

  it('tells of a hand-off now in one answer, asked again too, and as it was raised in all later ones', async () => {
    const texts = ['the tracking number of my parcel please', 'this is annoying, the tracking number of my parcel please', 'This is ridiculous and unacceptable!!', 'Let me talk to a real person!'];
    const about = async (turn: number) => (await ask('acme', { text: texts[turn - 1], conversation: 'chat-4', turn })).body['handoff'];
    expect(await about(1)).toEqual({ due: false });
    const now = await about(2);
    expect(now).toMatchObject({ due: true, told: 'now', reason: 'repetition', turn: 2, explanation: expect.stringContaining('"tracking"') });
    expect([await about(2), await about(3), await about(4), await about(2)]).toEqual(['now', 'before', 'before', 'now'].map((told) => ({ ...now, told })));
    expect((await handoffs()).map(({ data }) => [data['reason'], data['turn']])).toEqual([['repetition', 2]]);
  });

  it('tells now where feedback raised it, or an earlier one of the turns that are asked about', async () => {
    await given(said(1, 'human please', { source: 'desk' }));
    expect((await ask('acme', { text: 'hello?', conversation: 'chat-1', turn: 2 })).body).toMatchObject({ handoff: { told: 'now', turn: 1 } });
    const turns = [{ text: 'human please' }, { author: 'bot', text: 'How can I help?' }, { text: 'hello?' }];
    const about = async (of: object[]) => (await ask('acme', { conversation: 'chat-5', turns: of })).body['handoff'];
    expect([await about(turns), await about(turns), await about([...turns, { text: 'hello??' }])]).toMatchObject(['now', 'now', 'before'].map((told) => ({ due: true, told, reason: 'explicit_request', turn: 0 })));
  });

  it('tells once more of a hand-off that was raised before that was kept', async () => {
    await given(said(1, 'human please'));
    await owner.transaction(['acme'], () => owner.query('UPDATE sentiment.conversation SET handoff = NULL'));
    const about = async (turn: number) => (await ask('acme', { text: 'hello?', conversation: 'chat-1', turn })).body['handoff'];
    expect([await about(2), await about(3)]).toMatchObject(['now', 'before'].map((told) => ({ due: true, told, reason: 'explicit_request', turn: 1 })));
    expect(await handoffs()).toHaveLength(1);
  });

  it('counts a turn once that is asked for again, one after the other and at once', async () => {
    const again = { text: 'this is annoying, the tracking number of my parcel please', conversation: 'chat-3', turn: 2 };
    const answers = [await ask('acme', again), await ask('acme', again), ...(await Promise.all(Array.from({ length: 4 }, () => ask('acme', again))))];
    expect(answers.map(({ body }) => body['handoff'])).toEqual(answers.map(() => ({ due: false })));
    await given(said(2, again.text, { conversation: 'chat-3' }));
    expect((await ask('acme', again)).body['handoff']).toEqual({ due: false });
    expect(await ask('acme', { ...again, turn: undefined })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/turn', detail: expect.stringContaining('same number') }] } });
    const [row] = await owner.transaction(['acme'], () => owner.query<{ turns: { turn: number }[] }>('SELECT turns FROM sentiment.conversation'));
    expect(row?.turns).toEqual([expect.objectContaining({ turn: 2 })]);
    expect(await handoffs()).toEqual([]);
  });

  it('counts a turn once that was scored by one number and comes with another', async () => {
    const text = 'this is annoying, the tracking number of my parcel please';
    await ask('acme', { text, conversation: 'chat-2', turn: 0, source: 'desk' });
    await given(said(5, text, { conversation: 'chat-2', source: 'desk' }));
    expect(await handoffs()).toEqual([]);
    const [row] = await owner.transaction(['acme'], () => owner.query<{ turns: { turn: number }[] }>('SELECT turns FROM sentiment.conversation'));
    expect(row?.turns).toEqual([expect.objectContaining({ turn: 5, feedback: idOf(5) })]);
  });

  it('asks once where many turns of a conversation come at the same time', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((turn) => ask('acme', { text: 'I want to speak to a human', conversation: 'chat-9', turn })));
    expect(answers.map(({ body }) => body['handoff'].told).sort()).toEqual([...Array(5).fill('before'), 'now']);
    expect(await handoffs()).toHaveLength(1);
  });

  it('asks once where the first turn is scored while its feedback is on its way', async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((done) => { letGo = done; });
    let holds: () => void = () => undefined;
    const held = new Promise<void>((done) => { holds = done; });
    const text = 'I want to speak to a human';
    const consumed = database.transaction(['acme'], async () => {
      await service.app.get(ScoreHandler).received([said(1, text, { conversation: 'fresh', source: 'desk' })] as never);
      holds();
      await gate;
    });
    await held;
    const asked = ask('acme', { text, conversation: 'fresh', turn: 1 });
    await new Promise((done) => setTimeout(done, 300));
    letGo();
    await consumed;
    expect((await asked).body).toMatchObject({ handoff: { due: true } });
    expect(await handoffs()).toHaveLength(1);
    expect(await owner.transaction(['acme'], () => owner.query(`SELECT source FROM sentiment.conversation`))).toEqual([{ source: 'desk' }]);
  });

  it('masks as feedback is masked: one conversation, one hand-off, and the address nowhere', async () => {
    const of = (reference: string) => pseudonymOf(pepper, 'acme', reference);
    const text = 'I want to speak to a human, call me at ann@example.org';
    expect((await ask('acme', { text, conversation: 'Ann@example.org', turn: 1, source: 'desk', customer: 'ann@example.org' })).body).toMatchObject({ handoff: { due: true } });
    await given(said(1, 'I want to speak to a human, call me at [email]', { conversation: `ref_${of('ann@example.org')}`, source: 'desk' }));
    expect((await handoffs()).map(({ data }) => data)).toEqual([expect.objectContaining({ conversation: `ref_${of('ann@example.org')}`, customer: `cust_${of('ann@example.org')}` })]);
    const stored = await owner.transaction(['acme'], async () => [await owner.query('SELECT * FROM sentiment.conversation'), await owner.query('SELECT * FROM sentiment.outbox')]);
    expect(stored[0]).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toMatch(/example\.org/i);
  });

  it('names what is wrong, and refuses who may not', async () => {
    expect(await ask('acme', { turns: [{ author: 'robot', text: 'x' }] })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/turns/0/author' }] } });
    expect(await ask('acme', {})).toMatchObject({ status: 400, body: { errors: [{ pointer: '/text' }] } });
    expect((await ask('acme', { text: 'a' }, ['issues:read'])).status).toBe(403);
  });
});
