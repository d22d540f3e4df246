// The libraries that the scoring is measured against, by the bench and by npm run train, each as its documentation says.
import { createRequire } from 'node:module';
// Its source, since tests build nothing.
import { accuracy, macroF1, mean, pearson } from '../../services/sentiment/src/measuring/figures.ts';

const require = createRequire(import.meta.url);

/** Each makes what answers an English text's polarity: from -1 to 1, or, where its words' values are summed, that sum by token. */
export const libraries = {
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
    return (text) => analyzer.analyze(text).comparative;
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
    return async (text) => (await analyzer.process({ locale: 'en', text })).sentiment.average;
  },
};

/** So near to 0 a polarity is usually read as neutral, as VADER's authors do. */
const band = 0.05;

/** What a library says of a text by its polarity; a sum by token of no token says nothing. */
export const toldBy = (polarity) => ({ polarity: polarity || 0, answered: polarity > band ? 'pos' : polarity < -band ? 'neg' : 'neu' });

/** Shares of what was told right: of three classes, and of the sign where a side was taken; no sign is wrong. Beside them Pearson, where people gave scores. */
export function rightness(answers) {
  const sided = answers.filter(({ said }) => said !== 'neu');
  const rated = answers.filter(({ score }) => score !== undefined);
  return {
    accuracy: accuracy(answers), macroF1: macroF1(answers),
    ...(sided.length > 0 && { binary: mean(sided.map(({ said, polarity }) => Number(said === 'pos' ? polarity > 0 : polarity < 0))) }),
    ...(rated.length > 0 && { pearson: pearson(rated.map(({ polarity }) => polarity), rated.map(({ score }) => score)) }),
  };
}
