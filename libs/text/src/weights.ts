import { pack, unpack } from './packed.js';

/** The weights of one language: per head what every bucket of n-grams, every number of the lexicon's mood and a constant add, and how the sums become shares. */
export interface Weights {
  /** Names of the heads, in the order of all that follows. */
  heads: string[];
  /** Buckets of the n-grams' table, a power of two. */
  buckets: number;
  /** Bucket by bucket, a weight for each head, in units of `scales`. */
  table: Int8Array;
  scales: number[];
  /** Head by head: the constant, then one for each of the moods. */
  dense: number[][];
  /** How sums become shares; see `calibration.ts`. */
  calibration: Record<string, number[]>;
}

/** How what word lists find in a text becomes shares, without n-grams; see `mood.ts` for the numbers. */
export interface WordShares { positive: number[]; neutral: number[] }

type Head = Omit<Weights, 'table'>;

/** Weights as bytes: a header, then the table. */
export const encodeWeights = ({ table, ...head }: Weights): Uint8Array => pack(JSON.stringify(head), table);

/** What `encodeWeights` wrote. */
export function decodeWeights(bytes: Uint8Array): Weights {
  const { header, from } = unpack<Head>(bytes);
  return { ...header, table: new Int8Array(bytes.buffer, bytes.byteOffset + from, header.buckets * header.heads.length) };
}

/** Numbers as 8 bits and one scale: the largest is 127. */
export function quantised(values: Float64Array): { scale: number; rounded: Int8Array } {
  let most = 0;
  for (const it of values) most = Math.max(most, Math.abs(it));
  const scale = most / 127 || 1;
  return { scale, rounded: Int8Array.from(values, (it) => Math.round(it / scale)) };
}
