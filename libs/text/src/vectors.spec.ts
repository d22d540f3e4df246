import { describe, expect, it } from '@jest/globals';
import { decodeVectors, encodeVectors, Vectors, type VectorTable } from './vectors.js';
import { unitsIn } from './vocabulary.js';
import { englishVectors } from './weights/load.js';

const table: VectorTable = {
  dimensions: 2,
  pieces: ['late', 'par', '##cel', 'p'],
  // "parcel late"
  pairs: Uint16Array.of(2, 0),
  scales: Float32Array.of(1, 1, 0.5, 1, 2),
  table: Int8Array.of(3, 0, 0, 4, 0, 8, 100, 100, 1, 1),
};

describe('Vectors', () => {
  it('adds up the longest pieces of words, and pairs of them', () => {
    const vectors = new Vectors(table);
    expect([...vectors.of(unitsIn('late'))]).toEqual([1, 0]);
    expect([...vectors.of(unitsIn('parcel'))]).toEqual([0, 1]);
    // 3 + 0 + 0 + 2 and 0 + 4 + 4 + 2, at length 1
    expect([...vectors.of(unitsIn('parcel late'))]).toEqual([Math.fround(5 / Math.hypot(5, 10)), Math.fround(10 / Math.hypot(5, 10))]);
    expect([...vectors.of(unitsIn('late parcel'))]).toEqual([Math.fround(3 / Math.hypot(3, 8)), Math.fround(8 / Math.hypot(3, 8))]);
  });

  it('leaves out letters that no piece begins with', () => {
    expect([...new Vectors(table).of(unitsIn('zzz late'))]).toEqual([1, 0]);
    expect([...new Vectors(table).of(unitsIn('zzz !'))]).toEqual([0, 0]);
  });

  it('reads what it wrote', () => {
    expect(decodeVectors(encodeVectors(table))).toEqual(table);
  });

  it('puts texts nearer that say the same in other words', () => {
    const near = (a: string, b: string): number => {
      const [left, right] = [a, b].map((it) => englishVectors().of(unitsIn(it))) as [Float32Array, Float32Array];
      return left.reduce((sum, it, at) => sum + it * (right[at] as number), 0);
    };
    const parcel = 'When will my package be delivered?';
    expect(near(parcel, 'the parcel still has not arrived')).toBeGreaterThan(near(parcel, 'I forgot my password and cannot sign in') + 0.2);
    const card = 'They charged my credit card twice';
    expect(near(card, 'there is a duplicate payment on my account')).toBeGreaterThan(near(card, 'the waiter was rude to us') + 0.2);
  });
});
