import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lexiconModel } from '@vocloop/text';
import { generateSample } from '../../sample/generate.mjs';

const require = createRequire(import.meta.url);
const of = ({ perSecond }) => perSecond;
const over = ({ texts: n, whose }) => [n, whose];
/** Where the words were chosen by us, being right proves nothing. */
const goal = ({ whose }) => whose === labelledTexts && { least: 1 };
const labelledTexts = 'labelled texts';
const path = 'scoring a text: polarity, and with ours frustration, urgency, problem, language, themes and their words';

/** English texts with what their writers gave beside: `--labelled FOLDER` of .tsv files (text, neg|neu|pos), else the sample's with their ratings. */
function texts(folder) {
  if (folder) return globSync(`${folder}/**/*.tsv`).flatMap((file) => readFileSync(file, 'utf8').split('\n').map((line) => line.split('\t')).flatMap(([text, label]) => (text && label !== 'neu' ? [{ text, positive: label === 'pos' }] : [])));
  return generateSample().feedback.flatMap(({ text, language, rating }) => {
    if (!text || !rating || language !== 'en') return [];
    const { kind, value, scale = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, stars: { min: 1, max: 5 } }[kind] } = rating;
    const share = (value - scale.min) / (scale.max - scale.min);
    return share > 0.3 && share < 0.75 ? [] : [{ text, positive: share >= 0.75 }];
  });
}

/** By its parts, since natural's root loads drivers for three databases. */
function naturals() {
  const Analyzer = require('natural/lib/natural/sentiment/SentimentAnalyzer.js');
  const analyzer = new Analyzer('English', require('natural/lib/natural/stemmers/porter_stemmer.js'), 'afinn');
  const words = /[^A-Za-z0-9_']+/;
  return (text) => analyzer.getSentiment(text.split(words).filter(Boolean));
}

/** Installed with what tests need; where only what runs is there, its lines are left out. */
function vaders() {
  try {
    const { SentimentIntensityAnalyzer } = require('vader-sentiment');
    return (text) => SentimentIntensityAnalyzer.polarity_scores(text).compound;
  } catch {
    return undefined;
  }
}

/** Texts a second in one process, and how often the sign is right where the writer took a side; no sign is wrong. */
export const scoring = {
  name: 'scoring',
  lines: [
    { path, of, over, unit: 'texts/s', rival: 'natural', against: 'natural (AFINN with Porter stems)', goal: { least: 1 } },
    { path, of, over, unit: 'texts/s', rival: 'vader', against: 'vader-sentiment', goal: { least: 1 } },
    { path: 'right sign of texts whose writer took a side', of: ({ right }) => right, over, unit: '%', rival: 'natural', against: 'natural', goal },
    { path: 'right sign of texts whose writer took a side', of: ({ right }) => right, over, unit: '%', rival: 'vader', against: 'vader-sentiment', goal },
  ],
  async prepare(stand) {
    const labelled = texts(stand.options.labelled).slice(0, stand.events(20_000));
    const whose = stand.options.labelled ? labelledTexts : "of the sample's own texts";
    const contestants = { ours: (text) => lexiconModel.read(text, 'en').score.polarity, natural: naturals(), vader: vaders() };
    const run = (score) => () => {
      let right = 0;
      const began = performance.now();
      for (const { text, positive } of labelled) if ((positive ? 1 : -1) * score(text) > 0) right++;
      return { perSecond: (labelled.length * 1000) / (performance.now() - began), right: (100 * right) / labelled.length, texts: labelled.length, whose };
    };
    return Object.fromEntries(Object.entries(contestants).flatMap(([who, score]) => (score ? [[who, run(score)]] : [])));
  },
};
