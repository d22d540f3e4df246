import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileGlob, fold, matchesGlob } from './glob.js';

const matches = (pattern: string, text: string): boolean => matchesGlob(compileGlob(pattern), fold(text));

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['delivery', 'delivery', true],
    ['delivery', 'Delivery', true],
    ['delivery', 'deliveries', false],
    ['deliver*', 'deliveries', true],
    ['*chair', 'garden-chair', true],
    ['*chair', 'chairs', false],
    ['g*n-*r', 'garden-chair', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*a*a*', 'a', false],
    ['*a*a*', 'banana', true],
    ['?at', 'cat', true],
    ['?at', 'at', false],
    ['*l?te*', 'a late parcel', true],
    ['*', 'anything', true],
    ['**', '', true],
    ['caf\u00e9', 'cafe\u0301', true],
    ['a.c', 'abc', false],
  ])('%s against %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (pattern, text) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
        expect(matches(pattern, text)).toBe(regular.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  // Rules look at the first 2,000 characters of a text (rules.ts); patterns alone bear much more.
  it.each<[string, string, number]>([
    ['many stars', '*a'.repeat(50), 100_000],
    ['a long part that nearly fits', `*${'a'.repeat(98)}b*`, 100_000],
    ['a long part with a hole', `*${'a'.repeat(49)}?${'a'.repeat(48)}b*`, 10_000],
  ])('takes under 50 ms, at its worst: %s', (_, pattern, length) => {
    const glob = compileGlob(pattern);
    const text = 'a'.repeat(length);
    const times = [1, 2, 3].map(() => {
      const begun = performance.now();
      matchesGlob(glob, text);
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
