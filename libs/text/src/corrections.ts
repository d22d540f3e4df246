import type { Score } from '@vocloop/contracts';
import { addFeatures, layoutOf } from './features.js';
import { fit, product, type Rows } from './linear.js';
import { readingOf, type Reading } from './reading.js';
import { RowsBuilder } from './rows.js';
import { tokenize } from './tokenize.js';

export type Mood = Exclude<Score['label'], 'unscored'>;
/** What a person said a text's label is, in place of the model's. */
export interface Correction { text: string; label: Mood }
/** What a model says of a text before any correction: how far it leans, -1…1, and which label it has. */
export interface Before { polarity: number; label: Mood; confidence: number }
/** Whether a tenant's corrections are followed, and why not; `before` and `after` are the shares of held-out corrections that were met. */
export type Learned = { follows: true; corrections: number; before: number; after: number } | { follows: false; reason: 'too few' | 'no better'; corrections: number; before: number; after: number };

const moods: readonly Mood[] = ['negative', 'neutral', 'positive'];
const buckets = 1 << 16;
const layout = layoutOf(buckets);
/** Beside a text's features stands what the model said of it: its lean, and its label as sure as it was. */
const size = layout.size + 1 + moods.length;
const beforeShare = 3;
const cost = 0.5;
const fewest = 20;
const parts = 5;
/** The layer must mend more of the held-out corrections than it breaks, by so many times what chance would make of it. */
const sure = 1.5;

/** A tenant's own layer: linear, over the same features as the model, and over what the model says. */
export class Corrections {
  private constructor(private readonly weights: readonly Float64Array[], readonly learned: Learned) {}

  /** Learns from corrections, in their order. Where it does no better than the model on corrections that were held out, it stands back: the model's label holds. */
  static learn(corrections: readonly Correction[], model: (text: string) => Before): Corrections {
    const before = corrections.map(({ text }) => model(text));
    const rows = rowsOf(corrections.map(({ text }, at) => ({ reading: readingOf(text, tokenize(text), 'en'), before: before[at] as Before })));
    const labels = corrections.map((it) => it.label);
    const learned = judged(rows, labels, before);
    return new Corrections(learned.follows ? sidesOf(rows, labels, () => true) : [], learned);
  }

  /** The label of a text by the tenant's own layer; the model's where the layer stands back. */
  labelOf(reading: Reading, before: Before): Mood {
    return this.weights.length === 0 ? before.label : best(rowsOf([{ reading, before }]), 0, this.weights);
  }
}

/** Asks each part of the corrections of a layer that the other parts taught. */
function judged(rows: Rows, labels: readonly Mood[], before: readonly Before[]): Learned {
  const after = labels.slice();
  for (let part = 0; part < parts; part++) {
    const weights = sidesOf(rows, labels, (row) => row % parts !== part);
    for (let row = part; row < labels.length; row += parts) after[row] = best(rows, row, weights);
  }
  const [mended, broken] = [true, false].map((mends) => labels.filter((label, row) => (after[row] === label) === mends && (before[row]?.label === label) !== mends).length) as [number, number];
  const share = (of: (row: number) => Mood | undefined): number => labels.filter((label, row) => of(row) === label).length / Math.max(1, labels.length);
  const figures = { corrections: labels.length, before: share((row) => before[row]?.label), after: share((row) => after[row]) };
  if (labels.length < fewest) return { follows: false, reason: 'too few', ...figures };
  return mended - broken > sure * Math.sqrt(mended + broken) ? { follows: true, ...figures } : { follows: false, reason: 'no better', ...figures };
}

function rowsOf(texts: readonly { reading: Reading; before: Before }[]): Rows {
  const builder = new RowsBuilder();
  for (const { reading, before } of texts) {
    addFeatures(reading, buckets, builder);
    builder.add(layout.size, before.polarity * beforeShare);
    builder.add(layout.size + 1 + moods.indexOf(before.label), before.confidence * beforeShare);
    builder.end();
  }
  return builder.rows();
}

const sidesOf = (rows: Rows, labels: readonly Mood[], taught: (row: number) => boolean): Float64Array[] =>
  moods.map((mood) => fit(rows, { sides: Int8Array.from(labels, (it) => (it === mood ? 1 : -1)), costs: Float32Array.from(labels, (_, row) => (taught(row) ? cost : 0)) }, size));

function best(rows: Rows, row: number, weights: readonly Float64Array[]): Mood {
  const sums = weights.map((it) => product(rows, row, it));
  return moods[sums.indexOf(Math.max(...sums))] as Mood;
}
