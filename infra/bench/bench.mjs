// npm run bench: measures the platform, its limits and the peer, interleaved in one run; prints a table and writes it to docs/performance.md and .json.
import { parseArgs } from 'node:util';
import { install, moveToNewNode } from '../install.mjs';

// Tests' packages too: what scoring is measured against is among them.
install('all');
moveToNewNode();

const { build } = await import('../build.mjs');
await build();
await build(['infra/bench/limits', 'infra/bench/peer']);
const { rows } = await import('./rows/index.mjs');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false }, repetitions: { type: 'string' },
    scale: { type: 'string' }, labelled: { type: 'string' }, history: { type: 'string' }, import: { type: 'string' }, minutes: { type: 'string' }, 'peer-partitions': { type: 'string' },
  },
});
const usage = `npm run bench -- [ROW…] [options]

  (none)               every row but the soak, written to docs/performance.md and docs/performance.json
  ROW…                 only these; the others keep what was measured of them before
  --quick              a tenth of the events, of the history and of the import, two repetitions, nothing written: for a look
  --scale SHARE        a share of all these; below 1 nothing is written
  --repetitions N      how often each contestant has its turn after the warm-up (default 5; below that nothing is written)
  --history N          feedback in the history that dashboards and the loop are measured on (default 10000000)
  --minutes N          how long the soak takes (default 60)
  --import N           rows of the import (default 1000000)
  --labelled FOLDER    English texts to score, .tsv files of text and neg|neu|pos (default: the sample's, by their ratings)
  --peer-partitions N  partitions that the peer works on at once (default 8)

  rows: ${rows.map(({ name }) => name).join(', ')}`;
const unknown = positionals.find((name) => !rows.some((row) => row.name === name));
if (values.help || unknown) {
  console.log(unknown ? `there is no row "${unknown}"\n\n${usage}` : usage);
  process.exit(unknown ? 2 : 0);
}
function above(name, byDefault) {
  const value = Number(values[name] ?? byDefault);
  return value > 0 && Number.isFinite(value) ? value : refuse(name, 'a number above 0');
}

function whole(name, byDefault) {
  const value = above(name, byDefault);
  return Number.isInteger(value) ? value : refuse(name, 'a whole number');
}

function refuse(name, wanted) {
  console.error(`--${name} must be ${wanted}, not "${values[name]}"\nSee: npm run bench -- --help`);
  process.exit(2);
}

const { run } = await import('./run.mjs');
const chosen = positionals.length > 0 ? rows.filter(({ name }) => positionals.includes(name)) : rows.filter(({ onlyNamed }) => !onlyNamed);
process.exit(await run(chosen, {
  scale: above('scale', values.quick ? 0.1 : 1), repetitions: whole('repetitions', values.quick ? 2 : 5),
  history: whole('history', 10_000_000), import: whole('import', 1_000_000), minutes: above('minutes', 60), peerPartitions: whole('peer-partitions', 8), labelled: values.labelled,
}));
