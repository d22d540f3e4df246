// Writes what a run found into docs/reliability.md, between its markers: the command's own words, with machine, commit and seed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crashPoints } from './crash-points.mjs';
import { root } from './test-build.mjs';

const file = join(root, 'docs/reliability.md');
const thousands = (n) => n.toLocaleString('en');

/** Replaces what was recorded before of the same: a result by its log and client, a planted fault by its log. */
export function record(results) {
  const name = results[0].plant ? 'plants' : 'result';
  const [begin, end] = [`<!-- chaos ${name} begins -->`, `<!-- chaos ${name} ends -->`];
  const [before, after] = readFileSync(file, 'utf8').split(begin);
  const at = after?.indexOf(end) ?? -1;
  if (at < 0) throw new Error(`${file} lacks the markers ${begin} and ${end}`);
  const text = (name === 'plants' ? plantsTable : resultBlocks)(results, after.slice(0, at));
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${after.slice(at)}`);
}

const row = (cells) => `| ${cells.join(' | ')} |`;

/** A block per log and client, beside those that were there. */
export function resultBlocks(results, before) {
  const blocks = new Map(before.trim().split(/\n+(?=Seed )/).filter(Boolean).map((block) => [/^\| log \| (.+) \|$/m.exec(block)?.[1], block]));
  for (const it of results) blocks.set(logOf(it), `Seed ${it.seed}, commit ${it.commit}, ${it.machine}, ${it.at} UTC.\n\n${tableOf(it)}`);
  return [...blocks.values()].join('\n\n');
}

const logOf = ({ log, client }) => (log === 'kafka' ? `Kafka, ${client}` : 'Postgres');

function plantsTable(results, before) {
  const rows = new Map(before.split('\n').flatMap((line) => { const [, name, log] = /^\| `([^`]+)`.*\| (\w+), seed/.exec(line) ?? []; return name ? [[`${name} ${log}`, line]] : []; }));
  for (const { plant, says, log, violates, passed, violations, seed, commit, at } of results)
    rows.set(`${plant} ${log}`, row([`\`${plant}\``, says, violations.map(({ name, count }) => `${name} ×${count}`).join(', ') || 'nothing', plant === 'none' ? (passed ? 'clean' : '**not clean**') : passed ? `caught as ${violates}` : `**missed**: ${violates}`, `${log}, seed ${seed}, ${commit}, ${at}`]));
  return [row(['planted', 'what it is', 'found', '', 'tried on']), row(['---', '---', '---', '---', '---']), ...rows.values()].join('\n');
}

/** What a trial came to, as a table in Markdown, which reads well on a terminal too. */
export function tableOf(it) {
  const count = (...names) => it.violations.filter(({ name }) => names.some((wanted) => name.startsWith(wanted))).reduce((sum, { count: n }) => sum + n, 0);
  const named = crashPoints.filter(({ name }) => it.hits.some((hit) => hit.endsWith(` ${name}`))).length;
  const rows = [
    ['log', logOf(it)],
    ['---', '---'],
    ['feedback submitted, also again, in vain or unreadable; accepted, each counted once; records in the log', `${thousands(it.submitted)}; ${thousands(it.accepted)}; ${thousands(it.records)}`],
    ['feedback and issues; such of two events or more, whose order is looked at', `${thousands(it.ids)}; ${thousands(it.orderedKeys)}`],
    ['kills; at so many named crash points', `${it.deaths}; ${named}`],
    ['outcomes unknown to the client; requests sent again', `${it.unknown}; ${it.retried}`],
    ['forced redeliveries; other records that came again', `${thousands(it.redelivered)}; ${thousands(it.otherDuplicates)}`],
    ['accepted and lost; done twice', `${count('I1 lost', 'I2 effect missing', 'I2 dead', 'I2 not delivered')}; ${count('I1 twice', 'I2 effect twice', 'I2 told twice', 'I2 answered twice', 'I2 figures')}`],
    ['out of order; other violations', `${count('I3')}; ${count('I1 refused', 'I1 answered', 'I2 told unasked', 'I4', 'I5', 'I6')}`],
    ['after a death ready again: p50; p99', `${it.readyMs.p50} ms; ${it.readyMs.p99} ms`],
    ["after a death the first effect, routing's left out: p50; p99", `${it.effectMs.p50} ms; ${it.effectMs.p99} ms`],
    ['load; until quiet', `${it.seconds.load} s; ${it.seconds.quiet} s`],
    ...it.gates.map(({ fault, gate, met, figure }) => [`${fault}: ${gate}`, `${met ? 'met' : '**missed**'}: ${figure}`]),
    ['outcome', it.passed ? 'passed' : it.violations.length + it.still.length + it.missed.length > 0 ? '**failed**' : `nothing violated; gates missed: ${it.gates.filter(({ met }) => !met).length}`],
  ];
  return rows.map(row).join('\n');
}
