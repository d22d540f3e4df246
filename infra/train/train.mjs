// npm run train -- --data DIR              makes the weights in libs/text/src/weights from labelled texts: for the same data the same, to the byte
// npm run train -- --data DIR --check      says whether the weights there are what it would make
// npm run train -- --data DIR --measure M  measures them on the labelled sets in M too, and writes docs/understanding.md
// npm run train -- --data DIR --keep-vectors   leaves the vectors of words as they are; making them needs Python 3.11 and half an hour
// npm run train -- --languages [--check]   only the table that tells languages apart, which is made from the package eld and needs no texts
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { install, moveToNewNode, root } from '../install.mjs';

const flag = { type: 'boolean' };
const usage = 'npm run train -- --data DIR [--check] [--keep-vectors] [--measure DIR], or --languages [--check]   DIR has sentiment/ and topic/, as docs/model-card.md says';
const values = given();
// Tests' packages too: the table of languages is made from one of them, and others are measured beside ours.
install('all');
moveToNewNode();

const { build } = await import('../build.mjs');
const needed = ['libs/contracts', 'libs/text', 'services/sentiment', 'services/issues'];
await build(needed);
const { encodeWeights, learn } = await import('@vocloop/text');
const { dataTable, examplesIn, textsIn } = await import('./data.mjs');
const { languageTable } = await import('./languages.mjs');
const { reached } = await import('./reached.mjs');
const { correctedTable, goalTable, groupTable, heldOutTable, putInto, scoredPerSecond, sentimentTable, topicTable, unseenGroupTable } = await import('./measure.mjs');
const began = performance.now();
const log = (said) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${said}`);

function given() {
  try {
    const { values: said } = parseArgs({ options: { data: { type: 'string' }, measure: { type: 'string' }, check: flag, languages: flag, 'keep-vectors': flag, help: { ...flag, short: 'h' } } });
    if (said.help) process.exit(console.log(usage));
    if (said.data || said.languages) return said;
    throw new Error('--data DIR or --languages is needed');
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** Makes tables of vectors of texts, without those that are left out of them. */
async function vectorsOf(texts) {
  const { vectorTable } = await import('./vectors.mjs');
  return (leftOut) => vectorTable(texts, log, leftOut);
}

/** Writes a file of the weights, or says whether it is what it should be. */
function put(name, bytes) {
  const file = join(root, 'libs', 'text', 'src', 'weights', name);
  if (!values.check) return writeFileSync(file, bytes);
  const same = Buffer.compare(readFileSync(file), bytes) === 0;
  log(`${name} ${same ? 'is what it should be' : 'differs'}`);
  if (!same) process.exitCode = 1;
}

/** Says a table, and puts it into its document. */
function write(document, name, lines) {
  for (const line of lines) log(line);
  putInto(join(root, 'docs', document), name, lines);
}

put('languages.bin', languageTable());
if (values.languages) process.exit();
const [examples, texts] = [examplesIn, textsIn].map((read) => read(resolve(values.data)));
const taught = dataTable(examples, texts);
const vectorsWithout = values['keep-vectors'] ? undefined : await vectorsOf(texts);
if (vectorsWithout) put('vectors-en.bin', vectorsWithout());
const learned = learn(examples, 'goemotions', log);
put('en.bin', encodeWeights(learned.weights));
put('words.json', Buffer.from(`${JSON.stringify(learned.words)}\n`));
if (values.check) process.exit();
const figures = new Map();
const keep = (name, it) => figures.set(name, it);
const whileHeldOut = reached(examples, learned.heldOut);
for (const it of whileHeldOut) keep(it.source, it);
write('model-card.md', 'data', taught);
write('model-card.md', 'held out', await heldOutTable(whileHeldOut, examples));

if (values.measure) {
  await build(needed);
  const command = (name, service = 'sentiment') => import(`../../services/${service}/dist/measuring/${name}-command.service.js`).then(({ run }) => run);
  const [train, measure] = [resolve(values.data), resolve(values.measure)];
  const tables = {
    sentiment: () => command('score').then((run) => sentimentTable(run, measure, keep)),
    corrected: () => command('score').then((run) => correctedTable(run, measure, keep)),
    topics: () => command('classify').then((run) => topicTable(run, train, measure, keep)),
    groups: () => command('group', 'issues').then((run) => groupTable(run, train, keep)),
    goals: () => {
      const perSecond = scoredPerSecond(measure);
      keep('all English sets, by one thread', { polarityPerSecond: perSecond, scoredPerSecond: perSecond });
      return goalTable(figures);
    },
    // The last, since its command stays with other vectors.
    ...(vectorsWithout && { 'groups of unseen texts': () => command('group', 'issues').then((run) => unseenGroupTable(run, train, vectorsWithout)) }),
  };
  for (const [name, make] of Object.entries(tables)) write('understanding.md', name, await make());
}
