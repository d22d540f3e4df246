import { moodOf, moods } from './mood.js';
import { gramsOf, pairOf, unitsOf, type Grams } from './ngrams.js';
import type { Reading } from './reading.js';
import type { RowsBuilder } from './rows.js';

/** How much the kinds of features weigh beside each other, before a model weighs them. */
export const shares = { word: 3, pair: 2, characters: 4, constant: 0.5, mood: 2 };
/** What stands before the first word. */
export const begin = 0x1234567;

/** Features by number: buckets of n-grams, then a constant, then the moods. */
export const layoutOf = (buckets: number) => ({ constant: buckets, mood: buckets + 1, size: buckets + 1 + moods });

/** What the n-grams' part of a text of so many units is multiplied by, so that long and short texts weigh alike. */
export const lengthShare = (units: number): number => 1 / Math.sqrt(3 * Math.max(1, units));

/** Adds a text's features for a linear model: hashed n-grams with their negations, and what the lexicon found. */
export function addFeatures(reading: Reading, buckets: number, rows: RowsBuilder): void {
  const units = unitsOf(reading.tokens, reading.words, reading.language);
  const layout = layoutOf(buckets);
  const mask = buckets - 1;
  let before = begin;
  for (const { said, denied, word } of units) {
    const grams = gramsOf(said, denied);
    rows.add(grams.word & mask, shares.word);
    rows.add(pairOf(before, grams.word) & mask, shares.pair);
    before = grams.word;
    if (word >= 0) addCharacters(grams, mask, rows);
  }
  rows.scale(lengthShare(units.length));
  rows.add(layout.constant, shares.constant);
  moodOf(reading).forEach((it, at) => it !== 0 && rows.add(layout.mood + at, it * shares.mood));
}

function addCharacters({ characters }: Grams, mask: number, rows: RowsBuilder): void {
  const share = shares.characters / Math.sqrt(characters.length || 1);
  for (const it of characters) rows.add(it & mask, share);
}
