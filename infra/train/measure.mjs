// What the shipped model reaches on labelled sets, through the commands that anybody can run: npx voc score, npx voc classify.
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blendedModel } from '@vocloop/text';
import { libraries, rightness, toldBy } from '../bench/libraries.mjs';
import { nameOf, rowsOf } from './data.mjs';

const percent = (share) => (100 * share).toFixed(1);

/** Does work in a folder that is gone after it. */
async function inScratch(work) {
  const folder = mkdtempSync(join(tmpdir(), 'vocloop-measure-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The last line that a command writes: its figures. */
async function figuresOf(run, ...argv) {
  let out = '';
  const code = await run(argv, { stdout: { write: (text) => (out += text) }, stderr: process.stderr });
  if (code !== 0) throw new Error(`failed: ${argv.join(' ')}`);
  return JSON.parse(out.trim().split('\n').at(-1)).figures;
}

/** What the libraries of the bench reach on rows of English: each figure by the one that is best at it. */
async function bestOf(rows) {
  const all = [];
  for (const load of Object.values(libraries)) {
    const library = load();
    const answers = [];
    for (const { text, label, score } of rows) answers.push({ said: label, score, ...toldBy(await library(text)) });
    all.push(rightness(answers));
  }
  const most = (figure) => Math.max(...all.map((it) => it[figure]));
  const { binary, pearson } = all[0];
  return `${percent(most('accuracy'))} / ${percent(most('macroF1'))}${binary === undefined ? '' : `, b ${percent(most('binary'))}`}${pearson === undefined ? '' : `, r ${most('pearson').toFixed(2)}`}`;
}

const sentimentFiles = (folder) => globSync('sentiment/*.tsv', { cwd: folder }).sort().map((it) => join(folder, it));
const isEnglish = (file) => !nameOf(file).startsWith('xlmt_');

/** Sentiment on sets that taught nothing, as table rows; `keep` is given the figures of each. */
export async function sentimentTable(score, folder, keep) {
  const lines = ['| set | rows | three classes: accuracy / macro-F1 | binary | Pearson | calibration error | left unscored | best library |', '| --- | --- | --- | --- | --- | --- | --- | --- |'];
  for (const file of sentimentFiles(folder)) {
    const it = await figuresOf(score, file, '--measure', '--quiet');
    keep(nameOf(file), it);
    lines.push(`| ${nameOf(file)} | ${it.rows} | ${percent(it.accuracy)} / ${percent(it.macroF1)} | ${percent(it.binary)} | ${it.pearson === undefined ? '' : it.pearson.toFixed(2)} | ${it.calibrationError.toFixed(3)} | ${it.unscored} | ${isEnglish(file) ? await bestOf(rowsOf(file)) : ''} |`);
  }
  return lines;
}

/** How many texts a second the shipped path scores: the English sets on one thread, after they have been scored once to warm up. */
export function scoredPerSecond(folder) {
  const rows = sentimentFiles(folder).filter(isEnglish).flatMap(rowsOf);
  const pass = () => {
    const began = performance.now();
    for (const { text } of rows) blendedModel.read(text, 'en');
    return Math.round((rows.length * 1000) / (performance.now() - began));
  };
  pass();
  return pass();
}

/** So many corrections are a week's work of one person; beside them so many texts that nobody corrected. */
const given = { corrections: 300, ordinary: 200 };
/** Rows in an order that has nothing to do with that of their file, which is sorted by label in some. */
const mixed = (rows) => rows.map((it, at) => [(at * 7919) % 10_007, it]).sort(([a], [b]) => a - b).map(([, it]) => it);

/** Sentiment on the rows of a set after some others have been corrected, as a tenant's own layer learns from them; as table rows. */
export async function correctedTable(score, folder, keep) {
  const lines = ['| set | rows asked | before: accuracy / macro-F1 | after | calibration error |', '| --- | --- | --- | --- | --- |'];
  await inScratch(async (scratch) => {
    for (const file of globSync('sentiment/{airline,anz_app_stars,semeval17,xlmt_*}.dev.tsv', { cwd: folder }).sort()) {
      const rows = mixed(readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean));
      const [taught, asked] = [join(scratch, 'taught.tsv'), join(scratch, 'asked.tsv')];
      const ordinary = rows.slice(given.corrections, given.corrections + given.ordinary).map((row) => row.split('\t')[0]);
      writeFileSync(taught, [...rows.slice(0, given.corrections), ...ordinary].join('\n'));
      writeFileSync(asked, rows.slice(given.corrections + given.ordinary).join('\n'));
      const [before, after] = [await figuresOf(score, asked, '--measure', '--quiet'), await figuresOf(score, asked, '--corrections', taught, '--measure', '--quiet')];
      keep(`${nameOf(file)}, corrected`, after);
      lines.push(`| ${nameOf(file)} | ${after.rows} | ${percent(before.accuracy)} / ${percent(before.macroF1)} | ${percent(after.accuracy)} / ${percent(after.macroF1)} | ${before.calibrationError.toFixed(3)} → ${after.calibrationError.toFixed(3)} |`);
    }
  });
  return lines;
}

/** Sentiment on rows of the taught sets while they were held out, as table rows. */
export async function heldOutTable(reached, examples) {
  const lines = ['| set, held out | rows | three classes: accuracy / macro-F1 | binary | Pearson | calibration error | best library |', '| --- | --- | --- | --- | --- | --- | --- |'];
  for (const it of reached) {
    const rows = examples.filter(({ source, sentiment }) => source === it.source && sentiment).map(({ text, sentiment, score }) => ({ text, label: sentiment, score }));
    lines.push(`| ${it.source} | ${it.rows} | ${percent(it.accuracy)} / ${percent(it.macroF1)} | ${it.binary === undefined ? '' : percent(it.binary)} | ${it.pearson === undefined ? '' : it.pearson.toFixed(2)} | ${it.calibrationError.toFixed(3)} | ${rows.length > 0 ? await bestOf(rows) : ''} |`);
  }
  return lines;
}

/** What a classifier is taught by and asked about: files of the folders, or a part of one and the rest of it. */
function topics(train, measure) {
  const every = (rows, nth) => [rows.filter((_, at) => at % nth !== 0), rows.filter((_, at) => at % nth === 0)];
  const few = (rows, count) => {
    const seen = new Map();
    const isFew = ({ label }) => (seen.set(label, (seen.get(label) ?? 0) + 1), seen.get(label) <= count);
    const marked = rows.map((it) => [it, isFew(it)]);
    return [marked.filter(([, is]) => is).map(([it]) => it), marked.filter(([, is]) => !is).map(([it]) => it)];
  };
  const banking = rowsOf(join(train, 'topic/banking77_official_train.tsv'));
  const clinc = (part) => rowsOf(join(train, `topic/clinc150_${part}.tsv`));
  const own = globSync('topic/*.tsv', { cwd: measure }).sort().map((file) => [`${nameOf(file)}, four of five rows taught`, ...every(rowsOf(join(measure, file)), 5)]);
  return [
    ['banking77, four of five rows of its training file taught', ...every(banking, 5), '91.9 (linear, official test)'],
    ['banking77, 10 rows a label taught', ...few(banking, 10), '74.4 (linear, official test)'],
    ["banking77, 10 rows a label taught, as a tenant's taxonomy is: what fits none rejected", ...few(banking, 10), '', '--reject'],
    ['clinc150, asked its validation rows', clinc('official_train'), clinc('official_val'), '93.0 (linear, official test)'],
    ['clinc150, those that fit none rejected', [...clinc('official_train'), ...clinc('oos_train')], [...clinc('official_val'), ...clinc('oos_val')], '88.3 in scope at 89.5 recall (linear)', '--reject'],
    ...own,
  ];
}

/** The theme classifier, as table rows. */
export async function topicTable(classify, train, measure, keep) {
  const lines = ['| set | taught | asked | accuracy / macro-F1 | among the first three | recognised as fitting none | seconds to learn | before |', '| --- | --- | --- | --- | --- | --- | --- | --- |'];
  await inScratch(async (folder) => {
    const write = (name, rows) => (writeFileSync(join(folder, name), rows.map(({ text, label }) => `${text}\t${label}\n`).join('')), join(folder, name));
    for (const [name, taught, asked, before = '', ...flags] of topics(train, measure)) {
      const it = await figuresOf(classify, '--train', write('taught.tsv', taught), '--test', write('asked.tsv', asked), '--quiet', ...flags);
      keep(name, it);
      lines.push(`| ${name} | ${taught.length} | ${asked.length} | ${percent(it.accuracy)} / ${percent(it.macroF1)} | ${percent(it.topThree)} | ${it.outOfScopeRecall === undefined ? '' : percent(it.outOfScopeRecall)} | ${it.secondsToLearn.toFixed(1)} | ${before} |`);
    }
  });
  return lines;
}

/** Grouping in one pass without labels, as table rows. */
export async function groupTable(group, train, keep) {
  const lines = ['| set | texts | groups found | NMI / F1 of pairs | texts a second | before |', '| --- | --- | --- | --- | --- | --- |'];
  for (const [file, before] of [['banking77_official_train', '.695 / .317'], ['clinc150_official_val', '.807 / .431'], ['clinc150_official_train', '']]) {
    const it = await figuresOf(group, join(train, `topic/${file}.tsv`), '--language', 'en', '--measure', '--quiet');
    keep(file, it);
    lines.push(`| ${file} | ${it.rows} | ${it.groups} | ${it.nmi.toFixed(3)} / ${it.pairF1.toFixed(3)} | ${it.perSecond} | ${before} |`);
  }
  return lines;
}

/** The same by vectors that no text of that domain taught, as table rows; `tableWithout` answers the bytes of such a table. */
export async function unseenGroupTable(group, train, tableWithout) {
  const lines = ['| set | left out of what taught the vectors | NMI / F1 of pairs | goal | |', '| --- | --- | --- | --- | --- |'];
  await inScratch(async (folder) => {
    const vectors = join(folder, 'vectors.bin');
    for (const [file, domain, goal] of [['banking77_official_train', 'banking77', { nmi: 76, pairF1: 33 }], ['clinc150_official_val', 'clinc150', { nmi: 84, pairF1: 45 }]]) {
      const texts = new Set(globSync(`topic/${domain}*.tsv`, { cwd: train }).flatMap((it) => rowsOf(join(train, it)).map(({ text }) => text)));
      writeFileSync(vectors, tableWithout(texts));
      const it = await figuresOf(group, join(train, `topic/${file}.tsv`), '--language', 'en', '--measure', '--quiet', '--vectors', vectors);
      const missed = Object.entries(goal).filter(([figure, least]) => Number(percent(it[figure])) < least).map(([figure]) => called[figure]);
      lines.push(`| ${file} | ${texts.size} texts of ${domain} | ${it.nmi.toFixed(3)} / ${it.pairF1.toFixed(3)} | .${goal.nmi} / .${goal.pairF1} | ${missed.length === 0 ? 'met' : `**missed**: ${missed.join(', ')}`} |`);
    }
  });
  return lines;
}

/** What we aim at, by set: the figures that are looked at, in percent where they are shares, and what each should reach, or, of errors, be at most. */
const goals = [
  ['uci_amazon', { binary: 90 }], ['uci_imdb', { binary: 90 }], ['uci_yelp', { binary: 91 }], ['cr', { binary: 82 }], ['mr', { binary: 71 }], ['sst2_official_dev', { binary: 82 }],
  ['airline', { accuracy: 64, macroF1: 57 }], ['airline, corrected', { accuracy: 74, macroF1: 65 }], ['semeval17', { accuracy: 57, macroF1: 56 }], ['goemotions', { accuracy: 75 }],
  ['alexa_stars', { binary: 93 }], ['anz_app_stars', { binary: 83 }], ['vader_tweets', { pearson: 88 }], ['vader_amazon', { pearson: 75 }], ['vader_movies', { pearson: 60 }], ['vader_nyt', { pearson: 55 }],
  ['banking77, four of five rows of its training file taught', { accuracy: 93 }], ['banking77, 10 rows a label taught', { accuracy: 81 }], ['clinc150, asked its validation rows', { accuracy: 94.7 }],
  ['clinc150, those that fit none rejected', { accuracy: 90, outOfScopeRecall: 89 }], ['airline_reason_known, four of five rows taught', { accuracy: 69 }], ['cfpb_product, four of five rows taught', { accuracy: 83.5 }],
  ['playreview_type, four of five rows taught', { accuracy: 88 }], ['emotion', { accuracy: 67.5, macroF1: 57 }],
  ['xlmt_es', { macroF1: 58 }], ['xlmt_de', { macroF1: 62 }], ['xlmt_fr', { macroF1: 62 }], ['xlmt_it', { macroF1: 60 }], ['xlmt_pt', { macroF1: 60 }],
  ['banking77_official_train', { nmi: 78, pairF1: 42 }], ['clinc150_official_val', { nmi: 87, pairF1: 58 }], ['clinc150_official_train', { perSecond: 20_000 }],
  // One pass makes all heads, and there is no shorter way to the polarity alone: the one figure stands against both.
  ['all English sets, by one thread', { polarityPerSecond: 250_000, scoredPerSecond: 150_000 }],
  ...['airline', 'semeval17', 'alexa_stars', 'goemotions', 'emotion'].map((name) => [name, { calibrationError: 3 }]),
];
const called = { accuracy: 'accuracy', macroF1: 'macro-F1', binary: 'binary', pearson: 'Pearson × 100', outOfScopeRecall: 'recognised as fitting none', nmi: 'NMI × 100', pairF1: 'F1 of pairs', perSecond: 'texts grouped a second', polarityPerSecond: 'texts a second for polarity', scoredPerSecond: 'texts a second for all heads', calibrationError: 'calibration error × 100' };
const isError = (figure) => figure === 'calibrationError';
const isRate = (figure) => /perSecond$/i.test(figure);

/** What was reached beside what we aim at, as table rows; `figures` are by set. */
export const goalTable = (figures) => [
  '| set | figure | reached | goal | |', '| --- | --- | --- | --- | --- |',
  ...goals.flatMap(([name, wanted]) => Object.entries(wanted).map(([figure, goal]) => {
    const reached = figures.get(name)?.[figure];
    if (reached === undefined) throw new Error(`${name} has no ${figure}`);
    const shown = isRate(figure) ? reached : Number(percent(reached));
    const isMet = isError(figure) ? shown <= goal : shown >= goal;
    return `| ${name} | ${called[figure]} | ${isRate(figure) ? shown.toLocaleString('en') : percent(reached)} | ${isError(figure) ? 'at most ' : ''}${goal.toLocaleString('en')} | ${isMet ? 'met' : '**missed**'} |`;
  })),
];

/** Puts lines between a document's marks of that name. */
export function putInto(document, name, lines) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = existsSync(document) ? readFileSync(document, 'utf8') : '';
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${document} has no place for ${name}`);
  writeFileSync(document, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${lines.join('\n')}\n${text.slice(text.indexOf(end))}`);
}
