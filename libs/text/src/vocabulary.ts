import type { Rows } from './linear.js';
import { begin } from './features.js';
import { gramsOf, pairOf, unitsOf, type Unit } from './ngrams.js';
import { RowsBuilder } from './rows.js';
import { tokenize } from './tokenize.js';
import { englishVectors } from './weights/load.js';
import { read } from './words.js';

/** A hashed n-gram of a text: how often it is said, in which of its two blocks (words or characters), and by which unit first. */
interface Gram { times: number; block: 0 | 1; unit: number }

/** How long a text's vector is beside each block of n-grams, which is of length 1. */
const vectorShare = 2;

/** The n-grams that examples have, and how much each tells: what few texts say tells more. Beside them stands what a text means as a vector, by which it is like texts that say the same in other words. */
export class Vocabulary {
  private readonly columns = new Map<number, number>();
  private readonly tells: Float64Array;
  private readonly own: ReadonlySet<number>;
  private readonly vectors = englishVectors();

  /** `own` are those of the texts that speak of something: what only the others say is not known. */
  constructor(texts: readonly string[], own: readonly string[] = texts) {
    const texted = new Map<number, number>();
    for (const text of texts) for (const hash of gramsIn(unitsIn(text)).keys()) texted.set(hash, (texted.get(hash) ?? 0) + 1);
    for (const hash of texted.keys()) this.columns.set(hash, this.columns.size);
    this.own = new Set(own.flatMap((text) => [...gramsIn(unitsIn(text)).keys()]));
    this.tells = Float64Array.from(texted.values(), (count) => Math.log((1 + texts.length) / (1 + count)) + 1);
  }

  /** Columns of its rows: n-grams, a constant, the vector's numbers. */
  get size(): number {
    return this.columns.size + 1 + this.vectors.dimensions;
  }

  rows(texts: readonly string[]): Rows {
    const builder = new RowsBuilder();
    for (const text of texts) {
      for (const { column, value } of this.featuresOf(unitsIn(text)).features) builder.add(column, value);
      builder.end();
    }
    return builder.rows();
  }

  /** A text's features, each block of length 1, with the unit that each came from; `known` is how much of what it says the own examples say too. */
  featuresOf(units: readonly Unit[]): { features: { column: number; value: number; unit: number }[]; known: number } {
    const features: { column: number; value: number; unit: number; block: 0 | 1 }[] = [];
    const squares = [0, 0];
    let [said, known] = [0, 0];
    for (const [hash, { times, block, unit }] of gramsIn(units)) {
      said++;
      const column = this.columns.get(hash);
      if (column === undefined) continue;
      if (this.own.has(hash)) known++;
      const value = (1 + Math.log(times)) * (this.tells[column] as number);
      (squares[block] as number) += value * value;
      features.push({ column, value, unit, block });
    }
    for (const it of features) it.value /= Math.sqrt(squares[it.block] as number);
    const rest = [1, ...this.vectors.of(units).map((it) => it * vectorShare)].map((value, at) => ({ column: this.columns.size + at, value, unit: -1 }));
    return { features: [...features, ...rest], known: said === 0 ? 0 : known / said };
  }
}

/** The words and signs of a text, in whatever language. */
export function unitsIn(text: string): Unit[] {
  const tokens = tokenize(text);
  return unitsOf(tokens, read(tokens, 'en'), 'en');
}

function gramsIn(units: readonly Unit[]): Map<number, Gram> {
  const grams = new Map<number, Gram>();
  const put = (hash: number, block: 0 | 1, unit: number): void => {
    const known = grams.get(hash);
    if (known) known.times++;
    else grams.set(hash, { times: 1, block, unit });
  };
  let before = begin;
  for (const [at, { said, word }] of units.entries()) {
    const { word: hash, characters } = gramsOf(said, false);
    put(hash, 0, at);
    put(pairOf(before, hash), 0, at);
    if (word >= 0) for (const it of characters) put(it, 1, at);
    before = hash;
  }
  return grams;
}
