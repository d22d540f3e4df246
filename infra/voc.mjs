#!/usr/bin/env node
// npx voc COMMAND: each command is a module that exports run(argv, io) and resolves to the exit code. Works from Node 20 on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, goOnAs, install, root } from './install.mjs';

const commands = {
  import: { module: 'services/ingestion/dist/import/command.service.js', needs: ['libs/contracts', 'services/ingestion'], summary: 'import FILE     feedback from a CSV or JSONL file' },
  score: { module: 'services/sentiment/dist/measuring/score-command.service.js', needs: ['libs/contracts', 'libs/text', 'services/sentiment'], summary: 'score FILE      what the sentiment service makes of texts' },
  classify: { module: 'services/sentiment/dist/measuring/classify-command.service.js', needs: ['libs/contracts', 'libs/text', 'services/sentiment'], summary: 'classify        learns labels from one file, gives them to another' },
  group: { module: 'services/issues/dist/measuring/group-command.service.js', needs: ['libs/contracts', 'libs/text', 'services/issues'], summary: 'group FILE      puts texts together that speak of the same' },
  rescore: { module: 'services/platform/dist/commands/rescore.js', summary: 'rescore         has feedback scored anew, and every count follows' },
  'dead-letters': { module: 'services/platform/dist/commands/dead-letters.js', summary: 'dead-letters    what could not be taken: list, replay, discard' },
  keys: { module: 'services/platform/dist/commands/keys.js', summary: 'keys create     an API key' },
};

// Who reads only the first lines has read enough.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const [name, ...argv] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
if (command) await carryOut(command);
else {
  const asked = name === undefined || name === '--help' || name === '-h' || name === 'help';
  (asked ? process.stdout : process.stderr).write(`${asked ? '' : `voc: there is no command "${name}"\n\n`}npx voc COMMAND [options]\n\n${Object.values(commands).map((it) => `  ${it.summary}`).join('\n')}\n\nnpx voc COMMAND --help says more.\n`);
  process.exitCode = asked ? 0 : 2;
}

async function carryOut({ module, needs }) {
  // Beside the sources, what is missing is installed and what has changed is compiled; an image brings only what is compiled.
  const hasSources = existsSync(join(root, 'libs', 'contracts', 'src'));
  // Only where nothing was: a command takes no packages from under a platform that runs.
  if (hasSources && !existsSync(join(root, 'node_modules', '.package-lock.json'))) install('prod');
  const node = findNode();
  if (node !== process.execPath) return goOnAs(node, [import.meta.filename ?? process.argv[1], ...process.argv.slice(2)]);
  if (hasSources) await (await import('./build.mjs')).build(needs);
  const { run } = await import(join(root, module));
  process.exitCode = await run(argv, { env: process.env, stdout: process.stdout, stderr: process.stderr, fetch: globalThis.fetch });
}
