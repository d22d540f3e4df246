// What the model says of examples while they were held out: source by source, then the emotions.
import { emotions } from '@vocloop/text';
import { accuracy, calibrationError, macroF1, pearson } from '../../services/sentiment/dist/measuring/figures.js';

/** As the model itself makes it of its shares. */
function polarity({ positive, neutral }) {
  const odds = Math.log(positive / (1 - positive));
  return (odds / Math.hypot(odds, 2)) * (1 - neutral);
}

const best = (shares) => Object.entries(shares).reduce((most, [answered, confidence]) => (confidence > most.confidence ? { answered, confidence } : most), { confidence: -1 });
/** As the model itself tells it. */
function emotionOf(shares, rarities) {
  const at = shares.reduce((most, share, it) => (share * rarities[it] > shares[most] * rarities[most] ? it : most), 0);
  return { answered: emotions[at], confidence: shares[at] / shares.reduce((sum, it) => sum + it, 0) };
}
const figures = (answers) => ({ rows: answers.length, accuracy: accuracy(answers), macroF1: macroF1(answers), calibrationError: calibrationError(answers) });

/** Figures for each source, and for the emotions. */
export function reached(examples, { positive, neutral, emotions: felt, rarities }) {
  const rows = examples.map((it, row) => ({ ...it, row, positive: positive[row], neutral: neutral[row] }));
  const sources = [...new Set(rows.filter((it) => it.sentiment).map((it) => it.source))];
  return [
    ...sources.map((source) => ({ source, ...ofSentiment(rows.filter((it) => it.source === source && it.sentiment)) })),
    { source: 'emotion', ...figures(rows.filter((it) => it.emotion).map(({ emotion, row }) => ({ said: emotion, ...emotionOf(felt.map((it) => it[row]), rarities) }))) },
  ];
}

function ofSentiment(rows) {
  const sided = rows.filter((it) => it.sentiment !== 'neu');
  const scored = rows.filter((it) => it.score !== undefined);
  return {
    ...figures(rows.map((it) => ({ said: it.sentiment, ...best({ neu: it.neutral, pos: (1 - it.neutral) * it.positive, neg: (1 - it.neutral) * (1 - it.positive) }) }))),
    ...(sided.length > 0 && { binary: sided.filter((it) => it.positive > 0.5 === (it.sentiment === 'pos')).length / sided.length }),
    ...(scored.length > 0 && { pearson: pearson(scored.map(polarity), scored.map((it) => it.score)) }),
  };
}
