import { describe, expect, it } from '@jest/globals';
import { Layer, type Before, type Correction, type Mood } from './layer.js';
import { randomOf } from './linear.js';
import { blendedModel } from './model.js';
import { readingOf } from './reading.js';
import type { Spoken } from './spoken.js';
import type { Language } from './stem.js';
import { tokenize } from './tokenize.js';

const unsure: Before = { polarity: 0, label: 'neutral', confidence: 0.4, themes: [] };
const things = ['the gate', 'my seat', 'the desk', 'this flight', 'the crew', 'boarding'];
/** What "on tarmac" means at an airline: a word that no general model knows as bad, and that belongs to its own theme. */
const corrections = Array.from({ length: 60 }, (_, at): Correction & { label: Mood; themes: string[] } => {
  const thing = things[at % things.length] as string;
  const said = { language: 'en', before: unsure } as const;
  return at % 2 === 0 ? { ...said, text: `${thing} at ${at} is on tarmac again`, label: 'negative', themes: ['ground'] } : { ...said, text: `${thing} at ${at} is announced now`, label: 'neutral', themes: [] };
});
const read = (text: string, language: Language = 'en') => readingOf(text, tokenize(text), language);
const labelOf = (layer: Layer, text: string, language?: Language): Mood => layer.apply(read(text, language), unsure, []).label ?? unsure.label;
const themesOf = (layer: Layer, text: string, told: readonly Spoken[] = []) => layer.apply(read(text), { ...unsure, themes: told }, told).themes;

describe("a tenant's corrections", () => {
  it('are followed on texts that nobody corrected', async () => {
    const layer = await Layer.learn(corrections);
    expect(layer.learned).toMatchObject([{ language: 'en', label: { follows: true, corrections: 60, before: 0.5 } }]);
    expect(labelOf(layer, 'the plane is on tarmac')).toBe('negative');
    expect(labelOf(layer, 'the plane is announced')).toBe('neutral');
  });

  it('add a theme that nothing else finds, with the words for it, and take one away that is found wrongly', async () => {
    const wrongly: Spoken[] = [{ id: 'food', confidence: 0.8, words: ['tarmac'], at: [3] }];
    const meals = Array.from({ length: 10 }, (_, at): Correction => ({ text: `the meal ${at} was cold`, language: 'en', before: { ...unsure, themes: wrongly }, themes: ['food'] }));
    const layer = await Layer.learn([...corrections.map((it) => (it.label === 'negative' ? { ...it, before: { ...unsure, themes: wrongly } } : it)), ...meals]);
    expect(layer.learned[0]?.themes).toMatchObject([{ id: 'food', follows: true, corrections: 70, before: 0.25 }, { id: 'ground', follows: true, corrections: 70, before: 0, after: 1 }]);
    const [told] = themesOf(layer, 'the plane is on tarmac', wrongly);
    expect(told).toMatchObject({ id: 'ground', words: expect.arrayContaining(['tarmac']) });
    expect(told?.confidence).toBeGreaterThan(0.8);
    expect(themesOf(layer, 'the meal was cold', wrongly)).toMatchObject([{ id: 'food' }]);
    expect(themesOf(layer, 'the plane is announced')).toEqual([]);
  });

  it('leave a theme alone that is found rightly', async () => {
    const told: Spoken[] = [{ id: 'ground', confidence: 0.8, words: ['tarmac'], at: [3] }];
    const layer = await Layer.learn(corrections.map(({ label: _, ...it }) => ({ ...it, before: { ...unsure, themes: it.themes.length > 0 ? told : [] } })));
    expect(layer.learned).toEqual([{ language: 'en', label: { follows: false, reason: 'too few', corrections: 0, before: 0, after: 0 }, themes: [{ id: 'ground', follows: false, reason: 'no better', corrections: 60, before: 1, after: 1 }] }]);
    expect(themesOf(layer, 'the plane is on tarmac', told)).toBe(told);
  });

  it('turn nothing round where people mended only what was wrong, unless ordinary texts tell what is right', async () => {
    const mended = corrections.filter((it) => it.label === 'negative');
    expect((await Layer.learn(mended)).learned[0]).toMatchObject({ label: { follows: false, reason: 'one-sided' }, themes: [{ id: 'ground', follows: false, reason: 'one-sided' }] });
    const ordinary = Array.from({ length: 120 }, (_, at) => ({ text: `${things[at % things.length]} is announced now at ${at}`, language: 'en' as const, before: unsure }));
    const layer = await Layer.learn(mended, ordinary);
    expect(layer.learned[0]).toMatchObject({ label: { follows: true, corrections: 30, before: 0, after: 1 } });
    expect([labelOf(layer, 'the plane is on tarmac'), labelOf(layer, 'the plane is announced now'), labelOf(layer, 'it is announced at 5')]).toEqual(['negative', 'neutral', 'neutral']);
  });

  it('count once where a text comes again, and as it was corrected last', async () => {
    const template = corrections.slice(0, 10).flatMap((it) => [...Array.from({ length: 10 }, () => ({ ...it, label: 'positive' as const })), it]);
    expect((await Layer.learn(template)).learned[0]).toMatchObject({ label: { follows: false, reason: 'too few', corrections: 10 } });
    const again = [...corrections.map((it) => ({ ...it, label: 'positive' as const })), ...corrections];
    expect((await Layer.learn(again)).learned).toEqual((await Layer.learn(corrections)).learned);
  });

  it('leave the model as sure as it was of what they do not change, unless people said of as many texts that they are right', async () => {
    const sureOf = (layer: Layer, text: string) => layer.apply(read(text), unsure, []);
    const ordinary = Array.from({ length: 120 }, (_, at) => ({ text: `${things[at % things.length]} is announced now at ${at}`, language: 'en' as const, before: unsure }));
    const biased = await Layer.learn(corrections.filter((it) => it.label === 'negative'), ordinary);
    expect(sureOf(biased, 'where is my parcel')).toEqual({ themes: [] });
    expect(sureOf(biased, 'the plane is on tarmac').label).toBe('negative');
    expect(sureOf(await Layer.learn(corrections), 'where is my parcel')).toMatchObject({ label: 'neutral', confidence: expect.any(Number) });
  });

  it('teach their own language, and no other', async () => {
    const layer = await Layer.learn(corrections.map((it, at) => ({ ...it, language: 'de', text: `Maschine ${at} ${it.label === 'negative' ? 'steht auf dem Vorfeld' : 'wird jetzt aufgerufen'}` })));
    expect([labelOf(layer, 'Wir stehen auf dem Vorfeld', 'de'), labelOf(layer, 'Wir stehen auf dem Vorfeld', 'en')]).toEqual(['negative', 'neutral']);
  });

  it('are not followed where they are too few', async () => expect((await Layer.learn(corrections.slice(0, 6))).learned[0]).toMatchObject({ label: { follows: false, reason: 'too few' }, themes: [] }));

  it('are not followed where they contradict themselves, and the model holds', async () => {
    const random = randomOf(5);
    const layer = await Layer.learn(corrections.map((it) => ({ ...it, label: random() < 0.5 ? 'negative' : 'neutral', themes: random() < 0.5 ? ['ground'] : [] })));
    expect(layer.learned[0]).toMatchObject({ label: { follows: false, reason: 'no better' }, themes: [{ follows: false, reason: 'no better' }] });
    expect(labelOf(layer, 'the plane is on tarmac')).toBe('neutral');
  });

  it('teach the same again from the same, also when they were put away', async () => {
    const both = [...corrections, ...corrections.map((it) => ({ ...it, language: 'fr' as const }))];
    const layer = await Layer.learn(both);
    expect(layer).toEqual(await Layer.learn(both));
    const bytes = Buffer.concat([Buffer.from('x'), layer.encode()]).subarray(1);
    expect(Layer.decode(bytes)).toEqual(layer);
    const back = await Layer.learn(corrections.slice(0, 6));
    expect(Layer.decode(back.encode())).toEqual(back);
  });

  it('decide the label and the themes of a score, with the words for it', async () => {
    const layer = { version: 3, taught: await Layer.learn(corrections.map((it) => ({ ...it, themes: it.themes.map(() => 'loan'), before: blendedModel.read(it.text, 'en').score as Before }))) };
    const [before, after] = [undefined, layer].map((it) => blendedModel.read('the plane is on tarmac', 'en', { layer: it }).score);
    expect(before?.label).not.toBe('negative');
    expect(before?.themes.map((it) => it.id)).not.toContain('loan');
    expect(after?.reasons.polarity.map(({ word }) => word)).toContain('tarmac');
    expect(after).toMatchObject({ label: 'negative', polarity: -0.5, layer: 3, themes: expect.arrayContaining([expect.objectContaining({ id: 'loan', polarity: -0.5 })]) });
    const spanish = (own: object) => ({ ...blendedModel.read('El avión llegó tarde', 'es', own).score, layer: undefined });
    expect(spanish({ layer })).toEqual(spanish({}));
  });
});
