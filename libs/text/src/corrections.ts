import type { Score } from '@vocloop/contracts';
import { cautiously, fitShares, shareOf } from './calibration.js';
import { addFeatures, layoutOf } from './features.js';
import { giveWay, inTurns } from './give-way.js';
import { fit, product, type Rows } from './linear.js';
import { gramsOf, unitsOf } from './ngrams.js';
import { numbersFrom, pack, unpack } from './packed.js';
import { readingOf, type Reading } from './reading.js';
import { RowsBuilder } from './rows.js';
import { phraseOf, type Spoken } from './spoken.js';
import { languages, type Language } from './stem.js';
import { tokenize } from './tokenize.js';

/** What a text's label may be, where it has one. */
export type Mood = Exclude<Score['label'], 'unscored'>;
/** What a model says of a text before any correction: how far it leans, -1…1, which label it has, and what it speaks of. */
export interface Before { polarity: number; label: Mood; confidence: number; themes: readonly { id: string; confidence: number }[] }
/** What a person said of a text, in place of the model: its label, or all themes that it speaks of, or both. */
export interface Correction { text: string; language: Language; before: Before; label?: Mood | undefined; themes?: readonly string[] | undefined }
/**
 * Whether what corrections taught is followed, and why not. `before` and `after` are the shares of held-out corrections that the model, and what was learnt, were right about; of a theme, among the texts that
 * the person, the model or what was learnt says it of.
 */
export type Taught = { follows: true; corrections: number; before: number; after: number } | { follows: false; reason: 'too few' | 'no better'; corrections: number; before: number; after: number };
/** What was learnt of the texts of a language: of their label, and of each theme. */
export interface TaughtLanguage { language: Language; label: Taught; themes: (Taught & { id: string })[] }

const moods: readonly Mood[] = ['negative', 'neutral', 'positive'];
const buckets = 1 << 16;
const layout = layoutOf(buckets);
/** Beside a text's features stands what the model said of it: its lean, its label as sure as it was, and then each theme as sure as it was. */
const place = { polarity: layout.size, label: layout.size + 1, themes: layout.size + 1 + moods.length };
const beforeShare = 3;
const cost = 0.5;
/** With fewer corrections a question is not learnt; a theme that fewer of them name is not asked about. */
const fewest = { corrections: 20, ofTheme: 5 };
const mostThemes = 50;
const parts = 5;
/** Features that a text may have at first; more are made room for. */
const roomForOne = 1 << 12;
/** What was learnt must mend more of the held-out corrections than it breaks, by so many times what chance would make of it. */
const sure = 1.5;
const mostWords = 3;

/** What is asked of texts, row by row: the number of the answer that a person gave and of the model's; each side of the learner speaks for an answer, and a side alone for 1 against 0. */
interface Question { rows: readonly number[]; said: Int8Array; before: Int8Array; answers: readonly number[] }
/** What is followed in a language: sides for the moods, by how far the best of them must lead to be how sure (`surety`), and one for each theme. */
interface Layer { learned: TaughtLanguage; known: readonly string[]; surety: readonly number[]; moods: readonly Float32Array[]; themes: ReadonlyMap<string, Float32Array> }

/** A tenant's own layer: for each language linear, over the same features as the model, and over what the model says. */
export class Corrections {
  private constructor(private readonly layers: ReadonlyMap<Language, Layer>) {}

  get learned(): TaughtLanguage[] {
    return [...this.layers.values()].map((it) => it.learned);
  }

  /** Learns from corrections, in their order, giving way to other work as it goes. Where it does no better than the model on corrections that were held out, it stands back: what the model says holds. */
  static async learn(corrections: readonly Correction[]): Promise<Corrections> {
    const layers = new Map<Language, Layer>();
    for (const language of languages) {
      const own = corrections.filter((it) => it.language === language);
      if (own.length > 0) layers.set(language, await layerOf(own, language));
    }
    return new Corrections(layers);
  }

  /** The label of a text by the tenant's own layer, and how sure that is; undefined where there is none, and the model's holds. */
  labelOf(reading: Reading, before: Before): { label: Mood; confidence: number } | undefined {
    const layer = this.layers.get(reading.language);
    if (!layer || layer.moods.length === 0) return undefined;
    const sums = sumsOf(rowOf(reading, before, layer.known), 0, layer.moods);
    return { label: moods[answerOf(sums)] as Mood, confidence: shareOf(layer.surety, leadOf(sums)) };
  }

  /** The themes of a text by the tenant's own layer: those that were told, without what people would take away, and with what they would add; most confident first. */
  themesOf(reading: Reading, before: Before, told: readonly Spoken[]): readonly Spoken[] {
    const layer = this.layers.get(reading.language);
    if (!layer || layer.themes.size === 0) return told;
    const row = rowOf(reading, before, layer.known);
    const speaks = new Map([...layer.themes].map(([id, side]) => [id, answerOf(sumsOf(row, 0, [side])) === 1]));
    const added = [...speaks].filter(([id, is]) => is && !told.some((it) => it.id === id)).map(([id]) => ({ id, confidence: layer.learned.themes.find((it) => it.id === id)?.after ?? 0, ...reasonsFor(reading, layer.themes.get(id) as Float32Array) }));
    return [...told.filter(({ id }) => speaks.get(id) !== false), ...added].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
  }

  /** As bytes: a header, then for each language the features that weigh anything by number, then their weights, side by side. */
  encode(): Uint8Array {
    const arrays: ArrayBufferView[] = [];
    const layers = [...this.layers.values()].map(({ learned, known, surety, moods: ofMoods, themes }) => {
      const sides = [...ofMoods, ...themes.values()];
      const weighing = Uint32Array.from({ length: place.themes + known.length }, (_, it) => it).filter((it) => sides.some((side) => side[it] !== 0));
      arrays.push(weighing, ...sides.map((side) => Float32Array.from(weighing, (it) => side[it] as number)));
      return { learned, known, surety, weighing: weighing.length };
    });
    return pack(JSON.stringify({ layers }), ...arrays);
  }

  /** What `encode` wrote. */
  static decode(bytes: Uint8Array): Corrections {
    // Layers that an earlier version wrote are not read: they are learnt anew with the next correction.
    const { header: { layers = [] }, from } = unpack<{ layers?: (Pick<Layer, 'learned' | 'known' | 'surety'> & { weighing: number })[] }>(bytes);
    const numbers = numbersFrom(bytes, from);
    let at = 0;
    const next = (weighing: number): number => (at += weighing * 4) - weighing * 4;
    return new Corrections(new Map(layers.map(({ learned, known, surety, weighing }) => {
      const ids = new Uint32Array(numbers, next(weighing), weighing);
      const side = (): Float32Array => {
        const weights = new Float32Array(place.themes + known.length);
        new Float32Array(numbers, next(weighing), weighing).forEach((weight, it) => { weights[ids[it] as number] = weight; });
        return weights;
      };
      const ofMoods = learned.label.follows ? moods.map(side) : [];
      return [learned.language, { learned, known, surety, moods: ofMoods, themes: new Map(learned.themes.filter((it) => it.follows).map(({ id }) => [id, side()])) }];
    })));
  }
}

async function layerOf(corrections: readonly Correction[], language: Language): Promise<Layer> {
  const known = themesIn(corrections);
  const builder = new RowsBuilder();
  for await (const slice of inTurns(corrections)) for (const { text, before } of slice) addRow(builder, readingOf(text, tokenize(text), language), before, known);
  const rows = builder.rows();
  const size = place.themes + known.length;
  const question = (asks: (it: Correction) => unknown, said: (it: Correction) => number, before: (it: Correction) => number, answers: readonly number[]): Question =>
    ({ rows: [...corrections.keys()].filter((row) => asks(corrections[row] as Correction)), said: Int8Array.from(corrections, said), before: Int8Array.from(corrections, before), answers });
  const ofLabel = await learnt(rows, question((it) => it.label, (it) => moods.indexOf(it.label as Mood), (it) => moods.indexOf(it.before.label), [...moods.keys()]), size);
  const themes = new Map<string, Float32Array>();
  const learned: TaughtLanguage = { language, label: ofLabel.taught, themes: [] };
  for (const id of known) {
    const { taught, sides: [side] } = await learnt(rows, question((it) => it.themes, (it) => Number(it.themes?.includes(id)), (it) => Number(it.before.themes.some((theme) => theme.id === id)), [1]), size);
    learned.themes.push({ id, ...taught });
    if (side) themes.set(id, side);
  }
  return { learned, known, surety: ofLabel.surety, moods: ofLabel.sides, themes };
}

/** The themes that enough corrections speak of, or that the model found in enough of them, by their ids. */
function themesIn(corrections: readonly Correction[]): string[] {
  const times = new Map<string, number>();
  for (const { themes, before } of corrections) if (themes) for (const id of new Set([...themes, ...before.themes.map((it) => it.id)])) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].filter(([, count]) => count >= fewest.ofTheme).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, mostThemes).map(([id]) => id).sort();
}

interface Learnt { taught: Taught; sides: Float32Array[]; surety: number[] }

/** Asks each part of the corrections of sides that the other parts taught; the sides that all taught are answered where those were better than the model. */
async function learnt(rows: Rows, question: Question, size: number): Promise<Learnt> {
  const { rows: asked, said, before, answers } = question;
  const after = before.slice();
  const leads = new Float64Array(said.length);
  const wrong = asked.filter((row) => before[row] !== said[row]).length;
  // Where the model is hardly ever wrong there is nothing to learn, and nothing that could be shown to be better.
  const hopeless = wrong <= sure * Math.sqrt(wrong);
  for (let part = 0; part < parts && !hopeless; part++) {
    const sides = await sidesOf(rows, question, (nth) => nth % parts !== part, size);
    for (let nth = part; nth < asked.length; nth += parts) {
      const sums = sumsOf(rows, asked[nth] as number, sides);
      after[asked[nth] as number] = answerOf(sums);
      leads[asked[nth] as number] = leadOf(sums);
    }
  }
  const right = (answered: Int8Array, of = asked): number => of.filter((row) => answered[row] === said[row]).length;
  const mended = asked.filter((row) => before[row] !== said[row] && after[row] === said[row]).length;
  const broken = asked.filter((row) => before[row] === said[row] && after[row] !== said[row]).length;
  const counting = answers.length > 1 ? asked : asked.filter((row) => said[row] === 1 || before[row] === 1 || after[row] === 1);
  const figures = { corrections: asked.length, before: share(right(before, counting), counting.length), after: share(right(after, counting), counting.length) };
  if (asked.length < fewest.corrections) return { taught: { follows: false, reason: 'too few', ...figures }, sides: [], surety: [] };
  if (mended - broken <= sure * Math.sqrt(mended + broken)) return { taught: { follows: false, reason: 'no better', ...figures }, sides: [], surety: [] };
  const surety = fitShares(cautiously(asked.map((row) => ({ numbers: [leads[row] as number], so: after[row] === said[row], counts: 1 }))));
  return { taught: { follows: true, ...figures }, sides: await sidesOf(rows, question, () => true, size), surety };
}

const share = (part: number, all: number): number => part / Math.max(1, all);

async function sidesOf(rows: Rows, { rows: asked, said, answers }: Question, teaches: (nth: number) => boolean, size: number): Promise<Float32Array[]> {
  const costs = new Float32Array(said.length);
  asked.forEach((row, nth) => { if (teaches(nth)) costs[row] = cost; });
  const sides: Float32Array[] = [];
  for (const it of answers) {
    await giveWay();
    sides.push(Float32Array.from(fit(rows, { sides: said.map((one) => (one === it ? 1 : -1)), costs }, size)));
  }
  return sides;
}

const sumsOf = (rows: Rows, row: number, sides: readonly Float32Array[]): number[] => sides.map((it) => product(rows, row, it));
/** The number of the best side; of a side alone, 1 where it speaks for the text. */
const answerOf = (sums: readonly number[]): number => (sums.length === 1 ? Number((sums[0] as number) > 0) : sums.indexOf(Math.max(...sums)));
/** How far the best side is before the next. */
const leadOf = (sums: readonly number[]): number => sums.toSorted((a, b) => b - a).reduce((first, next, at) => (at === 1 ? first - next : first));

function rowOf(reading: Reading, before: Before, known: readonly string[]): Rows {
  const builder = new RowsBuilder(roomForOne);
  addRow(builder, reading, before, known);
  return builder.rows();
}

function addRow(builder: RowsBuilder, reading: Reading, { polarity, label, confidence, themes }: Before, known: readonly string[]): void {
  addFeatures(reading, buckets, builder);
  builder.add(place.polarity, polarity * beforeShare);
  builder.add(place.label + moods.indexOf(label), confidence * beforeShare);
  for (const it of themes) {
    const at = known.indexOf(it.id);
    if (at >= 0) builder.add(place.themes + at, it.confidence * beforeShare);
  }
  builder.end();
}

/** The words that speak the most for a theme by themselves, and where they stand. */
function reasonsFor({ tokens, words, language }: Reading, side: Float32Array): Pick<Spoken, 'words' | 'at'> {
  const strongest = unitsOf(tokens, words, language)
    .flatMap(({ said, denied, word }) => (word < 0 ? [] : [{ word, weight: side[gramsOf(said, denied).word & (buckets - 1)] as number }]))
    .filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.word - b.word).slice(0, mostWords);
  return { words: [...new Set(strongest.map(({ word }) => phraseOf(words, word, word)))], at: strongest.map(({ word }) => word) };
}
