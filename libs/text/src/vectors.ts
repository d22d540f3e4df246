import { Memo } from './lexeme.js';
import { said, type Unit } from './ngrams.js';
import { numbersFrom, pack, unpack } from './packed.js';

/** A vector for each piece of a word, and for each pair of pieces that is often said, in 8 bits a number and a scale a vector: row by row, first the pieces, then the pairs. */
export interface VectorTable {
  dimensions: number;
  /** Pieces that begin a word, and, after "##", those that go on with one. */
  pieces: string[];
  /** First and second piece of each pair, by number. */
  pairs: Uint16Array;
  scales: Float32Array;
  table: Int8Array;
}

/** Numbers of a shipped vector. */
export const dimensions = 64;
/** Words are read up to here, as their n-grams are. */
const longest = 40;

/** Says what a text means as a vector: texts that mean alike point alike. English only. */
export class Vectors {
  readonly dimensions: number;
  /** Tells tables apart. */
  readonly name: string;
  private readonly pairs = new Map<number, number>();
  private readonly cut: (word: string) => readonly number[];
  private readonly known = new Memo((lexeme) => this.cut(said.of(lexeme)));

  private readonly pieces: ReadonlyMap<string, number>;

  constructor(private readonly vectors: VectorTable) {
    this.dimensions = vectors.dimensions;
    this.name = nameOf(vectors.table);
    this.pieces = new Map(vectors.pieces.map((it, at) => [it, at]));
    this.cut = cutter(this.pieces);
    for (let at = 0; at < vectors.pairs.length; at += 2) this.pairs.set(keyOf(vectors.pairs[at] as number, vectors.pairs[at + 1] as number), vectors.pieces.length + at / 2);
  }

  /** The vector of a text, of length 1; all zeros where none of its pieces is known. */
  of(units: readonly Unit[]): Float32Array {
    const sum = new Float32Array(this.dimensions);
    let before = -1;
    for (const unit of units) {
      for (const piece of this.piecesOf(unit)) {
        this.add(piece, sum);
        const pair = before < 0 ? undefined : this.pairs.get(keyOf(before, piece));
        if (pair !== undefined) this.add(pair, sum);
        before = piece;
      }
    }
    let squares = 0;
    for (let at = 0; at < sum.length; at++) squares += (sum[at] as number) ** 2;
    const length = Math.sqrt(squares);
    if (length > 0) for (let at = 0; at < sum.length; at++) (sum[at] as number) /= length;
    return sum;
  }

  /** True for a folded word that is a piece by itself: one of the frequent words. */
  has(word: string): boolean {
    return word.length > 1 && this.pieces.has(word);
  }

  private add(row: number, sum: Float32Array): void {
    const { scales, table } = this.vectors;
    const scale = scales[row] as number;
    for (let at = 0, from = row * this.dimensions; at < this.dimensions; at++) (sum[at] as number) += (table[from + at] as number) * scale;
  }

  private piecesOf({ said, lexeme }: Unit): readonly number[] {
    return lexeme ? this.known.of(lexeme) : this.cut(said);
  }
}

/** A hash (FNV-1a) of a table's first thousand rows or so. */
function nameOf(table: Int8Array): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < Math.min(table.length, 65_536); at++) hash = Math.imul(hash ^ (table[at] as number), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** A pair of pieces as one number. */
export const keyOf = (first: number, second: number): number => first * 65536 + second;
/** The two pieces of a pair. */
export const piecesIn = (key: number): [first: number, second: number] => [Math.floor(key / 65536), key % 65536];

/** What a text is the sum of: its pieces, then each pair that has a row of its own. */
export const withPairs = (pieces: readonly number[], pairs: ReadonlyMap<number, number>): number[] => [...pieces, ...pieces.slice(1).flatMap((piece, at) => pairs.get(keyOf(pieces[at] as number, piece)) ?? [])];

/** Cuts words into pieces, the longest first (WordPiece); a letter that no piece begins with is left out. */
export const cutter = (pieces: ReadonlyMap<string, number>) => (whole: string): readonly number[] => {
  const word = whole.slice(0, longest);
  const found: number[] = [];
  for (let from = 0; from < word.length; ) {
    let to = word.length;
    let piece: number | undefined;
    while (to > from && (piece = pieces.get(from === 0 ? word.slice(0, to) : `##${word.slice(from, to)}`)) === undefined) to--;
    if (piece !== undefined) found.push(piece);
    from = piece === undefined ? from + 1 : to;
  }
  return found;
};

/** The table as bytes: a header, then pairs, scales and vectors. */
export const encodeVectors = ({ dimensions, pieces, pairs, scales, table }: VectorTable): Uint8Array => pack(JSON.stringify({ dimensions, pairs: pairs.length / 2, pieces: pieces.join(' ') }), pairs, scales, table);

/** What `encodeVectors` wrote. */
export function decodeVectors(bytes: Uint8Array): VectorTable {
  const { header, from } = unpack<{ dimensions: number; pairs: number; pieces: string }>(bytes);
  const pieces = header.pieces.split(' ');
  const numbers = numbersFrom(bytes, from);
  const rows = pieces.length + header.pairs;
  const pairs = new Uint16Array(numbers, 0, 2 * header.pairs);
  return { dimensions: header.dimensions, pieces, pairs, scales: new Float32Array(numbers, pairs.byteLength, rows), table: new Int8Array(numbers, pairs.byteLength + 4 * rows) };
}
