import type { Reading } from './reading.js';

/** How many numbers say what the lexicon found in a text. */
export const moods = 15;
/** Sums are bent, so that a long text does not outweigh all else; their half-way point, in the lexicon's unit. */
const half = 3;
const bend = (sum: number): number => sum / Math.hypot(sum, half);
/** How far a sum leans to either side, -1…1. */
const leaning = (sum: number): number => sum / Math.hypot(sum, Math.sqrt(15));
const side = (weight = 0): number => Math.sign(weight) * Math.min(1, Math.abs(weight) / half);

/** What the lexicon's rules found, as numbers of about -1…1 that a linear model can weigh: sums, extremes, first and last word, questions and exclamations. */
export function moodOf({ items, sum, words, sentences }: Reading): number[] {
  let [good, bad, best, worst] = [0, 0, 0, 0];
  for (const { weight } of items) {
    if (weight > 0) good += weight;
    else bad -= weight;
    best = Math.max(best, weight);
    worst = Math.min(worst, weight);
  }
  const length = Math.max(1, words.length);
  return [
    leaning(sum), bend(good), bend(bad), bend(good - bad), side(items.at(-1)?.weight), side(items[0]?.weight), items.length === 0 ? 1 : 0,
    sentences.asking.size > 0 ? 1 : 0, bend(sentences.exclamations), best / 4, worst / 4, (good + bad) / length / 2, (good - bad) / length, good > 0 && bad > 0 ? 1 : 0, Math.log(length) / 4,
  ];
}

/** What stands for itself whatever the n-grams say, and so is weighed again beside them: where texts are of a kind that was never seen, it can be trusted more. */
export function signsOf({ items, sum, problem }: Reading): number[] {
  return [bend(items.reduce((all, it) => all + it.weight, 0)), leaning(sum), problem.share];
}

/** What one unit of valence moves, where not much else is said, if the signs are weighed so. */
export const perValence = ([bent = 0, leaned = 0]: readonly number[]): number => bent / half + leaned / Math.sqrt(15);

/** Signs of whether a text takes a side at all: how far it leans, whether the lexicon knows any of its words, and whether it tells of a problem. */
export const sidedOf = ({ items, problem }: Reading, odds: number): number[] => [Math.abs(odds), items.length === 0 ? 1 : 0, problem.share];
