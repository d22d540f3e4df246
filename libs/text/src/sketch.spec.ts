import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keywords, similarity, sketch } from './sketch.js';

const near = (a: string, b: string) => similarity(sketch(a), sketch(b));

describe('similarity', () => {
  it.each([
    ['My parcel never arrived', "The package hasn't come yet"],
    ['My parcel never arrived', 'Mi paquete no ha llegado'],
    ['My parcel never arrived', 'Mein Paket ist nicht angekommen'],
    ['My parcel never arrived', "Mon colis n'est jamais arrivé"],
    ['The driver was rude', 'Unfriendly and impolite courier'],
    ['The app crashes since the update', 'Since the latest version the app freezes'],
    ['They charged me twice', 'I was double charged'],
    ['You lost my suitcase', 'My luggage is missing'],
  ])('"%s" and "%s" speak of the same', (a, b) => expect(near(a, b)).toBeGreaterThan(0.6));

  it.each([
    ['My parcel never arrived', 'The app crashes since the update'], ['The driver was rude', 'My parcel never arrived'], ['terrible service', 'terrible food'], ['They charged me twice', 'The room was filthy'],
  ])('"%s" and "%s" do not', (a, b) => expect(near(a, b)).toBeLessThan(0.35));

  it('is 1 with itself, symmetric, and between 0 and 1', () => {
    const text = fc.array(fc.constantFrom('parcel', 'late', 'rude', 'chair', 'table', 'wobbly', 'app', 'crash', 'never', 'arrived', 'the', 'constructor', '__proto__'), { maxLength: 40 }).map((it) => it.join(' '));
    fc.assert(fc.property(fc.oneof(text, fc.string()), text, (a, b) => {
      const [left, right] = [sketch(a, 'en'), sketch(b, 'en')];
      expect(similarity(left, right)).toBeCloseTo(similarity(right, left), 10);
      expect(similarity(left, right)).toBeGreaterThanOrEqual(0);
      expect(similarity(left, right)).toBeLessThanOrEqual(1);
      if (left.terms.length > 0) expect(similarity(left, left)).toBeCloseTo(1, 2);
      else expect(similarity(left, left)).toBe(0);
    }));
  });
});

describe('sketch', () => {
  it('is small, sorted, and the same after JSON', () => {
    fc.assert(fc.property(fc.array(fc.string({ minLength: 3, maxLength: 12 }), { maxLength: 200 }).map((it) => it.join(' ')), (text) => {
      const made = sketch(text);
      expect(made.terms.length).toBeLessThanOrEqual(24);
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      expect(made.terms.map(([term]) => term)).toEqual(made.terms.map(([term]) => term).sort((a, b) => (a < b ? -1 : 1)));
    }));
  });

  it('leaves out mentions, numbers, links and grammar', () => {
    expect(sketch('@united 12 times the https://x.y wobbly and', 'en').terms.map(([term]) => term)).toEqual(['wobbl']);
  });

  it('takes a language without a lexicon word by word', () => {
    expect(near('посылка пришла поздно', 'посылка пришла поздно вчера')).toBeGreaterThan(0.8);
  });

  it.each(['late ', 'not ', "l'", '#NeverAgain'])('is made in under 50 ms of 100 kB: %s', (unit) => {
    const text = unit.repeat(100_000 / unit.length);
    const runs = Array.from({ length: 5 }, () => {
      const began = performance.now();
      sketch(text, 'en');
      return performance.now() - began;
    });
    expect(Math.min(...runs)).toBeLessThan(50);
  });
});

describe('keywords', () => {
  it('names a group in the words that people wrote most', () => {
    const group = ['My suitcase is lost', 'You lost my suitcase', 'Where is my suitcase, is it lost?', 'lost luggage'];
    expect(keywords(group, 2).sort()).toEqual(['lost', 'suitcase']);
    expect(keywords(group.map((it) => sketch(it)), 2)).toEqual(keywords(group, 2));
  });

  it('has no more words than asked for, and none for nobody', () => {
    expect(keywords(['a wobbly chair and a cracked table'], 1)).toHaveLength(1);
    expect(keywords([], 5)).toEqual([]);
  });

  it('takes "constructor" as a word', () => expect(keywords(['constructor', 'constructor __proto__'], 1)).toEqual(['constructor']));
});
