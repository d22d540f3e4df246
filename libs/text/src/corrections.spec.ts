import { describe, expect, it } from '@jest/globals';
import { Corrections, type Before, type Mood } from './corrections.js';
import { randomOf } from './linear.js';
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
  it('are followed on texts that nobody corrected', () => {
    const layer = Corrections.learn(corrections, unsure);
    expect(layer.learned).toMatchObject({ follows: true, corrections: 60, before: 0.5 });
    expect(asked(layer, 'the plane is on tarmac')).toBe('negative');
    expect(asked(layer, 'the plane is announced')).toBe('neutral');
  });

  it('are not followed where they are too few', () => expect(Corrections.learn(corrections.slice(0, 6), unsure).learned).toMatchObject({ follows: false, reason: 'too few' }));

  it('are not followed where they contradict themselves, and the model holds', () => {
    const random = randomOf(5);
    const layer = Corrections.learn(corrections.map(({ text }) => ({ text, label: random() < 0.5 ? 'negative' : 'neutral' })), unsure);
    expect(layer.learned).toMatchObject({ follows: false, reason: 'no better' });
    expect(asked(layer, 'the plane is on tarmac')).toBe('neutral');
  });

  it('teach the same again from the same', () => expect(Corrections.learn(corrections, unsure)).toEqual(Corrections.learn(corrections, unsure)));
});
