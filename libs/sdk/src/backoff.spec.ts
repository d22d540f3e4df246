import { describe, expect, it } from '@jest/globals';
import { askedPause, pauseBefore } from './backoff.js';

const pauses = { firstMs: 100, mostMs: 1000 };

describe('pauseBefore', () => {
  it.each([
    [1, 0, 0, 0],
    [1, 1, 0, 100],
    [2, 1, 0, 200],
    [3, 0.5, 0, 200],
    [9, 1, 0, 1000],
    [5000, 1, 0, 1000],
    [1, 0, 2000, 2000],
    [2, 1, 2000, 2200],
    [1, 0, 31_536_000_000, 600_000],
  ])('attempt %d, chance %d, asked %d ms: %d ms', (attempt, random, asked, ms) => {
    expect(pauseBefore(attempt, pauses, random, asked)).toBe(ms);
  });
});

describe('askedPause', () => {
  const now = Date.parse('2026-03-02T09:00:00Z');
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['Mon, 02 Mar 2026 09:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    ['-3s', undefined],
    [null, undefined],
  ])('%s: %s', (header, ms) => {
    expect(askedPause(header, now)).toBe(ms);
  });
});
