// npm run train -- --data DIR              makes the weights in libs/text/src/weights from labelled texts: for the same data the same, to the byte
// npm run train -- --data DIR --check      says whether the weights there are what it would make
// npm run train -- --data DIR --measure M  measures them on the labelled sets in M too, and writes docs/understanding.md
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { root } from '../install.mjs';
import { examplesIn } from './data.mjs';

const flag = { type: 'boolean' };
const { values } = parseArgs({ options: { data: { type: 'string' }, measure: { type: 'string' }, check: flag } });
if (!values.data) {
  console.error('npm run train -- --data DIR [--check] [--measure DIR]   DIR has sentiment/ and topic/, as docs/model-card.md says');
  process.exit(2);
}
const needed = ['libs/contracts', 'libs/text', 'services/sentiment'];
await build(needed);
const { encodeWeights, learn } = await import('@vocloop/text');
const { reached } = await import('./reached.mjs');
const { heldOutTable, putInto, sentimentTable, topicTable } = await import('./measure.mjs');
const began = performance.now();
const log = (said) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${said}`);

const examples = examplesIn(resolve(values.data));
const learned = learn(examples, 'goemotions', log);
const bytes = encodeWeights(learned.weights);
const file = join(root, 'libs', 'text', 'src', 'weights', 'en.bin');
if (values.check) {
  const same = Buffer.compare(readFileSync(file), bytes) === 0;
  log(same ? 'the weights are what they should be' : 'the weights differ');
  process.exit(same ? 0 : 1);
}
mkdirSync(join(file, '..'), { recursive: true });
writeFileSync(file, bytes);
const heldOut = heldOutTable(reached(examples, learned.heldOut));
for (const line of heldOut) log(line);
putInto(join(root, 'docs', 'model-card.md'), 'held out', heldOut);

if (values.measure) {
  await build(needed);
  const command = (name) => import(`../../services/sentiment/dist/measuring/${name}-command.service.js`).then(({ run }) => run);
  const [train, measure] = [resolve(values.data), resolve(values.measure)];
  for (const [name, lines] of [['sentiment', await sentimentTable(await command('score'), measure)], ['topics', await topicTable(await command('classify'), train, measure)]]) {
    for (const line of lines) log(line);
    putInto(join(root, 'docs', 'understanding.md'), name, lines);
  }
}
