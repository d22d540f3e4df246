import type { Score } from '@vocloop/contracts';
import { shareOf } from './calibration.js';
import { addFeatures, layoutOf } from './features.js';
import { inTurns } from './give-way.js';
import { answerOf, leadOf, learnt, sumsOf, tellWhatIsRight, type Followed, type Question, type Taught } from './layer-question.js';
import type { Rows } from './linear.js';
import { gramsOf, unitsOf } from './ngrams.js';
import { numbersFrom, pack, unpack } from './packed.js';
import { readingOf, type Reading } from './reading.js';
import { round } from './reasons.js';
import { RowsBuilder } from './rows.js';
import { phraseOf, type Spoken } from './spoken.js';
import { languages, type Language } from './stem.js';
import { tokenize } from './tokenize.js';

/** What a text's label may be, where it has one. */
export type Mood = Exclude<Score['label'], 'unscored'>;
/** What a model says of a text before any correction: how far it leans, -1…1, which label it has, and what it speaks of. */
export interface Before { polarity: number; label: Mood; confidence: number; themes: readonly { id: string; confidence: number }[] }
/** A text as the model reads it; nobody corrected it. */
export interface Ordinary { text: string; language: Language; before: Before }
/** What a person said of a text, in place of the model: its label, or all themes that it speaks of, or both. */
export interface Correction extends Ordinary { label?: Mood | undefined; themes?: readonly string[] | undefined }
/** What was learnt of the texts of a language: of their label, and of each theme. */
export interface TaughtLanguage { language: Language; label: Taught; themes: (Taught & { id: string })[] }

const moods: readonly Mood[] = ['negative', 'neutral', 'positive'];
const buckets = 1 << 16;
const layout = layoutOf(buckets);
/** Beside a text's features stands what the model said of it: its lean, its label as sure as it was, and then each theme as sure as it was. */
const place = { polarity: layout.size, label: layout.size + 1, themes: layout.size + 1 + moods.length };
const beforeShare = 3;
/** Where people mended only what is wrong, a layer would think that all is: then what nobody corrected is taken for right, at this share of a correction's weight. */
const ordinaryShare = 0.5;
/** A theme that fewer corrections name is not asked about, nor more themes than these. */
const fewestOfTheme = 5;
const mostThemes = 30;
/** Features that a text may have at first; more are made room for. */
const roomForOne = 1 << 12;
const mostWords = 3;

/** What is followed in a language: of the label, and of each theme. */
interface OfLanguage { learned: TaughtLanguage; known: readonly string[]; label?: Followed | undefined; themes: ReadonlyMap<string, Followed> }
/** The same in a header, after which the weights come. */
type Written = Omit<Followed, 'sides'> & { sides: number };
interface WrittenLanguage extends Pick<OfLanguage, 'learned' | 'known'> { weighing: number; label?: Written | undefined; themes: [string, Written][] }

/** A tenant's own layer, learnt from corrections: for each language linear, over the same features as the model, and over what the model says. */
export class Layer {
  private constructor(private readonly byLanguage: ReadonlyMap<Language, OfLanguage>) {}

  get learned(): TaughtLanguage[] {
    return [...this.byLanguage.values()].map((it) => it.learned);
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return [...this.byLanguage.values()].reduce((sum, { label, themes }) => sum + 4 * place.themes * ((label?.sides.length ?? 0) + themes.size), 0);
  }

  /**
   * Learns from corrections, in their order, beside ordinary texts of the tenant, giving way to other work as it goes, and ending with the signal. Where it does no better than the model on what was held out, it stands
   * back: what the model says holds.
   */
  static async learn(corrections: readonly Correction[], ordinary: readonly Ordinary[] = [], signal?: AbortSignal): Promise<Layer> {
    const byLanguage = new Map<Language, OfLanguage>();
    for (const language of languages) {
      const own = distinct(corrections.filter((it) => it.language === language));
      if (own.length > 0) byLanguage.set(language, await languageOf(own, distinct(ordinary.filter((it) => it.language === language)), language, signal));
    }
    return new Layer(byLanguage);
  }

  /** What the layer makes of a text: a label, how sure that is, and the words that speak for it where it is another than the model's; and the themes, without what people would take away, and with what they would add, most confident first. */
  apply(reading: Reading, before: Before, told: readonly Spoken[]): { label?: Mood; confidence?: number; because?: readonly Reasoned[]; themes: readonly Spoken[] } {
    const own = this.byLanguage.get(reading.language);
    if (!own || (!own.label && own.themes.size === 0)) return { themes: told };
    const builder = new RowsBuilder(roomForOne);
    addRow(builder, reading, before, own.known);
    const row = builder.rows();
    return { ...labelOf(own, row, reading, before), themes: themesOf(own, row, reading, told) };
  }

  /** As bytes: a header, then for each language the features that weigh anything by number, then their weights, side by side. */
  encode(): Uint8Array {
    const arrays: ArrayBufferView[] = [];
    const written = (it: Followed): Written => ({ ...it, sides: it.sides.length });
    const layers = [...this.byLanguage.values()].map(({ learned, known, label, themes }): WrittenLanguage => {
      const sides = [...(label?.sides ?? []), ...[...themes.values()].flatMap((it) => it.sides)];
      const weighing = Uint32Array.from({ length: place.themes + known.length }, (_, it) => it).filter((it) => sides.some((side) => side[it] !== 0));
      arrays.push(weighing, ...sides.map((side) => Float32Array.from(weighing, (it) => side[it] as number)));
      return { learned, known, weighing: weighing.length, label: label && written(label), themes: [...themes].map(([id, it]) => [id, written(it)]) };
    });
    return pack(JSON.stringify({ layers }), ...arrays);
  }

  /** What `encode` wrote. */
  static decode(bytes: Uint8Array): Layer {
    const { header: { layers }, from } = unpack<{ layers: WrittenLanguage[] }>(bytes);
    const numbers = numbersFrom(bytes, from);
    let at = 0;
    const next = (length: number): number => (at += length * 4) - length * 4;
    return new Layer(new Map(layers.map(({ learned, known, weighing, label, themes }) => {
      const ids = new Uint32Array(numbers, next(weighing), weighing);
      const side = (): Float32Array => {
        const weights = new Float32Array(place.themes + known.length);
        new Float32Array(numbers, next(weighing), weighing).forEach((weight, it) => { weights[ids[it] as number] = weight; });
        return weights;
      };
      const read = (it: Written): Followed => ({ ...it, sides: Array.from({ length: it.sides }, side) });
      return [learned.language, { learned, known, label: label && read(label), themes: new Map(themes.map(([id, it]) => [id, read(it)])) }];
    })));
  }
}

function labelOf({ label }: OfLanguage, row: Rows, reading: Reading, before: Before): { label?: Mood; confidence?: number; because?: readonly Reasoned[] } {
  if (!label) return {};
  const sums = sumsOf(row, 0, label.sides);
  const [answer, was] = [answerOf(sums), moods.indexOf(before.label)];
  const given = { label: moods[answer] as Mood, confidence: round(shareOf(label.surety, leadOf(sums))) };
  if (answer === was) return label.isSample ? given : {};
  const because = reasonsFor(reading, label.sides[answer] as Float32Array, label.sides[was] as Float32Array);
  return label.changes.includes(was) && because.length > 0 ? { ...given, because } : {};
}

function themesOf({ themes: own }: OfLanguage, row: Rows, reading: Reading, told: readonly Spoken[]): readonly Spoken[] {
  const themes = new Map(told.map((it) => [it.id, it]));
  for (const [id, { sides, changes, surety }] of own) {
    const sums = sumsOf(row, 0, sides);
    const [speaks, was] = [answerOf(sums), Number(themes.has(id))];
    if (speaks === was || !changes.includes(was)) continue;
    const because = speaks === 1 ? reasonsFor(reading, sides[0] as Float32Array) : [];
    if (speaks === 0) themes.delete(id);
    else if (because.length > 0) themes.set(id, { id, confidence: round(shareOf(surety, leadOf(sums))), words: [...new Set(because.map(({ word }) => phraseOf(reading.words, word, word)))], at: because.map(({ word }) => word) });
  }
  return [...themes.values()].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
}

/** The same text again shows nothing of texts that were not seen: of each, what was said last counts, once. */
const distinct = <T extends Ordinary>(texts: readonly T[]): T[] => [...new Map(texts.map((it) => [it.text, it])).values()];

async function languageOf(corrections: readonly Correction[], ordinary: readonly Ordinary[], language: Language, signal: AbortSignal | undefined): Promise<OfLanguage> {
  const known = themesIn(corrections);
  const size = place.themes + known.length;
  const builder = new RowsBuilder();
  const texts: readonly Correction[] = [...corrections, ...ordinary];
  for await (const slice of inTurns(texts)) for (const { text, before } of slice) addRow(builder, readingOf(text, tokenize(text), language), before, known);
  const rows = builder.rows();
  const isCorrected = (row: number): boolean => row < corrections.length;
  const counts = Float32Array.from(texts, (_, row) => (isCorrected(row) ? 1 : ordinaryShare));
  const ask = (asks: (it: Correction) => unknown, said: (it: Correction) => number, before: (it: Ordinary) => number, answers: readonly number[]) => {
    const corrected = [...corrections.keys()].filter((row) => asks(corrections[row] as Correction));
    const question: Question = { rows: corrected, corrected, counts, answers, before: Int8Array.from(texts, before), said: Int8Array.from(texts, (it, row) => (isCorrected(row) ? said(it) : before(it))) };
    return learnt(rows, tellWhatIsRight(question) ? question : { ...question, rows: [...corrected, ...[...texts.keys()].slice(corrections.length)] }, size, signal);
  };
  const ofLabel = await ask((it) => it.label, (it) => moods.indexOf(it.label as Mood), (it) => moods.indexOf(it.before.label), [...moods.keys()]);
  const learned: TaughtLanguage = { language, label: ofLabel.taught, themes: [] };
  const themes = new Map<string, Followed>();
  for (const id of known) {
    const { taught, followed } = await ask((it) => it.themes, (it) => Number(it.themes?.includes(id)), (it) => Number(it.before.themes.some((theme) => theme.id === id)), [1]);
    learned.themes.push({ id, ...taught });
    if (followed) themes.set(id, followed);
  }
  return { learned, known, label: ofLabel.followed, themes };
}

/** The themes that enough corrections speak of, or that the model found in enough of them, by their ids. */
function themesIn(corrections: readonly Correction[]): string[] {
  const times = new Map<string, number>();
  for (const { themes, before } of corrections) if (themes) for (const id of new Set([...themes, ...before.themes.map((it) => it.id)])) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].filter(([, count]) => count >= fewestOfTheme).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, mostThemes).map(([id]) => id).sort();
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

/** A word of a text, by its number, and its share in what speaks for an answer, 0…1. */
export interface Reasoned { word: number; share: number }

/** The words that speak the most for one side against another; none where nothing does but the text's length and what the model said: that is no reason to change anything. */
function reasonsFor({ tokens, words, language }: Reading, side: Float32Array, other?: Float32Array): Reasoned[] {
  const speaking = unitsOf(tokens, words, language).flatMap(({ said, denied, word }) => {
    if (word < 0) return [];
    const bucket = gramsOf(said, denied).word & (buckets - 1);
    return [{ word, weight: (side[bucket] as number) - (other?.[bucket] ?? 0) }];
  });
  if (speaking.reduce((sum, it) => sum + it.weight, 0) <= 0) return [];
  const strongest = speaking.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.word - b.word).slice(0, mostWords);
  const all = strongest.reduce((sum, it) => sum + it.weight, 0);
  return strongest.map(({ word, weight }) => ({ word, share: weight / all }));
}
