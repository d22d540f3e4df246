// Writes what was measured to docs/performance.json, for machines, and docs/performance.md; rows that were not measured this time stay as they were.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { tableOf } from './harness.mjs';

const intro = `# Performance

Written by \`npm run bench\` (\`-- --help\` says what it can be told); never by hand. Contestants of a row take turns in one run, the first turn of each is thrown away; figures are medians, the ratio is the
median of the turns' ratios, the spread the least and the most of them (where nothing is compared: of the figure). A machine's load, its disk and its cores move the figures; ratios move less, and where their spread is wide, so is what they say. A row stays as it was measured until it is measured again:
each stands under its commit. Pools open and close a connection or two, so that handles count as growing from three on.
All processes share the machine's cores: services, Postgres (fsync on), Kafka, and the load, which is a process of its own (what a row asks beside it, probes and dashboards, comes from the command's). What a limit is and what the peer does: \`infra/bench\`.
`;

const git = (root, ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** Where something is measured, when, and of which commit. */
export function setting(root) {
  const [{ model }] = cpus();
  const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.version}`;
  const changed = git(root, 'status', '--porcelain', '--', 'libs', 'services', 'infra', 'package-lock.json') !== '';
  return { machine, commit: `${git(root, 'rev-parse', '--short=12', 'HEAD')}${changed ? ' with changes' : ''}`, at: new Date().toISOString().slice(0, 16) };
}

const idOf = ({ path, rival }) => `${path} | ${rival}`;

/** Puts results, measured in a setting, into the documents; `order` has the lines of all rows, so that a row measured later stands where it belongs. */
export function write(root, results, where, order) {
  const file = join(root, 'docs/performance.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const place = new Map(order.map(({ path, against = '' }, at) => [idOf({ path, rival: against }), at]));
  const all = new Map([...known, ...results.map((it) => ({ ...it, ...where }))].filter((it) => place.has(idOf(it))).map((it) => [idOf(it), it]));
  const sorted = [...all.values()].sort((a, b) => place.get(idOf(a)) - place.get(idOf(b)));
  writeFileSync(file, `[\n${sorted.map((it) => `  ${JSON.stringify(it)}`).join(',\n')}\n]\n`);
  const runs = Map.groupBy(sorted, ({ machine, commit }) => `Commit ${commit} on ${machine}`);
  const tables = [...runs].map(([title, rows]) => `## ${title}\n\nMeasured ${[...new Set(rows.map(({ at }) => at.slice(0, 10)))].join(', ')} (UTC).\n\n${tableOf(rows)}\n`);
  const judged = sorted.filter(({ met }) => met !== null);
  const verdict = `${judged.filter(({ met }) => met).length} of ${judged.length} goals are met.`;
  writeFileSync(join(root, 'docs/performance.md'), `${intro}\n${verdict}\n\n${tables.join('\n')}`);
}
