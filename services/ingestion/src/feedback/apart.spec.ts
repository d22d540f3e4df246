import { describe, expect, it } from '@jest/globals';
import { Collision, takeApart } from './apart.js';

const never = () => false;
const failing = (fails: (items: readonly number[], call: number) => Error | false) => {
  let calls = 0;
  return async (items: readonly number[]): Promise<string[]> => {
    const error = fails(items, ++calls);
    if (error) throw error;
    return items.map((it) => `took ${it}`);
  };
};
const deadlock = Object.assign(new Error('deadlock detected'), { driverError: { code: '40P01' } });

describe('a group', () => {
  it('of nothing is nothing', async () => expect(await takeApart([], failing(() => new Error('called')), never)).toEqual([]));

  it('loses only the one at fault, in its place', async () => {
    const bad = new Error('bad');
    const outcomes = await takeApart([1, 2, 3, 4, 5], failing((items) => items.includes(4) && bad), never);
    expect(outcomes).toEqual([{ receipt: 'took 1' }, { receipt: 'took 2' }, { receipt: 'took 3' }, { error: bad }, { receipt: 'took 5' }]);
  });

  it.each([['met another transaction', new Collision()], ['waited for one that waited for it', deadlock]])('that %s is begun anew', async (_, error) => {
    expect(await takeApart([1, 2], failing((_items, call) => call < 3 && error), never)).toEqual([{ receipt: 'took 1' }, { receipt: 'took 2' }]);
  });

  it('is not cut where that is hopeless', async () => {
    let calls = 0;
    const away = new Error('connect ECONNREFUSED');
    expect(await takeApart([1, 2, 3], failing(() => (calls++, away)), (error) => error === away)).toEqual([{ error: away }, { error: away }, { error: away }]);
    expect(calls).toBe(1);
  });
});
