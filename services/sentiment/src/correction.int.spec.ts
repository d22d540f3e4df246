import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FeedbackReceived, FeedbackRevised } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { anEvent, eventually } from '@vocloop/testing';
import { Taxonomy } from '@vocloop/text';
import { ASentiment } from './a-sentiment.testing.js';
import { LessonService } from './correction/lesson.service.js';
import { ScoreHandler } from './score/score.handler.js';
import { TaxonomyService } from './taxonomy/taxonomy.service.js';

let sentiment: ASentiment;
beforeAll(async () => { sentiment = await ASentiment.start(); });
afterAll(() => sentiment.stop());

const given = (tenant: string, events: unknown[]) => sentiment.service.app.get(Database).transaction([tenant], () => sentiment.service.app.get(ScoreHandler).received(events as never));
const layers = async (tenant: string) => (await sentiment.ask(tenant, { method: 'GET', url: '/v1/score/layers', scopes: ['issues:read'] })).body;
const choose = (tenant: string, version: number | null) => sentiment.ask(tenant, { method: 'PUT', url: '/v1/score/layers/in-force', body: { version }, scopes: ['issues:write'] });
const asked = async (tenant: string) => (await sentiment.ask(tenant, { method: 'POST', url: '/v1/score', body: { text: 'The plane is on tarmac with us', language: 'en' } })).body.score;

const things = ['the gate', 'my seat', 'the desk', 'this flight', 'the crew', 'boarding'];
const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
/** What "on tarmac" means at an airline: a word that no general model knows as bad. */
const corrected = (tenantid: string, n: number, said: object | undefined, revision = 2) => {
  const text = `${things[n % things.length]} at ${n} is ${n % 2 === 0 ? 'on tarmac again with us' : 'announced now for us'}`;
  return anEvent(FeedbackRevised, { feedback: { id: idOf(n), revision, text, language: 'en', ...(said && { correction: { by: 'ann', at: new Date().toISOString(), ...said } }) } }, { tenantid });
};
const label = (n: number) => (n % 2 === 0 ? 'negative' : 'neutral');

describe("what people say of a tenant's scores", () => {
  it('is learnt within a minute, is the tenant\'s own, and may be gone back on', async () => {
    expect(await layers('acme')).toEqual({ inForce: 0, followsNewest: true, items: [], nextCursor: null });
    expect((await asked('acme')).label).not.toBe('negative');
    await sentiment.ask('acme', { method: 'PUT', url: '/v1/taxonomy', body: { themes: [{ id: 'tarmac', phrases: ['left standing'] }] }, scopes: ['issues:write'] });
    await given('acme', Array.from({ length: 60 }, (_, n) => corrected('acme', n, { label: label(n), themes: n % 2 === 0 ? ['tarmac'] : [] })));
    const learnt = await eventually(async () => {
      const found = await layers('acme');
      expect(found.items[0]).toMatchObject({ version: 1, corrections: 60, languages: [{ language: 'en', label: { follows: true, corrections: 60 }, themes: [{ id: 'tarmac', follows: true, before: 0 }] }] });
      return found;
    }, 60_000);
    expect(learnt).toMatchObject({ inForce: 1, followsNewest: true });
    const [{ label: ofLabel }] = learnt.items[0].languages;
    expect(ofLabel.after).toBeGreaterThan(ofLabel.before);
    await eventually(async () => expect(await asked('acme')).toMatchObject({ label: 'negative', layer: 1, themes: [{ id: 'tarmac', words: expect.arrayContaining(['tarmac']) }] }), 5000);
    expect((await asked('globex')).label).not.toBe('negative');
    expect(await layers('globex')).toMatchObject({ inForce: 0, items: [] });

    expect((await choose('acme', 0)).body).toMatchObject({ inForce: 0, followsNewest: false });
    const without = await asked('acme');
    expect([without.label === 'negative', without.themes, without.layer]).toEqual([false, [], undefined]);
    expect((await choose('acme', 9)).status).toBe(404);
    expect((await choose('globex', 1)).status).toBe(404);
    expect((await choose('acme', null)).body).toMatchObject({ inForce: 1, followsNewest: true });
    expect(await asked('acme')).toMatchObject({ label: 'negative' });
  }, 90_000);

  it('is learnt beside the taxonomy by which it was read, and anew beside a newer one', async () => {
    const [lessons, taxonomies] = [sentiment.service.app.get(LessonService, { strict: false }), sentiment.service.app.get(TaxonomyService, { strict: false })];
    const of = lessons.of.bind(lessons);
    // Another process has put a taxonomy, and this one knows the default for a second more.
    await sentiment.owner.transaction(['hooli'], () => sentiment.owner.query(`INSERT INTO sentiment.taxonomy_version (tenant_id, version, definition, made_by, made_at) VALUES ('hooli', 1, '{"themes":[{"id":"tarmac"}]}', 'ann', now())`));
    jest.spyOn(lessons, 'of').mockImplementationOnce((...asked) => {
      jest.spyOn(taxonomies, 'of').mockResolvedValueOnce(() => Taxonomy.builtIn);
      return of(...asked);
    });
    await given('hooli', [corrected('hooli', 0, { label: 'negative' })]);
    const beside = () => sentiment.owner.transaction(['hooli'], () => sentiment.owner.query(`SELECT version, right(learned_beside, 10) AS beside FROM sentiment.layer WHERE tenant_id = 'hooli' ORDER BY 1`));
    await eventually(async () => { await asked('hooli'); expect(await beside()).toEqual([{ version: 1, beside: 'taxonomy 0' }, { version: 2, beside: 'taxonomy 1' }]); }, 60_000);
  }, 90_000);

  it('is learnt within a minute though whoever was told of it fails, and dies', async () => {
    const dying = await sentiment.serviceWith({});
    jest.spyOn(dying.app.get(LessonService, { strict: false }), 'of').mockRejectedValue(new Error('the log is away'));
    await dying.app.get(Database).transaction(['umbrella'], () => dying.app.get(ScoreHandler).received([corrected('umbrella', 0, { label: 'negative' })] as never));
    await dying.close();
    await eventually(async () => expect((await layers('umbrella')).items).toMatchObject([{ version: 1, corrections: 1 }]), 60_000);
    await eventually(async () => expect(await sentiment.owner.transaction([], () => sentiment.owner.query(`SELECT tenant FROM sentiment.unlearnt WHERE tenant IN ('acme', 'hooli')`))).toEqual([]), 45_000);
  }, 120_000);

  it('holds for the text itself, whatever is learnt, and is forgotten when it is withdrawn', async () => {
    await given('initech', [corrected('initech', 1, { label: 'positive', themes: ['gates'] }), anEvent(FeedbackReceived, { feedback: { id: idOf(500) } }, { tenantid: 'initech' })]);
    const scores = await sentiment.owner.transaction([], () => sentiment.owner.query<{ payload: string }>(`SELECT payload FROM sentiment.outbox WHERE headers->>'ce_tenantid' = 'initech' ORDER BY seq`));
    expect(JSON.parse(scores[0]!.payload).score).toMatchObject({ label: 'positive', corrected: true, themes: [{ id: 'gates', confidence: 1 }] });
    const kept = () => sentiment.owner.transaction(['initech'], () => sentiment.owner.query('SELECT label, themes FROM sentiment.correction WHERE tenant_id = $1', ['initech']));
    expect(await kept()).toEqual([{ label: 'positive', themes: ['gates'] }]);
    await given('initech', [corrected('initech', 1, { themes: [] }, 3)]);
    expect(await kept()).toEqual([{ label: null, themes: [] }]);
    await given('initech', [corrected('initech', 1, undefined, 4)]);
    expect(await kept()).toEqual([{ label: null, themes: null }]);
    // An older revision that comes late says nothing any more.
    await given('initech', [corrected('initech', 1, { label: 'positive' })]);
    expect(await kept()).toEqual([{ label: null, themes: null }]);
  });
});
