import { describe, expect, it } from '@jest/globals';
import { byRequest, claimOf, toKeep, toldBefore } from './request.js';

const item = (tenant: string, keyHash?: string, index = 0) => ({ tenant, ...(keyHash !== undefined && { request: { keyHash, index } }) });

describe('items of requests', () => {
  const [a0, a1, b0, other, alone] = [item('acme', 'a', 0), item('acme', 'a', 1), item('acme', 'b', 0), item('globex', 'a', 0), item('acme')];

  it.each([
    ['of none', [alone], []],
    ['of one', [a0, alone, a1], [['acme', 'a', 2]]],
    ['of several, and of tenants that name theirs alike', [a0, b0, other, a1], [['acme', 'a', 2], ['acme', 'b', 1], ['globex', 'a', 1]]],
  ])('%s are found by their key', (_, items, expected) => expect(byRequest(items).map(({ tenant, keyHash, items: its }) => [tenant, keyHash, its.length])).toEqual(expected));

  it.each([
    ['nothing was kept', [], []],
    ['some were told', [{ tenant: 'acme', keyHash: 'a', receipts: { 1: { id: 'one' } } }], [[a1, { id: 'one' }]]],
    ["another tenant's request of the same key was", [{ tenant: 'globex', keyHash: 'a', receipts: { 0: { id: 'theirs' } } }], [[other, { id: 'theirs' }]]],
  ])('are told what they were told where %s', (_, kept, expected) => expect([...toldBefore(byRequest([a0, a1, b0, other]), kept)]).toEqual(expected));

  it('are kept by their places, those that were taken now', () => {
    expect(toKeep(byRequest([a0, a1, b0]), new Map([[a1, { id: 'one' }]]))).toEqual([{ tenant: 'acme', keyHash: 'a', receipts: { 1: { id: 'one' } } }, { tenant: 'acme', keyHash: 'b', receipts: {} }]);
  });
});

describe('a key that is taken', () => {
  it.each([
    [undefined, { kind: 'in_flight' }],
    [{ bodyHash: 'other', status: null, answer: null }, { kind: 'other_body' }],
    [{ bodyHash: 'same', status: null, answer: null }, { kind: 'in_flight' }],
    [{ bodyHash: 'same', status: 202, answer: '{}' }, { kind: 'answered', status: 202, answer: '{}' }],
  ])('by %j means %j', (taken, expected) => expect(claimOf(taken, 'same')).toEqual(expected));
});
