// What the shipped weights are taught from: the files of a folder as docs/model-card.md lays it out. Nothing else may shape them.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Every eighth question to a voice assistant teaches what neutral is: asking for something is not a mood. */
const questions = { file: 'topic/clinc150_official_train.tsv', every: 8 };

/** What may teach sentiment and emotion, by its sources. */
const sets = [
  { set: "VADER's tweets and Amazon review sentences, with means of human ratings", sources: ['vader_tweets', 'vader_amazon'], licence: 'MIT', taught: 'good or bad, neutral' },
  { set: 'UCI sentiment labelled sentences: Amazon, IMDb, Yelp', sources: ['uci_amazon', 'uci_imdb', 'uci_yelp'], licence: 'CC BY 4.0', taught: 'good or bad, neutral' },
  { set: "GoEmotions, as three classes and as Ekman's six", sources: ['goemotions'], licence: 'CC BY 4.0', taught: 'everything' },
  { set: 'CLINC150, every eighth question', sources: ['clinc150'], licence: 'CC BY 3.0', taught: 'neutral' },
];

/** The rows of a file: text, label, score where there is one. */
export const rowsOf = (file) =>
  readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => {
    const [text, label, score] = line.split('\t');
    return { text, label, ...(score && { score: Number(score) }) };
  });

/** A set's name by its file's: "uci_amazon" of "uci_amazon.dev.tsv". */
export const nameOf = (file) => basename(file).split('.')[0];

/** The examples for sentiment and emotion, one for each distinct text. */
export function examplesIn(folder) {
  const byText = new Map();
  const put = (text, source, part) => byText.set(text, { ...byText.get(text), text, source: byText.get(text)?.source ?? source, ...part });
  for (const file of globSync('sentiment/*.tsv', { cwd: folder }).sort()) {
    for (const { text, label, score } of rowsOf(join(folder, file))) put(text, nameOf(file), { sentiment: label, ...(score !== undefined && { score }) });
  }
  for (const { text, label } of rowsOf(join(folder, globSync('topic/goemotions_ekman*.tsv', { cwd: folder })[0]))) put(text, 'goemotions', { emotion: label });
  rowsOf(join(folder, questions.file)).forEach(({ text }, at) => at % questions.every === 0 && put(text, 'clinc150', { sentiment: 'neu' }));
  return [...byText.values()];
}

/** Every distinct text of the folder, whatever its label. */
export const textsIn = (folder) => [...new Set(globSync('*/*.tsv', { cwd: folder }).sort().flatMap((file) => rowsOf(join(folder, file)).map(({ text }) => text)))];

/** What taught, and under which licence, as table rows; a set whose licence is not known here is refused. */
export function dataTable(examples, texts) {
  const unknown = examples.find(({ source }) => !sets.some(({ sources }) => sources.includes(source)));
  if (unknown) throw new Error(`nothing is known of ${unknown.source}: say in infra/train/data.mjs what it is and under which licence`);
  const count = (sources) => examples.filter(({ source }) => sources.includes(source)).length.toLocaleString('en');
  return [
    '| set | texts | licence | taught |', '| --- | --- | --- | --- |',
    ...sets.map(({ set, sources, licence, taught }) => `| ${set} | ${count(sources)} | ${licence} | ${taught} |`),
    `| all texts of these sets, and of BANKING77 (CC BY 4.0) | ${texts.length.toLocaleString('en')} | as above | the vectors, without labels |`,
  ];
}
