import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './install.mjs';

describe('on a clone where nothing is installed', () => {
  let clone: string;
  const run = (...argv: string[]) => spawnSync(process.execPath, argv, { cwd: clone, encoding: 'utf8', env: { ...process.env, PATH: `${join(clone, 'bin')}:${process.env['PATH']}` } });

  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'vocloop-clone-'));
    for (const it of ['package-lock.json', 'infra/install.mjs', 'infra/build.mjs', 'infra/swc.mjs', 'infra/voc.mjs', 'infra/train', 'libs/contracts/src']) cpSync(join(root, it), join(clone, it), { recursive: true });
    for (const it of ['bin', 'services']) mkdirSync(join(clone, it));
    writeFileSync(join(clone, 'bin/npm'), '#!/bin/sh\necho "npm $*"\nexit 1\n', { mode: 0o755 });
  });
  afterAll(() => rmSync(clone, { recursive: true }));

  it.each([
    ['voc score', ['infra/voc.mjs', 'score', 'a.txt'], 'what running needs'],
    ['voc keys --help', ['infra/voc.mjs', 'keys', '--help'], 'what running needs'],
    ['train --languages', ['infra/train/train.mjs', '--languages'], 'everything, tests too'],
    ['train --data', ['infra/train/train.mjs', '--data', '/nowhere'], 'everything, tests too'],
  ])('%s installs first, and says so where no output is', (_, argv, what) => {
    const { status, stdout, stderr } = run(...argv);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^installing ${what} .*\\nnpm ci .*\\nvocloop: npm ci failed`));
  });

  it.each([[0, []], [0, ['--help']], [2, ['nonsense']]])('voc answers %i to %j without installing', (status, argv) => {
    const answered = run('infra/voc.mjs', ...argv);
    expect(answered.status).toBe(status);
    expect(status === 0 ? answered.stdout : answered.stderr).toContain('npx voc COMMAND --help says more.');
  });
});
