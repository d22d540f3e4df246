import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairQueue } from './fair-queue.js';

function queueOf(waiting: Readonly<Record<string, number>>): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [tenant, count] of Object.entries(waiting)) for (let at = 0; at < count; at++) queue.push(tenant, `${tenant}${at}`);
  return queue;
}

describe('a queue that is fair to tenants', () => {
  it('puts nobody behind all of another', () => {
    const queue = queueOf({ noisy: 5000, calm: 2 });
    const taken = queue.take(500);
    expect([taken.length, taken.filter((it) => it.startsWith('calm')), queue.size]).toEqual([500, ['calm0', 'calm1'], 4502]);
  });

  it('serves more tenants than fit into one taking by turns', () => {
    const queue = queueOf({ a: 3, b: 3, c: 3, d: 3 });
    expect([queue.take(2), queue.take(2), queue.take(2)]).toEqual([['a0', 'b0'], ['c0', 'd0'], ['a1', 'b1']]);
  });

  it('loses nothing, doubles nothing, and keeps the order of each', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(40)), fc.integer({ min: 1, max: 30 }), (waiting, most) => {
      const queue = queueOf(waiting);
      const taken: string[] = [];
      while (queue.size > 0) {
        const part = queue.take(most);
        expect(part.length).toBe(Math.min(most, part.length + queue.size));
        taken.push(...part);
      }
      for (const [tenant, count] of Object.entries(waiting)) expect(taken.filter((it) => it.startsWith(tenant))).toEqual(Array.from({ length: count }, (_, at) => `${tenant}${at}`));
      expect(queue.take(most)).toEqual([]);
    }));
  });

  it.each([
    ['the first, however many he brings', {}, 'a', 2000, true],
    ['as many as fit', { a: 600 }, 'a', 400, true],
    ['no more than fit', { a: 600 }, 'a', 401, false],
    ['who has less than his share of a full queue', { noisy: 1000, a: 100 }, 'a', 400, true],
    ['no more than his share of a full queue', { noisy: 1000, a: 100 }, 'a', 401, false],
    ['the one who filled it no more', { noisy: 1000, a: 1 }, 'noisy', 1, false],
  ] as const)('has room for %s', (_, waiting, tenant, added, room) => {
    expect(queueOf(waiting).hasRoom(tenant, added, 1000)).toBe(room);
  });
});
