import { cautiously, fitShares, shareOf } from './calibration.js';
import { giveWay } from './give-way.js';
import { fit, type Rows } from './linear.js';
import { unitsIn, Vocabulary } from './vocabulary.js';

/** An example of a label; one without a label fits none. */
export interface LabelledText { text: string; label?: string }
export interface Choice { label: string; confidence: number }

/** What a text was taken for; without a label it fits none. `words` spoke for the label, strongest first. */
export interface Classified { label?: string; confidence: number; alternatives: Choice[]; words: { word: string; weight: number }[] }

const cost = 1;
const kept = { alternatives: 3, words: 5 };
/** Every so many-th example of a label, and every so many-th label, is held out to learn how sure the classifier may be. */
const heldOut = 4;
/** Of texts that fit none, the share that is to be recognised where there are examples enough of them. */
const recognised = 0.93;
/** With fewer examples of what fits none, left-out labels stand in for them. They are nearer to the others than most of what fits none: so many of those would be lost with them that both sides count alike instead. */
const enough = 40;
/** With fewer examples each is held out once, else a part of them. */
const few = 400;

interface Sides { vocabulary: Vocabulary; labels: string[]; weights: Float32Array }
interface Certainty { heat: number; fits: number[]; from: number }

/** A linear classifier over n-grams: each label against all others. It says how sure it is, and what fits none of its labels. */
export class Classifier {
  private constructor(private readonly sides: Sides, private readonly certainty: Certainty) {}

  /** Learns from examples, giving way to other work after each label; the same examples in the same order make the same classifier. */
  static async learn(examples: readonly LabelledText[]): Promise<Classifier> {
    return new Classifier(await sidesOf(examples), await certaintyOf(examples));
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return this.sides.weights.byteLength + this.sides.vocabulary.size * 64;
  }

  /** Classifies a text; with `reject`, a text that fits no label gets none, and a label is as sure as the text fits any. */
  classify(text: string, { reject = false } = {}): Classified {
    const units = unitsIn(text);
    const { features, known } = this.sides.vocabulary.featuresOf(units);
    const margins = marginsOf(this.sides, features);
    const shares = sharesOf(margins, this.certainty.heat);
    const order = [...shares.keys()].sort((a, b) => (margins[b] as number) - (margins[a] as number));
    const fits = known > 0 ? shareOf(this.certainty.fits, ...signsOf(margins, known)) : 0;
    const choices = order.slice(0, 1 + kept.alternatives).map((it) => ({ label: this.sides.labels[it] as string, confidence: round((shares[it] as number) * (reject ? fits : 1)) }));
    const words = wordsFor(order[0] ?? 0, this.sides, features).map(({ unit, weight }) => ({ word: units[unit]?.said ?? '', weight }));
    if (choices.length === 0 || (reject && fits < this.certainty.from)) return { confidence: round(1 - fits), alternatives: choices.slice(0, kept.alternatives), words: [] };
    const [best, ...alternatives] = choices as [Choice, ...Choice[]];
    return { ...best, alternatives, words };
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Fits each label against all others, and against what fits none. */
async function sidesOf(examples: readonly LabelledText[]): Promise<Sides> {
  const labels = [...new Set(examples.flatMap((it) => it.label ?? []))].sort();
  const texts = examples.map((it) => it.text);
  const vocabulary = new Vocabulary(texts, examples.flatMap((it) => (it.label === undefined ? [] : it.text)));
  const rows: Rows = vocabulary.rows(texts);
  const weights = new Float32Array(vocabulary.size * labels.length);
  const costs = new Float32Array(examples.length).fill(cost);
  for (const [side, label] of labels.entries()) {
    const fitted = fit(rows, { sides: Int8Array.from(examples, (it) => (it.label === label ? 1 : -1)), costs }, vocabulary.size);
    for (let column = 0; column < fitted.length; column++) weights[column * labels.length + side] = fitted[column] as number;
    await giveWay();
  }
  return { vocabulary, labels, weights };
}

function marginsOf({ labels, weights }: Sides, features: readonly { column: number; value: number }[]): Float64Array {
  const margins = new Float64Array(labels.length);
  for (const { column, value } of features) {
    const from = column * labels.length;
    for (let side = 0; side < margins.length; side++) (margins[side] as number) += (weights[from + side] as number) * value;
  }
  return margins;
}

function sharesOf(margins: Float64Array, heat: number): Float64Array {
  const most = margins.reduce((a, b) => Math.max(a, b), -Infinity);
  const raised = margins.map((it) => Math.exp((it - most) * heat));
  const all = raised.reduce((sum, it) => sum + it, 0);
  return raised.map((it) => it / all);
}

/** What tells whether a text fits any label: the best margin, its lead, and how much of what it says the examples say too. */
function signsOf(margins: Float64Array, known: number): number[] {
  let [first, second] = [-Infinity, -Infinity];
  for (const it of margins) {
    if (it > first) [first, second] = [it, first];
    else if (it > second) second = it;
  }
  return [Math.max(-3, first), Math.min(3, first - Math.max(-3, second)), known];
}

interface Answered { label?: string | undefined; margins: Float64Array; signs: number[] }

/** Learns from a part of the examples, without some of the labels, what margins mean: for held-out texts of known labels, and for texts that fit none. */
async function certaintyOf(examples: readonly LabelledText[]): Promise<Certainty> {
  const labels = [...new Set(examples.flatMap((it) => it.label ?? []))].sort();
  const answers: Answered[] = [];
  for (let part = 0; part < (examples.length < few ? heldOut : 1); part++) answers.push(...(await heldOutOf(examples, labels, part)));
  const fits = fitShares(cautiously(answers.map(({ label, signs }) => ({ numbers: signs, so: label !== undefined, counts: 1 }))));
  return { heat: heatOf(answers, labels), fits, from: leastFit(answers, fits, isEnough(examples)) };
}

const isEnough = (examples: readonly LabelledText[]): boolean => examples.filter((it) => it.label === undefined).length >= enough;

/** How likely a text must fit to be given a label; whatever it is, where nothing tells what fits none. */
function leastFit(answers: readonly Answered[], fits: number[], areReal: boolean): number {
  const strangers = answers.filter((it) => it.label === undefined).map(({ signs }) => shareOf(fits, ...signs)).sort((a, b) => a - b);
  if (strangers.length === 0) return 0;
  return areReal ? Math.max(0.5, strangers[Math.floor(recognised * strangers.length)] as number) : 1 - strangers.length / answers.length;
}

/** What a classifier that did not see a part of the examples, and some of the labels, says of them; their margins are in the order of all labels. */
async function heldOutOf(examples: readonly LabelledText[], labels: readonly string[], part: number): Promise<Answered[]> {
  const away = new Set(isEnough(examples) ? [] : labels.filter((_, at) => labels.length > heldOut && at % heldOut === part));
  const seen = new Map<string | undefined, number>();
  const taught: LabelledText[] = [];
  const asked: LabelledText[] = [];
  for (const it of examples) {
    const count = seen.get(it.label) ?? 0;
    seen.set(it.label, count + 1);
    if (it.label !== undefined && away.has(it.label)) asked.push({ text: it.text });
    else (count % heldOut === heldOut - 1 - part ? asked : taught).push(it);
  }
  const sides = await sidesOf(taught);
  // Of a label's only example nothing is left to learn from.
  if (sides.labels.length === 0) return [];
  return asked.map(({ text, label }) => {
    const { features, known } = sides.vocabulary.featuresOf(unitsIn(text));
    const told = marginsOf(sides, features);
    const margins = new Float64Array(labels.length).fill(-Infinity);
    sides.labels.forEach((it, at) => { margins[labels.indexOf(it)] = told[at] as number; });
    return { label, margins, signs: signsOf(told, known) };
  });
}

/** How sharply margins turn into shares: the sharpness under which the held-out labels are the most likely. */
function heatOf(answers: readonly Answered[], labels: readonly string[]): number {
  const heats = Array.from({ length: 24 }, (_, at) => 0.5 * 1.25 ** at);
  const likely = (heat: number): number => answers.reduce((sum, { label, margins }) => (label === undefined ? sum : sum + Math.log(Math.max(1e-6, sharesOf(margins, heat)[labels.indexOf(label)] ?? 1e-6))), 0);
  return heats.reduce((best, heat) => (likely(heat) > likely(best) ? heat : best), heats[0] as number);
}

/** The units that spoke for a label. */
function wordsFor(side: number, { labels, weights }: Sides, features: readonly { column: number; value: number; unit: number }[]): { unit: number; weight: number }[] {
  const adds = new Map<number, number>();
  for (const { column, value, unit } of features) if (unit >= 0) adds.set(unit, (adds.get(unit) ?? 0) + (weights[column * labels.length + side] as number) * value);
  return [...adds].map(([unit, weight]) => ({ unit, weight: round(weight) })).filter((it) => it.weight > 0).sort((a, b) => b.weight - a.weight).slice(0, kept.words);
}
