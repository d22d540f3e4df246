import { describe, expect, it } from '@jest/globals';
import { readingOf } from './reading.js';
import { fold, languages } from './stem.js';
import { tokenize } from './tokenize.js';
import { valencesOf } from './lexicon.js';
import { opinionsOf } from './weights/load.js';

const notation = new Set(['..', '!', '#']);

describe.each(languages)('opinions: %s', (language) => {
  const entries = opinionsOf(language).trim().split('\n').flatMap((line) => line.slice(line.indexOf(': ') + 2).split(', '));

  it('are thousands, each said once', () => {
    expect(entries.length).toBeGreaterThan(9000);
    const folded = entries.map((it) => fold(it, language));
    expect(folded.filter((it, at) => folded.indexOf(it) !== at)).toEqual([]);
  });

  it('are written as texts are cut, so that each can be found', () => {
    const parts = entries.flatMap((it) => it.split(' ')).filter((it) => !notation.has(it)).map((it) => it.replace(/^=/, ''));
    expect([...new Set(parts)].filter((it) => tokenize(it).map(({ word }) => word).join(' ') !== it)).toEqual([]);
  });

  it('weigh as they say', () => {
    const single = entries.filter((it) => /^[^ !=#]+$/.test(it));
    expect(single.filter((it) => !valencesOf(language).has(fold(it, language)))).toEqual([]);
  });
});

it.each([['en', 'It falls flat and runs quickly out of steam', -1], ['de', 'Lässt leider zu wünschen übrig', -1], ['fr', 'Un vrai coup de coeur', 1], ['es', 'Vale la pena', 1], ['it', 'Non vedo l ora', 1], ['pt', 'De saco cheio', -1]] as const)('%s: %s', (language, text, side) => {
  expect(Math.sign(readingOf(text, tokenize(text), language).sum)).toBe(side);
});

it.each([['de', 'Das Paket kam beschädigt an und niemand meldet sich'], ['de', 'Schlechter Service und niemand da'], ['fr', "Colis abîmé et personne ne s'excuse"], ['de', 'Das gefällt mir nicht']] as const)('%s: %s stays blame', (language, text) => {
  expect(readingOf(text, tokenize(text), language).sum).toBeLessThan(0);
});

it('shouts a phrase when any of its words is shouted', () => {
  const sum = (text: string): number => readingOf(text, tokenize(text), 'en').sum;
  expect(sum('it is like watching PAINT dry, really')).toBeLessThan(sum('it is like watching paint dry, really'));
});
