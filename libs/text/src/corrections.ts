import type { Score } from '@vocloop/contracts';
import { addFeatures, layoutOf } from './features.js';
import { giveWay, inTurns } from './give-way.js';
import { fit, product, type Rows } from './linear.js';
import { numbersFrom, pack, unpack } from './packed.js';
import { readingOf, type Reading } from './reading.js';
import { RowsBuilder } from './rows.js';
import { tokenize } from './tokenize.js';

/** What a text's label may be, where it has one. */
export type Mood = Exclude<Score['label'], 'unscored'>;
/** What a person said a text's label is, in place of the model's. */
export interface Correction { text: string; label: Mood }
/** What a model says of a text before any correction: how far it leans, -1…1, and which label it has. */
export interface Before { polarity: number; label: Mood; confidence: number }
/** Whether a tenant's corrections are followed, and why not; `before` and `after` are the shares of held-out corrections that were met. */
export type Taught = { follows: true; corrections: number; before: number; after: number } | { follows: false; reason: 'too few' | 'no better'; corrections: number; before: number; after: number };

const moods: readonly Mood[] = ['negative', 'neutral', 'positive'];
const buckets = 1 << 16;
const layout = layoutOf(buckets);
/** Beside a text's features stands what the model said of it: its lean, and its label as sure as it was. */
const size = layout.size + 1 + moods.length;
const beforeShare = 3;
const cost = 0.5;
const fewest = 20;
const parts = 5;
/** Features that a text may have at first; more are made room for. */
const roomForOne = 1 << 12;
/** The layer must mend more of the held-out corrections than it breaks, by so many times what chance would make of it. */
const sure = 1.5;

/** A tenant's own layer: linear, over the same features as the model, and over what the model says. For English, which has a model to correct. */
export class Corrections {
  private constructor(
    private readonly weights: readonly Float32Array[],
    readonly learned: Taught,
  ) {}

  /** Learns from corrections, in their order, giving way to other work as it goes. Where it does no better than the model on corrections that were held out, it stands back: the model's label holds. */
  static async learn(corrections: readonly Correction[], model: (text: string) => Before): Promise<Corrections> {
    const before: Before[] = [];
    const builder = new RowsBuilder();
    for await (const slice of inTurns(corrections)) for (const { text } of slice) {
      const said = model(text);
      before.push(said);
      addRow(builder, readingOf(text, tokenize(text), 'en'), said);
    }
    const rows = builder.rows();
    const labels = corrections.map((it) => it.label);
    const learned = await judged(rows, labels, before);
    return new Corrections(learned.follows ? await sidesOf(rows, labels, () => true) : [], learned);
  }

  /** The label of a text by the tenant's own layer; the model's where the layer stands back. */
  labelOf(reading: Reading, before: Before): Mood {
    if (this.weights.length === 0) return before.label;
    const builder = new RowsBuilder(roomForOne);
    addRow(builder, reading, before);
    return best(builder.rows(), 0, this.weights);
  }

  /** As bytes: a header, then the features that weigh anything by number, then their weights, mood by mood. */
  encode(): Uint8Array {
    const known = this.weights.length === 0 ? [] : Array.from({ length: size }, (_, it) => it).filter((it) => this.weights.some((side) => side[it] !== 0));
    return pack(JSON.stringify({ learned: this.learned, known: known.length }), Uint32Array.from(known), ...this.weights.map((side) => Float32Array.from(known, (it) => side[it] as number)));
  }

  /** What `encode` wrote. */
  static decode(bytes: Uint8Array): Corrections {
    const { header: { learned, known }, from } = unpack<{ learned: Taught; known: number }>(bytes);
    const numbers = numbersFrom(bytes, from);
    const ids = new Uint32Array(numbers, 0, known);
    const sides = moods.map((_, mood) => {
      const side = new Float32Array(size);
      new Float32Array(numbers, (1 + mood) * known * 4, known).forEach((weight, at) => { side[ids[at] as number] = weight; });
      return side;
    });
    return new Corrections(learned.follows ? sides : [], learned);
  }
}

/** Asks each part of the corrections of a layer that the other parts taught. */
async function judged(rows: Rows, labels: readonly Mood[], before: readonly Before[]): Promise<Taught> {
  const after = labels.slice();
  for (let part = 0; part < parts; part++) {
    const weights = await sidesOf(rows, labels, (row) => row % parts !== part);
    for (let row = part; row < labels.length; row += parts) after[row] = best(rows, row, weights);
  }
  const [mended, broken] = [true, false].map((mends) => labels.filter((label, row) => (after[row] === label) === mends && (before[row]?.label === label) !== mends).length) as [number, number];
  const share = (of: (row: number) => Mood | undefined): number => labels.filter((label, row) => of(row) === label).length / Math.max(1, labels.length);
  const figures = { corrections: labels.length, before: share((row) => before[row]?.label), after: share((row) => after[row]) };
  if (labels.length < fewest) return { follows: false, reason: 'too few', ...figures };
  return mended - broken > sure * Math.sqrt(mended + broken) ? { follows: true, ...figures } : { follows: false, reason: 'no better', ...figures };
}

function addRow(builder: RowsBuilder, reading: Reading, before: Before): void {
  addFeatures(reading, buckets, builder);
  builder.add(layout.size, before.polarity * beforeShare);
  builder.add(layout.size + 1 + moods.indexOf(before.label), before.confidence * beforeShare);
  builder.end();
}

async function sidesOf(rows: Rows, labels: readonly Mood[], taught: (row: number) => boolean): Promise<Float32Array[]> {
  const sides: Float32Array[] = [];
  for (const mood of moods) {
    await giveWay();
    sides.push(Float32Array.from(fit(rows, { sides: Int8Array.from(labels, (it) => (it === mood ? 1 : -1)), costs: Float32Array.from(labels, (_, row) => (taught(row) ? cost : 0)) }, size)));
  }
  return sides;
}

function best(rows: Rows, row: number, weights: readonly Float32Array[]): Mood {
  const sums = weights.map((it) => product(rows, row, it));
  return moods[sums.indexOf(Math.max(...sums))] as Mood;
}
