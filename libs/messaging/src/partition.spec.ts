import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf } from './partition.js';

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

describe('partitionOf', () => {
  it('is never negative and below the number of partitions', () => {
    for (let key = 0; key < 1000; key++) {
      const partition = partitionOf(`customer-${key}`, 8);
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(8);
    }
  });

  it('takes the sign off as Java does, before the remainder', () => {
    expect(partitionOf('21', 10)).toBe((-973932308 & 0x7fffffff) % 10);
  });

  it('spreads keys over all partitions', () => {
    const used = new Set(Array.from({ length: 200 }, (_, key) => partitionOf(`customer-${key}`, 8)));
    expect(used.size).toBe(8);
  });

  it('takes the UTF-8 bytes of a key', () => {
    expect(partitionOf('Straße', 1_000_003)).toBe((murmur2(new TextEncoder().encode('Straße')) & 0x7fffffff) % 1_000_003);
  });
});
