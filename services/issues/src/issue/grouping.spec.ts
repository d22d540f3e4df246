import { describe, expect, it } from '@jest/globals';
import { FeedbackScored } from '@vocloop/contracts';
import { anEvent } from '@vocloop/testing';
import { meaningOf, sketch } from '@vocloop/text';
import fc from 'fast-check';
import { defaultPolicy } from '../policy/policy.js';
import { Anchors, scopeOf, type Anchor } from './grouping.js';
import type { Scored, ScoredEvent } from './issue.js';
import { place, readArrivals } from './placement.js';

const idOf = (n: number): string => `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString();
interface Part { n?: number; text?: string; themes?: string[]; tones?: number[]; touchpoint?: string; product?: string; supplier?: string; minute?: number }
const event = ({ n = 1, text = 'It came late', themes = ['delivery'], tones = [], touchpoint = 'shop', product, supplier, minute = 0 }: Part): ScoredEvent =>
  anEvent(FeedbackScored, { feedback: { id: idOf(n), touchpoint, product, supplier, text, occurredAt: at(minute) }, score: { themes: themes.map((id, place) => ({ id, confidence: 0.9 - place / 10, words: [], polarity: tones[place] })) } });
const scope = (part: Part, policy = defaultPolicy): string => {
  const { data }: { data: Scored } = event(part);
  return scopeOf(data, sketch(data.feedback.text ?? '', 'en'), policy).key;
};

describe('the scope of a feedback', () => {
  it.each<[string, Part, string]>([
    ['touchpoint and first theme', { themes: ['delivery', 'staff'] }, 'v1/shop/delivery'],
    ['an aspect that another pod would mend', { text: 'The parcel arrived smashed' }, 'v1/shop/delivery/damaged'],
    ['the supplier, for problems of quality', { themes: ['quality'], product: 'chair', supplier: 'norvik' }, 'v1/shop/quality/supplier=norvik'],
    ['the product, where no supplier is known', { themes: ['quality'], product: 'chair' }, 'v1/shop/quality/product=chair'],
    ['neither, for problems that are not of quality', { product: 'chair', supplier: 'norvik' }, 'v1/shop/delivery'],
    ['a theme for texts without one', { themes: [] }, 'v1/shop/other'],
    ['the first theme that is not praised', { themes: ['usability', 'delivery'], tones: [0.7, -0.8] }, 'v1/shop/delivery'],
    ['names that cannot be mistaken for parts', { touchpoint: 'a/b' }, 'v1/a%2Fb/delivery'],
    ['themes named like an object’s own members', { themes: ['constructor'] }, 'v1/shop/constructor'],
  ])('is %s', (_, part, key) => {
    expect(scope(part)).toBe(key);
  });

  it('follows the tenant’s policy', () => {
    expect(scope({ product: 'chair' }, { ...defaultPolicy, byProduct: ['*'] })).toBe('v1/shop/delivery/product=chair');
  });

  it('is the same in every language', () => {
    expect([scope({ text: 'The parcel arrived broken' }), scope({ text: 'The box was crushed' })]).toEqual(['v1/shop/delivery/damaged', 'v1/shop/delivery/damaged']);
    const german = event({ text: 'Das Paket war beschädigt' }).data;
    expect(scopeOf(german, sketch('Das Paket war beschädigt', 'de'), defaultPolicy).key).toBe('v1/shop/delivery/damaged');
  });
});

describe('anchors', () => {
  const anchor = (feedbackId: string, text: string, part: Partial<Anchor> = {}): Anchor =>
    ({ tenantId: 't', fingerprint: feedbackId, scope: 's', issueId: feedbackId, sketch: sketch(text, 'en'), learned: false, feedbackId, occurredAt: at(0), meaning: null, ...part });
  const themeless = { key: 's', theme: 'other', aspect: undefined, product: undefined, supplier: undefined };
  const text = { sketch: sketch('blue zipper jams', 'en') };

  it('take the nearest, and of equals the older, whoever came first', () => {
    const [old, young, far] = [anchor('old', 'blue zipper jams', { occurredAt: at(1) }), anchor('young', 'blue zipper jams', { occurredAt: at(2) }), anchor('far', 'blue zipper jams whenever it rains outside')];
    for (const order of [[old, young, far], [far, young, old]]) expect(new Anchors(order).find(themeless, text, at(0))?.anchor.issueId).toBe('old');
  });

  it('want more than one word in common', () => {
    expect(new Anchors([anchor('a', 'blue')]).find(themeless, text, at(0))).toBeUndefined();
    expect(new Anchors([anchor('a', 'green carpet wobbles')]).find(themeless, text, at(0))).toBeUndefined();
  });

  it('take what means the same, in other words', () => {
    const meant = (said: string) => ({ sketch: sketch(said, 'en'), meaning: meaningOf(said, 'en') });
    const [passcode, card] = ['I forgot my passcode', 'My card has not arrived yet'].map((said, n) => anchor(said, said, { meaning: meant(said).meaning ?? null, occurredAt: at(n) }));
    const anchors = new Anchors([passcode!, card!]);
    const late = meant('Still waiting for my new card to arrive');
    const found = anchors.find(themeless, late, at(2));
    expect(found?.anchor.issueId).toBe(card!.issueId);
    anchors.joined(found!, { ...late, feedbackId: 'late', occurredAt: at(2) });
    expect(anchors.changed.get(card!.fingerprint)).toMatchObject({ meaning: { texts: 2 }, feedbackId: card!.feedbackId, sketch: card!.sketch });
  });

  it('let what a split taught win over the scope, on the nearer side', () => {
    const base = anchor('base', '', { fingerprint: 'v1/shop/delivery', sketch: null });
    const moved = anchor('moved', 'courier threw the parcel over the fence', { learned: true, issueId: 'new' });
    const stayed = anchor('stayed', 'courier came four days late', { learned: true, issueId: 'base' });
    const where = (said: string) => new Anchors([base, moved, stayed]).find({ ...themeless, key: 'v1/shop/delivery', theme: 'delivery' }, { sketch: sketch(said, 'en') }, at(0))?.anchor.issueId;
    expect(where('the courier just threw it over our fence')).toBe('new');
    expect(where('the courier was four days late')).toBe('base');
    expect(where('nobody at home, no note')).toBe('base');
  });
});

const pool = ['My blue jacket zipper jams', 'The zipper of the blue jacket jams again', 'The garden lamp flickers at night', 'Flickers at night, this garden lamp', 'The parcel came late', 'Rude courier', 'Charged twice for it'];

/** Who is together with whom, by the feedback alone. */
function partition(events: readonly ScoredEvent[], size: number): string[] {
  const anchors = new Map<string, Anchor>();
  const groups = new Map<string, string[]>();
  for (let from = 0; from < events.length; from += size) {
    const { arrivals } = readArrivals(events.slice(from, from + size), new Map(), () => defaultPolicy);
    const placing = place(arrivals, [...anchors.values()], (_, fingerprint) => fingerprint, () => defaultPolicy.windowDays);
    for (const it of placing.anchors) anchors.set(it.fingerprint, it);
    for (const { arrival, issueId } of placing.placed) groups.set(issueId, [...(groups.get(issueId) ?? []), arrival.event.data.feedback.id]);
  }
  return [...groups.values()].map((ids) => ids.sort().join()).sort();
}

/** The same, with what the database would tell of each candidate's times. */
function apart(events: readonly ScoredEvent[], size: number): string[] {
  const anchors = new Map<string, Anchor>();
  const groups = new Map<string, { ids: string[]; times: string[] }>();
  for (let from = 0; from < events.length; from += size) {
    const { arrivals } = readArrivals(events.slice(from, from + size), new Map(), () => defaultPolicy);
    const known = [...anchors.values()].map((it) => ({ ...it, held: { first: groups.get(it.issueId)!.times[0]!, last: groups.get(it.issueId)!.times.at(-1)!, days: 7 } }));
    const placing = place(arrivals, known, (_, fingerprint) => fingerprint, () => 7);
    for (const it of placing.anchors) anchors.set(it.fingerprint, it);
    for (const { arrival: { event: { data: { feedback } } }, issueId } of placing.placed) {
      const { ids = [], times = [] } = groups.get(issueId) ?? {};
      groups.set(issueId, { ids: [...ids, feedback.id], times: [...times, feedback.occurredAt].sort() });
    }
  }
  return [...groups.values()].map(({ ids }) => ids.sort().join()).sort();
}

describe('grouping', () => {
  it('puts the same feedback together in any order and any cut of batches', () => {
    const feedback = fc.array(fc.record({ text: fc.nat(pool.length - 1), touchpoint: fc.constantFrom('shop', 'app'), minute: fc.nat(5000) }), { minLength: 1, maxLength: 25 });
    fc.assert(fc.property(feedback, fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.nat()), (items, size, chance) => {
      const events = items.map((it, n) => event({ n, text: pool[it.text]!, touchpoint: it.touchpoint, minute: it.minute, themes: it.text < 4 ? [] : ['delivery'] }));
      const shuffled = events.map((it) => [chance.next().value as number, it] as const).sort(([a], [b]) => a - b).map(([, it]) => it);
      expect(partition(shuffled, size)).toEqual(partition(events, 500));
    }), { numRuns: 200 });
  });

  it('keeps apart themeless texts that lie further apart than a window, in one batch as in two', () => {
    const day = 24 * 60;
    const events = [0, 6, 30].map((days, n) => event({ n, text: 'My blue jacket zipper jams', themes: [], minute: days * day }));
    for (const size of [1, 500]) expect(apart(events, size)).toEqual([[idOf(0), idOf(1)].join(), idOf(2)]);
  });

  it('refuses what has nothing to hold on to', () => {
    const { refused } = readArrivals([event({ text: '@shop hm', themes: [] })], new Map(), () => defaultPolicy);
    expect(refused.map(({ reason }) => reason)).toEqual(['too few words to be gathered']);
  });
});
