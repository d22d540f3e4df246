import { describe, expect, it } from '@jest/globals';
import { factInput } from '@vocloop/contracts';
import { correct, lackOf } from './fact.js';

describe('a fact', () => {
  it.each([
    [undefined, 'a', { status: 'accepted', reason: 'first', revision: 1 }],
    [{ revision: 2, contentHash: 'a' }, 'a', { status: 'duplicate', reason: 'same_content', revision: 2 }],
    [{ revision: 2, contentHash: 'a' }, 'b', { status: 'revised', reason: 'correction', revision: 3 }],
  ] as const)('after %j with content %s is %j', (before, hash, expected) => expect(correct(before, hash)).toEqual(expected));

  it.each([['revenue', undefined, '/unit'], ['revenue', 'EUR', undefined], ['deliveries', undefined, undefined]])('%s in %s lacks %s', (kind, unit, lack) => {
    expect(lackOf(factInput.parse({ kind, unit, value: 1, observedAt: '2026-03-02T00:00:00Z', source: 's' }))?.pointer).toBe(lack);
  });
});
