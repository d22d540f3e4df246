// Writes what a run found into docs/reliability.md, between its markers: the command's own words, with machine, commit and seed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crashPoints } from './crash-points.mjs';
import { root } from './test-build.mjs';

const file = join(root, 'docs/reliability.md');
const thousands = (n) => n.toLocaleString('en');

/** Replaces the last result; of planted faults, the rows of those that were tried, a log each. */
export function record(results, about) {
  const name = results[0].plant ? 'plants' : 'result';
  const [begin, end] = [`<!-- chaos ${name} begins -->`, `<!-- chaos ${name} ends -->`];
  const [before, after] = readFileSync(file, 'utf8').split(begin);
  const at = after?.indexOf(end) ?? -1;
  if (at < 0) throw new Error(`${file} lacks the markers ${begin} and ${end}`);
  const text = name === 'plants' ? plantsTable(results, about, after.slice(0, at)) : `Seed ${about.seed}, commit ${about.commit}, ${about.machine}, ${about.at} UTC.\n\n${table(results)}`;
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${after.slice(at)}`);
}

const row = (cells) => `| ${cells.join(' | ')} |`;

function plantsTable(results, { seed, commit, at }, before) {
  const rows = new Map(before.split('\n').flatMap((line) => { const [, name, log] = /^\| `([^`]+)`.*\| (\w+), seed/.exec(line) ?? []; return name ? [[`${name} ${log}`, line]] : []; }));
  for (const { plant, says, log, violates, passed, violations } of results)
    rows.set(`${plant} ${log}`, row([`\`${plant}\``, says, violations.map(({ name, count }) => `${name} ×${count}`).join(', ') || 'nothing', plant === 'none' ? (passed ? 'clean' : '**not clean**') : passed ? `caught as ${violates}` : `**missed**: ${violates}`, `${log}, seed ${seed}, ${commit}, ${at}`]));
  return [row(['planted', 'what it is', 'found', '', 'tried on']), row(['---', '---', '---', '---', '---']), ...rows.values()].join('\n');
}

function table(results) {
  const count = (it, ...names) => it.violations.filter(({ name }) => names.some((wanted) => name.startsWith(wanted))).reduce((sum, { count: n }) => sum + n, 0);
  const named = (it) => crashPoints.filter(({ name }) => it.hits.some((hit) => hit.endsWith(` ${name}`))).length;
  const rows = [
    ['log', (it) => (it.log === 'kafka' ? `Kafka, ${it.client}` : 'Postgres')],
    ['events sent; records in the log; keys', (it) => `${thousands(it.sent)}; ${thousands(it.records)}; ${thousands(it.keys)}`],
    ['kills; at so many named crash points', (it) => `${it.deaths}; ${named(it)}`],
    ['outcomes unknown to the client; requests sent again', (it) => `${it.unknown}; ${it.retried}`],
    ['forced redeliveries', (it) => thousands(it.redelivered)],
    ['accepted and lost; done twice', (it) => `${count(it, 'I1 lost', 'I2 effect missing', 'I2 dead', 'I2 not delivered')}; ${count(it, 'I1 twice', 'I2 effect twice', 'I2 told twice', 'I2 answered twice', 'I2 figures')}`],
    ['out of order; other violations', (it) => `${count(it, 'I3')}; ${count(it, 'I1 refused', 'I1 answered', 'I2 told unasked', 'I4', 'I5', 'I6')}`],
    ['after a death ready again: p50; p99', (it) => `${it.readyMs.p50} ms; ${it.readyMs.p99} ms`],
    ['after a death the first effect: p50; p99', (it) => `${it.effectMs.p50} ms; ${it.effectMs.p99} ms`],
    ['load; until quiet', (it) => `${it.seconds.load} s; ${it.seconds.quiet} s`],
    ...[...new Set(results.flatMap(({ gates }) => gates.map(({ fault, gate }) => `${fault}: ${gate}`)))].map((name) => [name, (it) => {
      const gate = it.gates.find(({ fault, gate: said }) => `${fault}: ${said}` === name);
      return gate ? `${gate.met ? 'met' : '**missed**'}: ${gate.figure}` : '';
    }]),
    ['outcome', (it) => (it.passed ? 'passed' : it.violations.length + it.still.length + it.missed.length > 0 ? '**failed**' : 'nothing violated; a gate missed')],
  ];
  const [head, ...body] = rows.map(([name, of]) => row([name, ...results.map(of)]));
  return [head, row(['---', ...results.map(() => '---')]), ...body].join('\n');
}
