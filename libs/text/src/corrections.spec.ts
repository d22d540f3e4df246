import { describe, expect, it } from '@jest/globals';
import { Corrections, type Before, type Mood } from './corrections.js';
import { randomOf } from './linear.js';
import { blendedModel } from './model.js';
import { readingOf } from './reading.js';
import { tokenize } from './tokenize.js';

const unsure = (): Before => ({ polarity: 0, label: 'neutral', confidence: 0.4 });
const things = ['the gate', 'my seat', 'the desk', 'this flight', 'the crew', 'boarding'];
/** What "on tarmac" means at an airline: a word that no general model knows as bad. */
const corrections = Array.from({ length: 60 }, (_, at) => {
  const thing = things[at % things.length] as string;
  return at % 2 === 0 ? { text: `${thing} is on tarmac again`, label: 'negative' as Mood } : { text: `${thing} is announced now`, label: 'neutral' as Mood };
});
const asked = (layer: Corrections, text: string): Mood => layer.labelOf(readingOf(text, tokenize(text), 'en'), unsure());

describe("a tenant's corrections", () => {
  it('are followed on texts that nobody corrected', async () => {
    const layer = await Corrections.learn(corrections, unsure);
    expect(layer.learned).toMatchObject({ follows: true, corrections: 60, before: 0.5 });
    expect(asked(layer, 'the plane is on tarmac')).toBe('negative');
    expect(asked(layer, 'the plane is announced')).toBe('neutral');
  });

  it('are not followed where they are too few', async () => expect((await Corrections.learn(corrections.slice(0, 6), unsure)).learned).toMatchObject({ follows: false, reason: 'too few' }));

  it('are not followed where they contradict themselves, and the model holds', async () => {
    const random = randomOf(5);
    const layer = await Corrections.learn(corrections.map(({ text }) => ({ text, label: random() < 0.5 ? 'negative' : 'neutral' })), unsure);
    expect(layer.learned).toMatchObject({ follows: false, reason: 'no better' });
    expect(asked(layer, 'the plane is on tarmac')).toBe('neutral');
  });

  it('teach the same again from the same, also when they were put away', async () => {
    const layer = await Corrections.learn(corrections, unsure);
    expect(layer).toEqual(await Corrections.learn(corrections, unsure));
    const bytes = Buffer.concat([Buffer.from('x'), layer.encode()]).subarray(1);
    expect(Corrections.decode(bytes)).toEqual(layer);
    const back = await Corrections.learn(corrections.slice(0, 6), unsure);
    expect(Corrections.decode(back.encode())).toEqual(back);
  });

  it('decide the label of a score, and leave the reasons', async () => {
    const layer = await Corrections.learn(corrections.map(({ text, label }) => ({ text, label })), (text) => blendedModel.read(text, 'en').score as Before);
    const [before, after] = [undefined, { version: 3, taught: layer }].map((it) => blendedModel.read('the plane is on tarmac', 'en', { layer: it }).score);
    expect(layer.learned.follows).toBe(true);
    expect(before?.label).not.toBe('negative');
    expect(after).toMatchObject({ label: 'negative', polarity: -0.5, reasons: before!.reasons, layer: 3 });
    expect(blendedModel.read('El avión llegó tarde', 'es', { layer: { version: 3, taught: layer } })).toEqual(blendedModel.read('El avión llegó tarde', 'es'));
  });
});
