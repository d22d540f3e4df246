import { cutter, dimensions as width, keyOf, piecesIn, withPairs, type VectorTable } from '../vectors.js';
import { unitsIn } from '../vocabulary.js';
import { quantised } from '../weights.js';
import { principalAxes, projected, type Matrix } from './axes.js';
import { ridge } from './ridge.js';

/** What a sentence model says: a vector of length 1 of each text, and of each piece of its vocabulary, said alone. */
export interface Teacher { texts: Matrix; vocabulary: readonly string[]; pieces: Matrix }

const most = { pieces: 8000, pairs: 8000 };
/** Pairs that are said less often tell nothing that their pieces do not. */
const leastPair = 22;
/** A piece that is so large a share of all that is said weighs half as much as a rare one, before anything is learned (Arora et al., "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017). */
const halfShare = 1e-4;
const penalty = 1;

/**
 * Learns a vector for each piece and pair, so that the sum over a text, divided by the root of how many they are, comes near what the teacher says of the whole text, along the axes
 * on which texts differ most: ridge regression that begins at what the teacher says of each piece alone.
 */
export function learnVectors(texts: readonly string[], teacher: Teacher, log: (said: string) => void): VectorTable {
  const words = texts.map((text) => unitsIn(text).map(({ said }) => said));
  const pieces = commonest(words, teacher.vocabulary);
  const cut = cutter(new Map(pieces.map((it, at) => [it, at])));
  const cuts = words.map((it) => it.flatMap(cut));
  const pairs = commonPairs(cuts);
  const columns = new Map(pairs.map((it, at) => [it, pieces.length + at]));
  log(`${texts.length} texts, ${pieces.length} pieces, ${pairs.length} pairs of them`);
  const targets = centred(teacher.texts, true);
  const axes = principalAxes(targets, width);
  log('axes: found');
  const shares = sharesOf(cuts, pieces.length);
  const alone = projected(centred(rowsOf(teacher.pieces, pieces.map((it) => teacher.vocabulary.indexOf(it))), false), axes);
  const start = new Float64Array((pieces.length + pairs.length) * width);
  alone.forEach((it, at) => { start[at] = (it * halfShare) / (halfShare + (shares[Math.floor(at / width)] as number)); });
  const rows = cuts.map((it) => withPairs(it, columns));
  const vectors = ridge(rows, projected(targets, axes), start, { width, penalty });
  log('vectors: taught');
  return { dimensions: width, pieces, pairs: Uint16Array.from(pairs.flatMap(piecesIn)), ...packed(vectors) };
}

/** The pieces that texts are most often made of, and every single letter: a word that nobody foresaw can be spelled. */
function commonest(texts: readonly (readonly string[])[], vocabulary: readonly string[]): string[] {
  const cut = cutter(new Map(vocabulary.map((it, at) => [it, at])));
  const counts = new Map<number, number>();
  for (const words of texts) for (const word of words) for (const piece of cut(word)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const isLetter = (piece: number): number => Number((vocabulary[piece] as string).replace('##', '').length === 1);
  const order = [...counts].sort(([a, times], [b, others]) => isLetter(b) - isLetter(a) || others - times || a - b);
  return order.slice(0, most.pieces).map(([piece]) => vocabulary[piece] as string);
}

function commonPairs(cuts: readonly (readonly number[])[]): number[] {
  const counts = new Map<number, number>();
  for (const pieces of cuts) {
    for (let at = 1; at < pieces.length; at++) {
      const key = keyOf(pieces[at - 1] as number, pieces[at] as number);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, times]) => times >= leastPair).sort(([a, times], [b, others]) => others - times || a - b).slice(0, most.pairs).map(([pair]) => pair);
}

/** The share of all that is said that each piece is. */
function sharesOf(cuts: readonly (readonly number[])[], size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const pieces of cuts) for (const it of pieces) counts[it]!++;
  const all = counts.reduce((sum, it) => sum + it, 0);
  return counts.map((it) => it / all);
}

const rowsOf = ({ width: wide, numbers }: Matrix, rows: readonly number[]): Matrix => {
  const found = new Float32Array(rows.length * wide);
  rows.forEach((row, at) => found.set(numbers.subarray(row * wide, (row + 1) * wide), at * wide));
  return { width: wide, numbers: found };
};

/** Rows without what all of them share; of length 1 again, where asked for. */
function centred({ width: wide, numbers }: Matrix, ofLengthOne: boolean): Matrix {
  const mean = new Float64Array(wide);
  const rows = numbers.length / wide;
  for (let at = 0; at < numbers.length; at++) (mean[at % wide] as number) += (numbers[at] as number) / rows;
  const found = numbers.map((it, at) => it - (mean[at % wide] as number));
  for (let row = 0; ofLengthOne && row < found.length; row += wide) {
    const one = found.subarray(row, row + wide);
    const length = Math.sqrt(one.reduce((sum, it) => sum + it * it, 0)) || 1;
    for (let at = 0; at < wide; at++) (one[at] as number) /= length;
  }
  return { width: wide, numbers: found };
}

/** Vectors in 8 bits a number, a scale each. */
function packed(vectors: Float64Array): Pick<VectorTable, 'scales' | 'table'> {
  const [scales, table] = [new Float32Array(vectors.length / width), new Int8Array(vectors.length)];
  for (let row = 0; row < scales.length; row++) {
    const { scale, rounded } = quantised(vectors.subarray(row * width, (row + 1) * width));
    scales[row] = scale;
    table.set(rounded, row * width);
  }
  return { scales, table };
}
