import { pack, unpack } from './packed.js';

/** How languages are told apart by their letters: pieces of words, four bytes long at most, and how much each speaks for which languages. */
export interface LanguageTable {
  /** ISO 639-1, in the order of the languages' numbers. */
  codes: string[];
  /** What a text of each language scores on average. */
  averages: number[];
  /** A bit for each UTF-16 code unit: whether it is a letter. */
  letters: Uint8Array;
  /** The number of each byte of UTF-8 in a piece's key, in 1 to 127; bytes that no piece has share one. */
  symbols: Uint8Array;
  /** Where the cells of each bucket begin, and at last where they all end. */
  starts: Uint32Array;
  /** Piece after piece of a bucket: its mark, then a cell for each of its languages with the top bit, six bits of the language's number and nine of the score. */
  cells: Uint16Array;
}

/** A piece of words: the symbols of its bytes, whether it begins or ends a word, and what it adds to the scores of which languages by their numbers. */
export interface Piece { symbols: readonly number[]; begins: boolean; ends: boolean; scores: readonly (readonly [language: number, score: number])[] }

const buckets = 1 << 16;
const sizes = { symbols: 256, letters: 8192 };
/** The bits of a key that say whether its piece begins or ends a word; below them are its symbols, seven bits each. */
export const edges = { begins: 1 << 28, ends: 1 << 29 };

/** Spreads a key over 30 bits. The factor is odd, so no two keys share a hash: bucket and mark say exactly which piece it is. */
export const hashOf = (key: number): number => Math.imul(key, 0x9e3779b1) & 0x3fffffff;
export const bucketOf = (hash: number): number => hash >>> 14;
export const markOf = (hash: number): number => hash & 0x3fff;
export const languageCell = 0x8000;
export const languageOf = (cell: number): number => (cell >>> 9) & 63;
export const scoreOf = (cell: number): number => cell & 511;

/** A table as bytes, from its pieces: a header, symbols, letters, how many cells each bucket has, the cells. */
export function encodeLanguages({ codes, averages, letters, symbols, pieces }: Omit<LanguageTable, 'starts' | 'cells'> & { pieces: readonly Piece[] }): Uint8Array {
  const counts = new Uint8Array(buckets);
  const cells: number[] = [];
  for (const { hash, scores } of pieces.map((it) => ({ hash: hashOf(keyOf(it)), scores: it.scores })).sort((a, b) => a.hash - b.hash)) {
    cells.push(markOf(hash), ...scores.map(([language, score]) => languageCell | (language << 9) | score));
    counts[bucketOf(hash)]! += 1 + scores.length;
  }
  const json = JSON.stringify({ codes, averages });
  // The cells are read in place, so they begin at an even byte.
  return pack(json.padEnd(json.length + (json.length % 2)), symbols, letters, counts, Uint16Array.from(cells));
}

const keyOf = ({ symbols, begins, ends }: Piece): number => symbols.reduce((key, it) => (key << 7) | it, 0) | (begins ? edges.begins : 0) | (ends ? edges.ends : 0);

/** What `encodeLanguages` wrote. */
export function decodeLanguages(bytes: Uint8Array): LanguageTable {
  const { header: { codes, averages }, from } = unpack<Pick<LanguageTable, 'codes' | 'averages'>>(bytes);
  let at = from;
  const take = (size: number): Uint8Array => bytes.subarray(at, (at += size));
  const [symbols, letters, counts] = [take(sizes.symbols), take(sizes.letters), take(buckets)];
  const starts = new Uint32Array(buckets + 1);
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] = starts[bucket]! + counts[bucket]!;
  return { codes, averages, symbols, letters, starts, cells: new Uint16Array(bytes.buffer, bytes.byteOffset + at, starts[buckets]) };
}
