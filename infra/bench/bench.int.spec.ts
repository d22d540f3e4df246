import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const read = () => ['performance.md', 'performance.json'].map((name) => join(root, 'docs', name)).map((file) => existsSync(file) && readFileSync(file, 'utf8'));
const bench = (...args: string[]) => spawnSync(process.execPath, [join(import.meta.dirname, 'bench.mjs'), ...args], { cwd: root, encoding: 'utf8', timeout: 290_000 });

it('a tiny row goes through: prepared, measured, checked against the rows themselves, printed, and not written', () => {
  const before = read();
  const { status, stdout, stderr } = bench('dashboard', '--scale', '0.0002', '--repetitions', '1');
  expect({ status, failed: /could not be measured.*/.exec(stderr)?.[0] }).toEqual({ status: 0 });
  expect(stdout).toMatch(/\| a dashboard query: p95, over 2,000 feedback +\| +\| \d/);
  expect(read()).toEqual(before);
}, 300_000);
