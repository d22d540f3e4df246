import { unitsOf } from './ngrams.js';
import { longestText, tokenize } from './tokenize.js';
import { dimensions } from './vectors.js';
import { englishVectors } from './weights/load.js';
import { read } from './words.js';

/**
 * What texts mean together: how many they are, and where the mean of their vectors points, earlier texts counting a little more, a byte a number (base64); `by` is the
 * table of vectors that it is of, since another table has other directions. JSON in, JSON out.
 */
export interface Meaning { texts: number; vector: string; by: string }

/** So near (a cosine) are the meanings of texts that speak of the same; docs/understanding.md tells what that gathers. */
export const alike = 0.72;
/** What so many texts mean together is known: further ones leave it as it is. */
const settled = 50;
const byteLimit = 127;

/** What a text means, by itself; undefined where none of its words is known, and in languages without vectors (all but English). */
export function meaningOf(text: string, language: string): Meaning | undefined {
  if (language !== 'en') return undefined;
  const tokens = tokenize(text.slice(0, longestText));
  const vectors = englishVectors();
  const vector = vectors.of(unitsOf(tokens, read(tokens, language), language));
  return vector.some((it) => it !== 0) ? { texts: 1, vector: written(vector), by: vectors.name } : undefined;
}

/** What a group of texts means with another text in it; what was made by another table counts no more. */
export function together(group: Meaning, text: Meaning): Meaning {
  if (group.by !== text.by) return text;
  if (group.texts >= settled) return group;
  const [sum, other] = [directionOf(group), directionOf(text)];
  return { ...group, texts: group.texts + text.texts, vector: written(sum.map((it, at) => it * group.texts + (other[at] as number) * text.texts)) };
}

function written(vector: Float32Array): string {
  let most = 0;
  for (const it of vector) most = Math.max(most, Math.abs(it));
  const bytes = Buffer.alloc(dimensions);
  for (let at = 0; at < dimensions; at++) bytes.writeInt8(Math.round(((vector[at] as number) / most) * byteLimit), at);
  return bytes.toString('base64');
}

/** A meaning as a vector of length 1. */
function directionOf({ vector }: Meaning): Float32Array {
  const bytes = Buffer.from(vector, 'base64');
  const direction = new Float32Array(dimensions);
  for (let at = 0; at < dimensions; at++) direction[at] = bytes.readInt8(at);
  const length = lengthOf(direction, 0);
  for (let at = 0; at < dimensions; at++) (direction[at] as number) /= length;
  return direction;
}

function lengthOf(vector: Float32Array, from: number): number {
  let squares = 0;
  for (let at = from; at < vector.length; at++) squares += (vector[at] as number) ** 2;
  return Math.sqrt(squares);
}

/** A direction's first numbers differ most (they are principal axes); what the rest could add is known from its length. */
const first = 16;
/** What adding up in another order may change. */
const rounding = 1e-6;

/** Meanings by key, to find which of many are near. */
export class Meanings<Key> {
  private readonly rows = new Map<Key, number>();
  private readonly keys: Key[] = [];
  private readonly rests: number[] = [];
  private vectors = new Float32Array(0);
  private readonly by = englishVectors().name;

  /** Adds a meaning, or puts it in the place of its key's; what another table made is passed over. */
  put(key: Key, meaning: Meaning): void {
    if (meaning.by !== this.by) return;
    const row = this.rows.get(key) ?? this.keys.push(key) - 1;
    this.rows.set(key, row);
    if ((row + 1) * dimensions > this.vectors.length) this.grow();
    const vector = directionOf(meaning);
    this.vectors.set(vector, row * dimensions);
    this.rests[row] = lengthOf(vector, first);
  }

  /** Tells of each that is at least so near; what is answered is the least from then on. */
  scan(meaning: Meaning, least: number, found: (key: Key, similarity: number) => number): void {
    const vector = directionOf(meaning);
    const rest = lengthOf(vector, first);
    const { vectors, rests } = this;
    for (let row = 0, from = 0; row < rests.length; row++, from += dimensions) {
      let similarity = 0;
      for (let at = 0; at < first; at++) similarity += (vector[at] as number) * (vectors[from + at] as number);
      if (similarity + rest * (rests[row] as number) < least - rounding) continue;
      for (let at = first; at < dimensions; at++) similarity += (vector[at] as number) * (vectors[from + at] as number);
      if (similarity >= least) least = found(this.keys[row] as Key, similarity);
    }
  }

  private grow(): void {
    const wider = new Float32Array(Math.max(16 * dimensions, 2 * this.vectors.length));
    wider.set(this.vectors);
    this.vectors = wider;
  }
}
