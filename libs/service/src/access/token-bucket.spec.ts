import { describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-bucket.js';

const taken = { taken: true };
const refused = (retryAfter: number) => ({ taken: false, retryAfter });

describe('a bucket of ten a second', () => {
  it.each<[string, readonly (readonly [tokens: number, second: number, answer: object])[]]>([
    ['gives twice as many in a burst, then waits for more', [[20, 0, taken], [1, 0, refused(1)], [10, 1, taken]]],
    ['says how long to wait', [[20, 0, taken], [15, 0, refused(2)], [15, 2, taken]]],
    ['takes nothing for what it refuses', [[15, 0, taken], [10, 0, refused(1)], [5, 0, taken]]],
    ['gives more than a burst only when it is full', [[1, 0, taken], [1000, 0, refused(1)], [1000, 1, taken]]],
    ['is owed no more than a burst', [[1000, 0, taken], [1, 0, refused(3)], [1, 3, taken]]],
    ['does not go by a clock that goes back', [[20, 5, taken], [1, 4, refused(1)]]],
  ])('%s', (_, steps) => {
    const buckets = new TokenBuckets(10);
    expect(steps.map(([tokens, second]) => buckets.take('a', tokens, second * 1000))).toEqual(steps.map(([, , answer]) => answer));
    expect(buckets.take('another', 20, 0)).toEqual(taken);
  });

  it('is owed no more than a burst for what is done already', () => {
    const buckets = new TokenBuckets(10);
    buckets.take('a', 1, 0);
    buckets.charge('a', 1000);
    expect(buckets.take('a', 1, 0)).toEqual(refused(3));
  });
});

it('a rate of 0 gives all', () => {
  const buckets = new TokenBuckets(0);
  buckets.charge('a', 1000);
  expect(buckets.take('a', 1000, 0)).toEqual(taken);
});
