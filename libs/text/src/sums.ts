import { begin, lengthShare, shares } from './features.js';
import { Memo } from './lexeme.js';
import { moodOf } from './mood.js';
import { gramsOf, pairOf, said, unitsOf, type Unit } from './ngrams.js';
import type { Reading } from './reading.js';
import type { Weights } from './weights.js';

/** What every head's sum is for a text, and what each unit of it added. */
export interface Sums { heads: Float64Array; units: readonly Unit[]; byUnit: Float64Array; lexicon: Float64Array }

/** What a word adds to every head, wherever it stands, before the text's length is known. */
interface Known { hash: number; adds: Float32Array }

/** What marks and signs add is remembered for so many of them. */
const remembered = 1000;

/** The linear part of a language's model: all heads in one pass over the words. */
export class Summing {
  private readonly plain = new Memo((lexeme) => this.learn(said.of(lexeme), false, true));
  private readonly denied = new Memo((lexeme) => this.learn(said.of(lexeme), true, true));
  private readonly signs = new Map<string, Known>();

  constructor(private readonly weights: Weights) {}

  /** Sums a text for all heads. Each unit is credited with its word, its characters, and half of the pairs it stands in. */
  sums(reading: Reading): Sums {
    const units = unitsOf(reading.tokens, reading.words, reading.language);
    const { length: size } = this.weights.heads;
    const byUnit = new Float64Array(units.length * size);
    const by = lengthShare(units.length);
    let before = begin;
    const { buckets, table, scales } = this.weights;
    for (let at = 0, own = 0; at < units.length; at++, own += size) {
      const { hash, adds } = this.knownOf(units[at] as Unit);
      const bucket = (pairOf(before, hash) & (buckets - 1)) * size;
      for (let head = 0; head < size; head++) {
        const pair = (table[bucket + head] as number) * (scales[head] as number) * shares.pair;
        byUnit[own + head] = ((adds[head] as number) + (at > 0 ? pair / 2 : pair)) * by;
        if (at > 0) (byUnit[own - size + head] as number) += (pair / 2) * by;
      }
      before = hash;
    }
    const lexicon = this.lexiconOf(reading);
    const heads = new Float64Array(size);
    for (let head = 0; head < size; head++) {
      let sum = (lexicon[head] as number) + ((this.weights.dense[head] as number[])[0] as number) * shares.constant;
      for (let at = head; at < byUnit.length; at += size) sum += byUnit[at] as number;
      heads[head] = sum;
    }
    return { heads, units, byUnit, lexicon };
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
    const { heads, buckets, table, scales } = this.weights;
    const grams = gramsOf(said, denied);
    const share = isWord ? shares.characters / Math.sqrt(grams.characters.length || 1) : 0;
    const adds = Float32Array.from(heads, (_, head) => {
      const ofBucket = (hash: number): number => table[(hash & (buckets - 1)) * heads.length + head] as number;
      let sum = ofBucket(grams.word) * shares.word;
      for (const it of grams.characters) sum += ofBucket(it) * share;
      return sum * (scales[head] as number);
    });
    return { hash: grams.word, adds };
  }
}
