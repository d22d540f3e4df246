import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
let copy: string;

/** The repository as it stands, with what is installed linked in; our own packages are those of the copy. */
function throwAway(): string {
  const to = mkdtempSync(join(tmpdir(), 'vocloop-generated-'));
  const left = /\/(dist|node_modules|\.voc|\.nx|\.git)(\/|$)/;
  for (const it of ['libs', 'services', 'infra', 'docs', '.env.example', 'docker-compose.yml', 'README.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE', 'package.json', 'package-lock.json', 'nx.json', 'tsconfig.json', 'tsconfig.base.json', 'eslint.config.mjs', 'jest.config.mjs']) {
    cpSync(join(root, it), join(to, it), { recursive: true, filter: (file) => !left.test(file.slice(root.length)) });
  }
  const installed = join(root, 'node_modules');
  mkdirSync(join(to, 'node_modules', '@vocloop'), { recursive: true });
  for (const it of readdirSync(installed)) if (it !== '@vocloop' && it !== '.cache') symlinkSync(join(installed, it), join(to, 'node_modules', it));
  for (const it of readdirSync(join(installed, '@vocloop'))) symlinkSync(readlinkSync(join(installed, '@vocloop', it)), join(to, 'node_modules', '@vocloop', it));
  return to;
}

/** Runs a tool of node_modules in the copy; resolves to its status and what it said. */
function run(tool: string, ...args: string[]): { status: number | null; said: string } {
  // Without what belongs to this test run of jest; the servers that it started are shared.
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NX_WORKSPACE_ROOT_PATH: ___, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags(tool), join(copy, 'node_modules', tool), ...args], { cwd: copy, encoding: 'utf8', env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' } });
  return { status, said: `${stdout}${stderr}` };
}
const flags = (tool: string) => (tool.startsWith('jest/') ? ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'] : []);
const nx = (...args: string[]) => run('nx/dist/bin/nx.js', ...args);
const passes = { status: 0 };

beforeAll(() => {
  copy = throwAway();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('what the generators make', () => {
  it('is made: a service, an event of a topic that is there, an event of a new one', () => {
    expect(nx('g', './infra/nx:event', 'ParcelLost', '--topic', 'voc.issue.v1')).toMatchObject(passes);
    expect(nx('g', './infra/nx:event', 'PointsEarned', '--topic', 'voc.points.v1', '--summary', "A customer's points were counted.")).toMatchObject(passes);
    expect(nx('g', './infra/nx:service', 'loyalty', '--on', 'PointsEarned')).toMatchObject(passes);
  }, 120_000);

  it('stands wherever services are listed', () => {
    for (const file of ['services/platform/src/services.ts', 'services/platform/src/gateway.ts', 'eslint.config.mjs', 'package-lock.json', 'docker-compose.yml', 'docs/openapi.json']) {
      expect([file, readFileSync(join(copy, file), 'utf8').includes('loyalty')]).toEqual([file, true]);
    }
    expect(readFileSync(join(copy, 'docs/asyncapi.json'), 'utf8')).toContain('ParcelLost.v1');
  });

  it('passes the compiler', () => {
    const { said } = run('typescript/bin/tsc', '-p', 'tsconfig.json');
    // What others are at work on is their tests' matter.
    expect(said.split('\n').filter((line) => /loyalty|libs\/contracts|services\/platform/.test(line))).toEqual([]);
  }, 180_000);

  it('passes the lint', () => {
    expect(nx('run-many', '-t', 'lint', '--projects=@vocloop/loyalty,@vocloop/contracts', '--outputStyle=static')).toMatchObject(passes);
  }, 180_000);

  it('passes its tests, and the contracts pass theirs', () => {
    const { status, said } = run('jest/bin/jest.js', '--selectProjects=unit', '--selectProjects=int', '--testPathPatterns', 'services/loyalty/', 'libs/contracts/', 'platform/src/documents', 'infra/lint/exports');
    expect({ status, said: status === 0 ? '' : said }).toEqual({ status: 0, said: '' });
    expect(said).toMatch(/PASS .*loyalty\.int\.spec\.ts/);
    expect(said).toMatch(/PASS .*sighting\.spec\.ts/);
  }, 180_000);
});

describe('what cannot be made is refused before anything is written', () => {
  it.each([
    ['a service that is there', ['./infra/nx:service', 'issues'], 'there is a package "issues" already'],
    ['a service of a bad name', ['./infra/nx:service', 'Loyalty-Points'], 'must be one word'],
    ['a service on an event that is not there', ['./infra/nx:service', 'claims', '--on', 'ClaimMade'], 'there is no such event'],
    ['an event that is there', ['./infra/nx:event', 'IssueOpened', '--topic', 'voc.issue.v1'], 'there is an event IssueOpened already'],
    ['an event of a bad name', ['./infra/nx:event', 'parcel', '--topic', 'voc.issue.v1'], 'past participle'],
    ['an event of a bad topic', ['./infra/nx:event', 'ClaimMade', '--topic', 'claims'], 'a topic is named like'],
  ])('%s', (_, args, why) => {
    const { status, said } = nx('g', ...args);
    expect(status).not.toBe(0);
    expect(said).toContain(why);
    expect(said).not.toContain('CREATE');
  }, 60_000);
});
