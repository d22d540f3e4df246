import { begin, lengthShare, shares } from './features.js';
import { Memo } from './lexeme.js';
import { moodOf } from './mood.js';
import { gramsOf, pairOf, said, unitsOf, type Unit } from './ngrams.js';
import type { Reading } from './reading.js';
import type { Weights } from './weights.js';

/** What every head's sum is for a text, and what the lexicon added to each. */
export interface Sums { heads: Float64Array; lexicon: Float64Array; units: readonly Summed[] }

/** A unit of a text, what it adds to every head by itself, and where the table has what it adds as a pair with the one before. */
interface Summed extends Known { word: number; pair: number }

/** What a word adds to every head, wherever it stands, before the text's length is known. */
interface Known { hash: number; adds: Float32Array }

/** What marks and signs add is remembered for so many of them. */
const remembered = 1000;

/** The linear part of a language's model: all heads in one pass over the words. */
export class Summing {
  private readonly plain = new Memo((lexeme) => this.learn(said.of(lexeme), false, true));
  private readonly denied = new Memo((lexeme) => this.learn(said.of(lexeme), true, true));
  private readonly signs = new Map<string, Known>();

  /** What one step of the table weighs in a pair, head by head. */
  private readonly perPair: Float64Array;

  constructor(private readonly weights: Weights) {
    this.perPair = Float64Array.from(weights.scales, (it) => it * shares.pair);
  }

  /** Sums a text for all heads. */
  sums(reading: Reading): Sums {
    const { heads: names, buckets, table, dense } = this.weights;
    const { length: size } = names;
    const heads = new Float64Array(size);
    let before = begin;
    const units = unitsOf(reading.tokens, reading.words, reading.language).map((unit): Summed => {
      const { hash, adds } = this.knownOf(unit);
      const pair = (pairOf(before, hash) & (buckets - 1)) * size;
      before = hash;
      for (let head = 0; head < size; head++) (heads[head] as number) += (adds[head] as number) + (table[pair + head] as number) * (this.perPair[head] as number);
      return { hash, adds, word: unit.word, pair };
    });
    const by = lengthShare(units.length);
    const lexicon = this.lexiconOf(reading);
    for (let head = 0; head < size; head++) heads[head] = (heads[head] as number) * by + (lexicon[head] as number) + ((dense[head] as number[])[0] as number) * shares.constant;
    return { heads, lexicon, units };
  }

  /** What each of so many words added to a head: its word, its characters, and half of the pairs it stands in; the first, all of the pair with nothing before it. */
  byWord({ units }: Sums, head: number, words: number): Float64Array {
    const by = lengthShare(units.length);
    const added = new Float64Array(words);
    units.forEach(({ word, adds, pair }, at) => {
      const next = units[at + 1];
      const pairs = this.pairAt(pair + head, head) / (at === 0 ? 1 : 2) + (next ? this.pairAt(next.pair + head, head) / 2 : 0);
      if (word >= 0) added[word] = ((adds[head] as number) + pairs) * by;
    });
    return added;
  }

  private pairAt(place: number, head: number): number {
    return (this.weights.table[place] as number) * (this.perPair[head] as number);
  }

  private lexiconOf(reading: Reading): Float64Array {
    const moods = moodOf(reading);
    const { dense } = this.weights;
    const sums = new Float64Array(dense.length);
    for (let head = 0; head < sums.length; head++) {
      const weights = dense[head] as number[];
      let sum = 0;
      for (let at = 0; at < moods.length; at++) sum += (moods[at] as number) * (weights[at + 1] as number);
      sums[head] = sum * shares.mood;
    }
    return sums;
  }

  private knownOf({ said, denied, word, lexeme }: Unit): Known {
    if (lexeme) return (denied ? this.denied : this.plain).of(lexeme);
    const key = denied ? `!${said}` : said;
    const known = this.signs.get(key);
    if (known) return known;
    if (this.signs.size >= remembered) this.signs.clear();
    const fresh = this.learn(said, denied, word >= 0);
    this.signs.set(key, fresh);
    return fresh;
  }

  private learn(said: string, denied: boolean, isWord: boolean): Known {
    const { buckets, table, scales } = this.weights;
    const { word, characters } = gramsOf(said, denied);
    const sums = new Float64Array(scales.length);
    const add = (hash: number, share: number): void => {
      const bucket = (hash & (buckets - 1)) * sums.length;
      for (let head = 0; head < sums.length; head++) (sums[head] as number) += (table[bucket + head] as number) * share;
    };
    add(word, shares.word);
    if (isWord) for (const it of characters) add(it, shares.characters / Math.sqrt(characters.length));
    return { hash: word, adds: Float32Array.from(sums, (it, head) => it * (scales[head] as number)) };
  }
}
