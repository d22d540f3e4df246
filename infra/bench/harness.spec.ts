import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { growthOf, judge, measure, quantile, slopeOf, tableOf } from './harness.mjs';
import { setting, write } from './report.mjs';
import { scoring } from './rows/scoring.mjs';

const of = (it: number) => it;

describe('a row', () => {
  it('lets its contestants take turns, throws the first turn of each away, and ends in any case', async () => {
    const turns: string[] = [];
    const row = {
      name: 'row',
      lines: [{ path: 'a path', of, unit: '/s', rival: 'rival', against: 'a rival', goal: { least: 2 } }],
      prepare: async () => Promise.resolve({
        ours: async (turn: number) => { turns.push(`ours ${turn}`); return Promise.resolve(turn === 0 ? 1 : 30 + turn); },
        rival: async (turn: number) => { turns.push(`rival ${turn}`); return Promise.resolve(turn === 0 ? 1000 : 10); },
        close: async () => { turns.push('close'); return Promise.resolve(); },
      }),
    };
    expect(await measure(row, {}, { repetitions: 3 })).toEqual([{ path: 'a path', ours: 32, against: 10, ratio: 3.2, spread: [3.1, 3.3], goal: 'at least 2', met: true, unit: '/s', rival: 'a rival' }]);
    expect(turns).toEqual(['ours 0', 'rival 0', 'ours 1', 'rival 1', 'ours 2', 'rival 2', 'ours 3', 'rival 3', 'close']);
  });

  it('whose rival is not there is not measured', async () => {
    const row = { name: 'row', lines: [{ path: 'a path', of, rival: 'absent' }], prepare: async () => Promise.resolve({ ours: of }) };
    await expect(measure(row, {}, { repetitions: 1 })).rejects.toThrow('row: there is no absent');
  });
});

it('a tiny row goes through', async () => {
  const results = await measure(scoring, { options: {}, events: () => 20 }, { repetitions: 1 });
  const line = { rival: 'vader-sentiment', unit: '%', goal: null, met: null };
  expect(results).toContainEqual(expect.objectContaining({ ...line, path: 'right sign of texts whose writer took a side', over: expect.stringMatching(/^1?\d of the sample's own texts$/) }));
  expect(results).toContainEqual(expect.objectContaining({ ...line, path: expect.stringMatching(/^three classes, macro-F1/), over: "20 of the sample's own texts" }));
});

describe('a line', () => {
  const runs = new Map([['ours', [100, 300, 200]], ['rival', [100, 100, 100]]]);
  it.each([
    ['a ratio that is reached', { rival: 'rival', goal: { least: 2 } }, { ratio: 2, spread: [1, 3], met: true }],
    ['a ratio that is missed', { rival: 'rival', goal: { least: 2.1 } }, { ratio: 2, met: false, goal: 'at least 2.1' }],
    ['a figure that stays below', { goal: { most: 250 }, unit: 'ms' }, { ratio: null, against: null, ours: 200, spread: [100, 300], met: true, goal: 'at most 250 ms' }],
    ['a figure that does not', { goal: { most: 150 }, unit: 'ms' }, { met: false }],
    ['no goal', {}, { goal: null, met: null }],
    ['work as large as the goal names', { over: () => [1000, 'rows'], goal: { least: 200, from: 1000 } }, { over: '1,000 rows', goal: 'at least 200 over 1,000', met: true }],
    ['smaller work', { over: () => [999, 'rows'], goal: { least: 200, from: 1000 } }, { over: '999 rows', met: null }],
    ['a goal that hangs on what was measured', { goal: (first: number) => first === 100 && { most: 150 } }, { goal: 'at most 150', met: false }],
    ['no goal where it hangs on something else', { goal: (first: number) => first !== 100 && { most: 150 } }, { goal: null, met: null }],
  ])('tells of %s', (_, line, result) => {
    expect(judge({ path: 'x', of, ...line }, runs)).toMatchObject(result);
  });

  it('that is missed says so in the table', () => {
    expect(tableOf([judge({ path: 'x', of, goal: { most: 150 }, unit: 'ms' }, runs)])).toContain('| at most 150 ms | **missed** |');
  });

  it('tells in the table what it was measured on, and that this is less than the goal names', () => {
    expect(tableOf([judge({ path: 'x', of, over: () => [999, 'rows'], goal: { least: 200, from: 1000 } }, runs)])).toMatch(/\| x, over 999 rows \|.*\| at least 200 over 1,000 \| smaller than the goal's \|/);
  });
});

it.each([[[1, 2, 3, 4], 0.5, 2.5], [[5], 0.99, 5], [[3, 1, 2], 0.5, 2], [[1, 2, 3, 4, 5], 1, 5]])('the quantile of %j at %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

it.each([[[[0, 1], [1, 3], [2, 5]], 2], [[[0, 5], [1, 5]], 0], [[[0, 2], [1, 0], [2, 1]], -0.5], [[[1, 7]], 0]])('the slope of %j is %d', (points, expected) => {
  expect(slopeOf(points)).toBe(expected);
});

it.each([[[1, 1, 9, 9, 9, 9, 2, 2], 1], [[5], 0], [[5, 3], -2]])('%j grows by %d', (values, expected) => {
  expect(growthOf(values)).toBe(expected);
});

it('a run of one row changes its lines only; the others keep their figures and their commit, and its own is the one that it began on', () => {
  const root = mkdtempSync(join(tmpdir(), 'voc-report-'));
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, encoding: 'utf8' });
  const commit = () => { git('commit', '-q', '--allow-empty', '-m', 'x'); return git('rev-parse', '--short=12', 'HEAD').trim(); };
  const order = [{ path: 'first', against: '' }, { path: 'second', against: 'a rival' }];
  const result = (path: string, rival: string, ours: number) => ({ path, rival, ours, against: null, ratio: null, spread: [ours, ours], goal: null, met: null, unit: 'ms' });
  mkdirSync(join(root, 'docs'));
  git('init', '-q');
  const before = commit();
  write(root, [result('second', 'a rival', 2), result('first', '', 1)], setting(root), order);
  const after = commit();
  const where = setting(root);
  commit();
  write(root, [result('first', '', 10), result('gone', '', 5)], where, order);
  expect(JSON.parse(readFileSync(join(root, 'docs/performance.json'), 'utf8'))).toEqual([
    expect.objectContaining({ path: 'first', ours: 10, commit: after, at: expect.any(String), machine: expect.any(String) }), expect.objectContaining({ path: 'second', ours: 2, commit: before }),
  ]);
  expect(readFileSync(join(root, 'docs/performance.md'), 'utf8')).toMatch(new RegExp(`Commit ${after} on .*\\| first .*\\| 10 ms.*Commit ${before} on .*\\| second .*\\| 2 ms`, 's'));
  rmSync(root, { recursive: true });
});
