import { describe, expect, it } from '@jest/globals';
import { judge, measure, quantile, tableOf } from './harness.mjs';
import { scoring } from './rows/scoring.mjs';

const of = (it: number) => it;

describe('a row', () => {
  it('lets its contestants take turns, throws the first turn of each away, and ends in any case', async () => {
    const turns: string[] = [];
    const row = {
      name: 'row',
      lines: [{ path: 'a path', of, unit: '/s', rival: 'rival', against: 'a rival', goal: { least: 2 } }, { path: 'a path', of, rival: 'absent' }],
      prepare: async () => Promise.resolve({
        ours: async (turn: number) => { turns.push(`ours ${turn}`); return Promise.resolve(turn === 0 ? 1 : 30 + turn); },
        rival: async (turn: number) => { turns.push(`rival ${turn}`); return Promise.resolve(turn === 0 ? 1000 : 10); },
        close: async () => { turns.push('close'); return Promise.resolve(); },
      }),
    };
    expect(await measure(row, {}, { repetitions: 3 })).toEqual([{ path: 'a path', ours: 32, against: 10, ratio: 3.2, spread: [3.1, 3.3], goal: 'at least 2', met: true, unit: '/s', rival: 'a rival' }]);
    expect(turns).toEqual(['ours 0', 'rival 0', 'ours 1', 'rival 1', 'ours 2', 'rival 2', 'ours 3', 'rival 3', 'close']);
  });
});

it('a tiny row goes through', async () => {
  const results = await measure(scoring, { options: {}, events: () => 20 }, { repetitions: 1 });
  expect(results).toContainEqual(expect.objectContaining({ path: 'right sign of texts whose writer took a side', rival: 'natural', unit: '%', goal: 'at least 1' }));
});

describe('a line', () => {
  const runs = new Map([['ours', [100, 300, 200]], ['rival', [100, 100, 100]]]);
  it.each([
    ['a ratio that is reached', { rival: 'rival', goal: { least: 2 } }, { ratio: 2, spread: [1, 3], met: true }],
    ['a ratio that is missed', { rival: 'rival', goal: { least: 2.1 } }, { ratio: 2, met: false, goal: 'at least 2.1' }],
    ['a figure that stays below', { goal: { most: 250 }, unit: 'ms' }, { ratio: null, against: null, ours: 200, spread: [100, 300], met: true, goal: 'at most 250 ms' }],
    ['a figure that does not', { goal: { most: 150 }, unit: 'ms' }, { met: false }],
    ['no goal', {}, { goal: null, met: null }],
  ])('tells of %s', (_, line, result) => {
    expect(judge({ path: 'x', of, ...line }, runs)).toMatchObject(result);
  });

  it('that is missed says so in the table', () => {
    expect(tableOf([judge({ path: 'x', of, goal: { most: 150 }, unit: 'ms' }, runs)])).toContain('| at most 150 ms | **missed** |');
  });
});

it.each([[[1, 2, 3, 4], 0.5, 2.5], [[5], 0.99, 5], [[3, 1, 2], 0.5, 2], [[1, 2, 3, 4, 5], 1, 5]])('the quantile of %j at %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});
