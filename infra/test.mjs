// npm test: installs what is missing, then lint, types, known holes in what we depend on, and the tests from the quick to the slow. Works from Node 20 on.
// npm test -- unit int   runs only these stages: lint, types, audit, unit, int, e2e
// npm test -- unit simulation   runs of these stages only the tests whose paths hold the other words
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { compileCache, fail, findNode, install, root } from './install.mjs';

install('all');
const node = findNode();
// Many processes are started and live for seconds: Node keeps what it compiled, and the broker's Java compiles once and quickly.
const brief = { NODE_COMPILE_CACHE: compileCache, JAVA_TOOL_OPTIONS: process.env.JAVA_TOOL_OPTIONS ?? '-XX:TieredStopAtLevel=1' };
const env = { ...process.env, ...brief, PATH: `${dirname(node)}:${process.env.PATH}`, NX_DAEMON: 'false', NX_TUI: 'false' };
const bin = (name, ...path) => join(root, 'node_modules', name, ...path);
const jest = (words, project, ...more) => [['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest', 'bin', 'jest.js'), `--selectProjects=${project}`, ...more, ...words.flatMap((it) => ['--testPathPatterns', it])]];
// Clients of brokers that a test has killed keep timers for a while; nothing waits for them once every engine has been stopped.
const stagesFor = (words) => ({
  // Through Nx, which caches its project graph first: without one its boundary rule skips itself and passes.
  lint: [[bin('nx', 'dist', 'bin', 'nx.js'), 'run', 'vocloop:lint-all']],
  types: [[bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
  audit: [[join(root, 'infra', 'supply.mjs'), 'audit']],
  unit: jest(words, 'unit', '--maxWorkers=2'),
  int: [[join(root, 'infra', 'build.mjs')], ...jest(words, 'int', '--maxWorkers=2', '--forceExit')],
  e2e: [[join(root, 'infra', 'build.mjs')], ...jest(words, 'e2e', '--maxWorkers=2', '--forceExit')],
});
const names = Object.keys(stagesFor([]));
const [asked, words] = [true, false].map((isStage) => process.argv.slice(2).filter((word) => names.includes(word) === isStage));

if (words.length > 0 && asked.length === 0) fail(`there is no stage "${words[0]}"; there are ${names.join(', ')}`);
const summary = [];
for (const [stage, commands] of Object.entries(stagesFor(words))) {
  if (asked.length > 0 && !asked.includes(stage)) continue;
  const began = Date.now();
  console.log(`\n── ${stage}`);
  const passed = commands.every((args) => spawnSync(node, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0);
  summary.push(`${passed ? 'passed' : 'FAILED'}  ${stage.padEnd(6)} ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (!passed) break;
}
console.log(`\n${summary.join('\n')}`);
const failed = summary.filter((line) => line.startsWith('FAILED')).length;
console.log(`${summary.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
