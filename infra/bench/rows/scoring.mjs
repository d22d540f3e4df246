import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { blendedModel } from '@vocloop/text';
import { generateSample } from '../../sample/generate.mjs';

const require = createRequire(import.meta.url);
const of = ({ perSecond }) => perSecond;
const over = ({ texts: n, whose }) => [n, whose];
/** Where the words were chosen by us, being right proves nothing. */
const goal = ({ isLabelled }) => isLabelled && { least: 1 };
const path = 'scoring a text: polarity, and with ours emotion, frustration, urgency, problem, language, themes and their words';

const files = (folder) => globSync(`${folder}/**/*.tsv`).toSorted();

/** English texts with what their writers gave beside: `--labelled FOLDER` of .tsv files (text, neg|neu|pos), else the sample's with their ratings. */
function texts(folder) {
  if (folder) return files(folder).flatMap((file) => readFileSync(file, 'utf8').split('\n').map((line) => line.split('\t')).flatMap(([text, label]) => (text && label !== 'neu' ? [{ text, positive: label === 'pos' }] : [])));
  return generateSample().feedback.flatMap(({ text, language, rating }) => {
    if (!text || !rating || language !== 'en') return [];
    const { kind, value, scale = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, stars: { min: 1, max: 5 } }[kind] } = rating;
    const share = (value - scale.min) / (scale.max - scale.min);
    return share > 0.3 && share < 0.75 ? [] : [{ text, positive: share >= 0.75 }];
  });
}

/** Those that tell a text's polarity, each as its documentation says. */
const libraries = {
  // By its parts, since natural's root loads drivers for three databases.
  'natural (AFINN with Porter stems)': () => {
    const Analyzer = require('natural/lib/natural/sentiment/SentimentAnalyzer.js');
    const analyzer = new Analyzer('English', require('natural/lib/natural/stemmers/porter_stemmer.js'), 'afinn');
    const words = /[^A-Za-z0-9_']+/;
    return (text) => analyzer.getSentiment(text.split(words).filter(Boolean));
  },
  'vader-sentiment': () => {
    const { SentimentIntensityAnalyzer } = require('vader-sentiment');
    return (text) => SentimentIntensityAnalyzer.polarity_scores(text).compound;
  },
  'sentiment (AFINN)': () => {
    const Sentiment = require('sentiment');
    const analyzer = new Sentiment();
    return (text) => analyzer.analyze(text).score;
  },
  'wink-nlp': () => {
    const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'), ['sbd', 'negation', 'sentiment']);
    return (text) => nlp.readDoc(text).out(nlp.its.sentiment);
  },
  nlpjs: () => {
    const { Container } = require('@nlpjs/core');
    const { SentimentAnalyzer } = require('@nlpjs/sentiment');
    const container = new Container();
    container.use(require('@nlpjs/lang-en').LangEn);
    const analyzer = new SentimentAnalyzer({ container });
    return async (text) => (await analyzer.process({ locale: 'en', text })).sentiment.score;
  },
};
const names = Object.keys(libraries);

/** Texts a second in one process, and how often the sign is right where the writer took a side; no sign is wrong. */
export const scoring = {
  name: 'scoring',
  lines: [
    // There is no shorter way to the polarity alone, whose goal is 250,000: one pass makes all that is told of a text.
    { path: `${path}, by one thread`, of, over, unit: 'texts/s', goal: { least: 150_000 } },
    ...names.map((rival) => ({ path, of, over, unit: 'texts/s', rival, against: rival, goal: { least: 1 } })),
    ...names.map((rival) => ({ path: 'right sign of texts whose writer took a side', of: ({ right }) => right, over, unit: '%', rival, against: rival, goal })),
  ],
  async prepare(stand) {
    const atOnce = stand.events(20_000);
    const labelled = texts(stand.options.labelled).slice(0, atOnce);
    // Of a few texts, a turn takes several rounds: in a hundredth of a second a compiler is measured.
    const rounds = Math.ceil(atOnce / labelled.length);
    const { labelled: folder } = stand.options;
    const whose = folder ? `labelled texts of ${files(folder).map((it) => basename(it, '.tsv')).join(', ')}` : "of the sample's own texts";
    const run = (score) => async () => {
      let right = 0;
      const began = performance.now();
      for (let round = 0; round < rounds; round++) {
        for (const { text, positive } of labelled) {
          const told = score(text);
          if ((positive ? 1 : -1) * (told instanceof Promise ? await told : told) > 0) right++;
        }
      }
      const scored = rounds * labelled.length;
      return { perSecond: (scored * 1000) / (performance.now() - began), right: (100 * right) / scored, texts: labelled.length, whose, isLabelled: folder !== undefined };
    };
    const scores = Object.entries(libraries).map(([name, load]) => [name, load()]);
    return Object.fromEntries([['ours', (text) => blendedModel.read(text, 'en').score.polarity], ...scores].map(([who, score]) => [who, run(score)]));
  },
};
