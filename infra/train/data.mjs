// What the shipped weights are taught from: the files of a folder as docs/model-card.md lays it out. Nothing else may shape them.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Every eighth question to a voice assistant teaches what neutral is: asking for something is not a mood. */
const questions = { file: 'topic/clinc150_official_train.tsv', every: 8 };

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
