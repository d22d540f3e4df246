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

type Head = Omit<Weights, 'table'>;

/** Weights as bytes: the length of a JSON header, the header, then the table. */
export function encodeWeights({ table, ...head }: Weights): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + header.length + table.length);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.length), 4 + header.length);
  return bytes;
}

/** What `encodeWeights` wrote. */
export function decodeWeights(bytes: Uint8Array): Weights {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size))) as Head;
  return { ...head, table: new Int8Array(bytes.buffer, bytes.byteOffset + 4 + size, head.buckets * head.heads.length) };
}

/** Numbers as 8 bits and one scale: the largest is 127. */
export function quantised(values: Float64Array): { scale: number; rounded: Int8Array } {
  let most = 0;
  for (const it of values) most = Math.max(most, Math.abs(it));
  const scale = most / 127 || 1;
  return { scale, rounded: Int8Array.from(values, (it) => Math.round(it / scale)) };
}
