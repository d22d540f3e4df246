import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { blendedModel } from '@vocloop/text';
import { generateSample } from '../../sample/generate.mjs';
import { rowsOf } from '../../train/data.mjs';
import { libraries, rightness, toldBy } from '../libraries.mjs';

const of = ({ perSecond }) => perSecond;
const over = ({ texts: n, whose }) => [n, whose];
/** Where the words were chosen by us, being right proves nothing. */
const goal = ({ isLabelled }) => isLabelled && { least: 1 };
const path = 'scoring a text: polarity, and with ours emotion, frustration, urgency, problem, language, themes and their words';

const files = (folder) => globSync(`${folder}/**/*.tsv`).toSorted();

/** English texts with what their writers gave beside: `--labelled FOLDER` of .tsv files (text, neg|neu|pos), else the sample's with their ratings. */
function texts(folder) {
  if (folder) return files(folder).flatMap(rowsOf);
  return generateSample().feedback.flatMap(({ text, language, rating }) => {
    if (!text || !rating || language !== 'en') return [];
    const { kind, value, scale = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, stars: { min: 1, max: 5 } }[kind] } = rating;
    const share = (value - scale.min) / (scale.max - scale.min);
    return [{ text, label: share >= 0.75 ? 'pos' : share > 0.3 ? 'neu' : 'neg' }];
  });
}

/** So many of a list, from all of its length: files stand one after the other. */
const spread = (list, most) => (list.length <= most ? list : Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]));

/** What is told right: each figure, its line's name, and what it was measured on. */
const told = {
  binary: ['right sign of texts whose writer took a side', ({ sided, whose }) => [sided, whose]],
  accuracy: ["three classes, right (libraries': neutral within 0.05 of 0, sums by token)", over],
  macroF1: ["three classes, macro-F1 (libraries': neutral within 0.05 of 0, sums by token)", over],
};

/** What ours says of a text; its label's first letters are how the files write it. */
function ours(text) {
  const { polarity, label } = blendedModel.read(text, 'en').score;
  return { polarity, answered: label.slice(0, 3) };
}

const names = Object.keys(libraries);

/** Texts a second in one process, and how often what is told of them is right. */
export const scoring = {
  name: 'scoring',
  lines: [
    // There is no shorter way to the polarity alone, whose goal is 250,000: one pass makes all that is told of a text.
    { path: `${path}, by one thread`, of, over, unit: 'texts/s', goal: { least: 150_000 } },
    ...names.map((rival) => ({ path, of, over, unit: 'texts/s', rival, against: rival, goal: { least: 1 } })),
    ...Object.entries(told).flatMap(([figure, [path, over]]) => names.map((rival) => ({ path, of: (it) => 100 * it[figure], over, unit: '%', rival, against: rival, goal }))),
  ],
  async prepare(stand) {
    const { labelled: folder } = stand.options;
    const atOnce = stand.events(20_000);
    const labelled = spread(texts(folder), atOnce);
    const sided = labelled.filter(({ label }) => label !== 'neu').length;
    // Of a few texts, a turn takes several rounds: in a hundredth of a second a compiler is measured.
    const rounds = Math.ceil(atOnce / labelled.length);
    const whose = folder ? `labelled texts of ${files(folder).map((it) => basename(it, '.tsv')).join(', ')}` : "of the sample's own texts";
    const run = (score, toldOf) => async () => {
      const scores = Array(labelled.length);
      const began = performance.now();
      for (let round = 0; round < rounds; round++) {
        for (let at = 0; at < labelled.length; at++) {
          const it = score(labelled[at].text);
          scores[at] = it instanceof Promise ? await it : it;
        }
      }
      const perSecond = (rounds * labelled.length * 1000) / (performance.now() - began);
      return { perSecond, ...rightness(labelled.map(({ label }, at) => ({ said: label, ...toldOf(scores[at]) }))), texts: labelled.length, sided, whose, isLabelled: folder !== undefined };
    };
    return { ours: run(ours, (it) => it), ...Object.fromEntries(Object.entries(libraries).map(([name, load]) => [name, run(load(), toldBy)])) };
  },
};
