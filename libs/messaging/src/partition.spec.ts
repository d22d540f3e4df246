import { describe, expect, it } from '@jest/globals';
import { keyHash, murmur2 } from './partition.js';

describe('murmur2', () => {
  // The vectors of Kafka's own UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %j as Java does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });
});

describe('keyHash', () => {
  it('takes the sign off as Java does', () => {
    expect(keyHash('21')).toBe(-973932308 & 0x7fffffff);
    for (let key = 0; key < 1000; key++) expect(keyHash(`customer-${key}`)).toBeGreaterThanOrEqual(0);
  });

  it('spreads keys over all partitions', () => {
    expect(new Set(Array.from({ length: 200 }, (_, key) => keyHash(`customer-${key}`) % 8)).size).toBe(8);
  });

  it('takes the UTF-8 bytes of a key', () => {
    expect(keyHash('Straße')).toBe(murmur2(new TextEncoder().encode('Straße')) & 0x7fffffff);
  });
});
