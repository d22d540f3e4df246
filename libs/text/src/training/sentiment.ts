import { feltBy, rarityOf } from '../blend.js';
import { fitShares, logistic, shareOf, sumOf } from '../calibration.js';
import { addFeatures, layoutOf } from '../features.js';
import type { Rows } from '../linear.js';
import { sidedOf, signsOf } from '../mood.js';
import { readingOf } from '../reading.js';
import { RowsBuilder } from '../rows.js';
import { tokenize } from '../tokenize.js';
import { quantised, type Weights, type WordShares } from '../weights.js';
import { fitted, heldOut, type Question } from './heads.js';

/** A labelled text: its sentiment, its emotion, or both; `source` says where it comes from. */
export interface Example { text: string; source: string; sentiment?: 'neg' | 'neu' | 'pos'; emotion?: string }

/** What was learned, and what it says of every example while that was held out: with all of its source's family unseen, unless the source is `large`. */
export interface Learned { weights: Weights; words: WordShares; heldOut: { positive: Float64Array; neutral: Float64Array; emotions: Float64Array[]; rarities: number[] } }

/** What is told of a text's emotion: Ekman's six, or that it has none. */
export const emotions = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'neutral'];
const headOf = (emotion: string): string => `emotion:${emotion}`;
const buckets = 1 << 18;
const costs = { polarity: 0.05, neutral: 0.04, emotion: 0.05 };
/** A row of a small source counts for so many of the large one, which would drown it else. */
const smallSource = 3;
const parts = 3;
/** How far a rare emotion is preferred to a frequent one that is as likely, since a mistake about it is a larger share of what there is of it: the exponent of its rarity. */
const rareCounts = 0.3;

/** Teaches all heads of one language. `large` is the one source that is cut into parts to be held out; the others are held out whole. */
export function learn(examples: readonly Example[], large: string, log: (said: string) => void): Learned {
  const { rows, signs } = rowsOf(examples);
  log(`${examples.length} texts, ${rows.ids.length} features`);
  const size = layoutOf(buckets).size;
  const families = [...new Set(examples.map(familyOf))];
  const partOf = (row: number): number => (examples[row]?.source === large ? row % parts : parts + families.indexOf(familyOf(examples[row] as Example)));
  const questions = new Map(['polarity', 'neutral', ...emotions.map(headOf)].map((head) => [head, questionOf(head, examples, large)]));
  const out = new Map<string, Float64Array>();
  const weights: Float64Array[] = [];
  for (const [head, question] of questions) {
    out.set(head, heldOut(rows, question, size, partOf));
    weights.push(fitted(rows, question, size));
    log(`${head}: taught`);
  }
  const read = examples.map((it, row) => ({ ...it, ...(signs[row] as Signs), sums: Object.fromEntries([...out].map(([head, sums]) => [head, sums[row] as number])) }));
  const calibration = calibrate(read, large);
  const shares = (question: string, numbers: (it: Read) => number[]): Float64Array => Float64Array.from(read, (it) => shareOf(calibration[question] as number[], ...numbers(it)));
  return {
    words: wordSharesOf(read, large),
    weights: packed([...questions.keys()], weights, calibration),
    heldOut: { positive: shares('positive', polarityNumbers), neutral: shares('neutral', (it) => neutralNumbers(it, calibration['positive'] as number[])), emotions: emotions.map((emotion) => shares(headOf(emotion), (it) => emotionNumbers(it, emotion, calibration))), rarities: emotions.map((it) => (calibration[rarityOf(headOf(it))] as number[])[0] as number) },
  };
}

/** Sources that one publisher gathered are held out together: "uci_yelp" with "uci_imdb". */
const familyOf = ({ source }: Example): string => source.split('_')[0] as string;

/** What the lexicon says of an example; see `mood.ts`. */
interface Signs { signs: number[]; sided: (odds: number) => number[] }
/** An example with what was said of it while it was held out, by head. */
interface Read extends Example, Signs { sums: Record<string, number> }

function rowsOf(examples: readonly Example[]): { rows: Rows; signs: Signs[] } {
  const builder = new RowsBuilder();
  const signs = examples.map(({ text }) => {
    const reading = readingOf(text, tokenize(text), 'en');
    addFeatures(reading, buckets, builder);
    builder.end();
    const [, ...rest] = sidedOf(reading, 0);
    return { signs: signsOf(reading), sided: (odds: number) => [Math.abs(odds), ...rest] };
  });
  return { rows: builder.rows(), signs };
}

/** What one head is asked of the examples. */
function questionOf(head: string, examples: readonly Example[], large: string): Question {
  const sides = Int8Array.from(examples, ({ sentiment, emotion }) => {
    if (head === 'polarity') return sentiment === 'pos' ? 1 : sentiment === 'neg' ? -1 : 0;
    if (head === 'neutral' && sentiment) return sentiment === 'neu' ? 1 : -1;
    return head === 'neutral' || !emotion ? 0 : headOf(emotion) === head ? 1 : -1;
  });
  const kind = head === 'polarity' || head === 'neutral' ? head : 'emotion';
  return { sides, costs: Float32Array.from(examples, ({ source }) => costs[kind] * (kind === 'polarity' && source !== large ? smallSource : 1)) };
}

const polarityNumbers = ({ sums, signs }: Read): number[] => [sums['polarity'] as number, ...signs];
const neutralNumbers = ({ sums, signs, sided }: Read, positive: readonly number[]): number[] => [sums['neutral'] as number, ...sided(sumOf(positive, [1, sums['polarity'] as number, ...signs]))];

const emotionNumbers = (it: Read, emotion: string, { positive, neutral }: Readonly<Record<string, readonly number[]>>): number[] => {
  const odds = sumOf(positive!, [1, ...polarityNumbers(it)]);
  return [it.sums[headOf(emotion)] as number, ...feltBy(odds, logistic(sumOf(neutral!, [1, ...neutralNumbers(it, positive!)])))];
};

/**
 * How sums become shares. Good and bad are weighed on the small sources, each of a family that the held-out sums had not seen, as customers' texts will be. How
 * often a text takes no side is learned from all: the large one is talk, of which much does; the small ones are reviews, of which little does.
 */
function calibrate(read: readonly Read[], large: string): Record<string, number[]> {
  const felt = read.filter((it) => it.source !== large && it.sentiment && it.sentiment !== 'neu');
  const positive = fitShares(felt.map((it) => ({ numbers: polarityNumbers(it), so: it.sentiment === 'pos', counts: 1 })));
  const judged = read.filter((it) => it.sentiment);
  const neutral = fitShares(judged.map((it) => ({ numbers: neutralNumbers(it, positive), so: it.sentiment === 'neu', counts: it.source === large ? 1 : smallSource })));
  const moved = read.filter((it) => it.emotion);
  const byEmotion = emotions.flatMap((emotion): [string, number[]][] => {
    const felt = moved.filter((it) => it.emotion === emotion).length;
    const shares = fitShares(moved.map((it) => ({ numbers: emotionNumbers(it, emotion, { positive, neutral }), so: it.emotion === emotion, counts: 1 })));
    return [[headOf(emotion), shares], [rarityOf(headOf(emotion)), [(moved.length / Math.max(1, felt)) ** rareCounts]]];
  });
  return { positive, neutral, ...Object.fromEntries(byEmotion) };
}

/** The same for what word lists find by themselves, as they do in the languages that have nothing else: what their findings are worth is learned in English. */
function wordSharesOf(read: readonly Read[], large: string): WordShares {
  const felt = read.filter((it) => it.source !== large && it.sentiment && it.sentiment !== 'neu');
  const positive = fitShares(felt.map((it) => ({ numbers: it.signs, so: it.sentiment === 'pos', counts: 1 })));
  const judged = read.filter((it) => it.sentiment);
  const neutral = fitShares(judged.map((it) => ({ numbers: it.sided(sumOf(positive, [1, ...it.signs])), so: it.sentiment === 'neu', counts: it.source === large ? 1 : smallSource })));
  const written = (weights: number[]): number[] => weights.map((it) => Math.round(it * 1e4) / 1e4);
  return { positive: written(positive), neutral: written(neutral) };
}

/** Weights as they are shipped: 8 bits each. */
function packed(heads: string[], weights: readonly Float64Array[], calibration: Record<string, number[]>): Weights {
  const layout = layoutOf(buckets);
  const table = new Int8Array(buckets * heads.length);
  const scales = weights.map((it, head) => {
    const { scale, rounded } = quantised(it.subarray(0, buckets));
    rounded.forEach((weight, bucket) => (table[bucket * heads.length + head] = weight));
    return scale;
  });
  const dense = weights.map((it) => [...it.subarray(layout.constant)].map((weight) => Math.round(weight * 1e5) / 1e5));
  return { heads, buckets, table, scales, dense, calibration };
}
