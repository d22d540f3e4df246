import { isAngry } from './emoji.js';
import type { Says } from './lexicon.js';
import { reach, reachesBack } from './negation.js';
import type { Found } from './phrasebook.js';
import type { Reading } from './reading.js';
import type { Sentences } from './sentences.js';
import type { Language } from './stem.js';
import { isStopword } from './stopwords.js';
import type { Word } from './words.js';

/** A stretch of words that speaks for something, and how strongly, in 0…1. */
export interface Mark { from: number; to: number; weight: number }
/** A quality of the text with the words that gave it; `share` is in 0…1. */
export interface Marked { share: number; marks: Mark[] }

type Part = 'problem' | 'frustration' | 'urgency' | 'human';

/** How surely a problem is meant, from which on a question counts as one: "where is my parcel?" does, "is there a fee?" does not. */
const reproach = 0.82;
const praise = 0.3;
/** How frustrated one angry emoji is. */
export const angered = 0.5;
const shouting = { words: 3, share: 0.5, weight: 0.25 };
const exclaiming = { from: 2, weight: 0.15 };

/** Adds independent signs: none takes the others' weight away, and none alone makes it certain. */
export const either = (marks: readonly { weight: number }[]): number => round(1 - marks.reduce((left, it) => left * (1 - it.weight), 1));
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** What the phrases found say of one quality; each word counts once, by its strongest phrase. */
export function marksOf(part: Part, found: readonly Found<Says>[]): Mark[] {
  const best = new Map<number, Mark>();
  for (const { from, to, meaning } of found) {
    const weight = meaning[part];
    if (weight !== undefined && weight > (best.get(to)?.weight ?? 0)) best.set(to, { from, to, weight });
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight || a.from - b.from);
}

/** Whether the text tells of something gone wrong. Denied ("no delay"), asked for information, or over ("problem solved"), it does not. */
export function problemOf(found: readonly Found<Says>[], words: readonly Word[], sentences: Sentences, language: Language): Marked {
  const over = settledBy(found, words, language);
  const marks = marksOf('problem', found).filter(({ from, to, weight }) => {
    if (over.has(to)) return false;
    if (sentences.asking.has(words[from]?.clause ?? -1) && weight < reproach) return false;
    return !isDenied(words, from, to, language);
  });
  return { share: either(marks), marks };
}

/** The words that say of something that it went wrong once and is over, unless that is denied. */
const settledBy = (found: readonly Found<Says>[], words: readonly Word[], language: Language): ReadonlySet<number> =>
  new Set(found.filter(({ from, to, meaning }) => meaning.settled !== undefined && !isDenied(words, from, to, language)).flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at)));

/** Whether a negation beside a stretch of words denies it. */
export function isDenied(words: readonly Word[], from: number, to: number, language: Language): boolean {
  const { ahead, back } = reach[language];
  // A denied phrase has its negation inside; only words like "late" are turned by one beside them.
  for (let at = from; at <= to; at++) if (words[at]?.negator) return false;
  for (let at = from - 1; at >= from - Math.min(ahead, 3) && words[at]?.clause === words[from]?.clause; at--) if (words[at]?.negator) return true;
  for (let at = to + 1; at <= to + Math.min(back, 1) && words[at]?.clause === words[from]?.clause; at++) if (words[at]?.negator && reachesBack((words[at] as Word).folded, language)) return true;
  return false;
}

/** Whether a negation stands right before a word, grammar words aside: "isn't the worst", but not "can't believe how ridiculous". */
function isBeside(words: readonly Word[], from: number, language: Language): boolean {
  let at = from - 1;
  while (words[at] && !(words[at] as Word).negator && isStopword((words[at] as Word).folded, language) && (words[at] as Word).folded !== 'how') at--;
  return words[at]?.negator === true;
}

/** How frustrated the text sounds: its words, its shouting, its angry emoji; a text that praises is frustrated by strong words only. */
export function frustrationOf({ found, words, sentences, language }: Reading, polarity: number): Marked {
  const marks = marksOf('frustration', found).filter(({ from, to }) => !isDenied(words, from, to, language) || !isBeside(words, from, language));
  words.forEach((word, at) => {
    if (word.kind === 'emoji' && isAngry(word.text)) marks.push({ from: at, to: at, weight: angered });
  });
  const spoken = [...words.keys()].filter((at) => words[at]?.kind === 'word' && (words[at] as Word).text.length > 2);
  const shouted = spoken.filter((at) => words[at]?.shouted);
  let share = either(polarity > praise ? marks.map((it) => ({ ...it, weight: it.weight * 0.2 })) : marks);
  if (polarity <= 0 && shouted.length >= shouting.words && shouted.length >= shouting.share * spoken.length) {
    share = plus(share, shouting.weight);
    marks.push(...shouted.map((at) => ({ from: at, to: at, weight: shouting.weight / shouted.length })));
  }
  if (polarity < 0 && sentences.exclamations >= exclaiming.from) share = plus(share, exclaiming.weight);
  // Blame alone is frustration too, a little.
  if (polarity < -0.5) share = plus(share, (-polarity - 0.5) * 0.5);
  return { share: round(share), marks };
}

const plus = (share: number, more: number): number => 1 - (1 - share) * (1 - more);

/** How much the text presses for time. */
export function urgencyOf(found: readonly Found<Says>[]): Marked {
  const marks = marksOf('urgency', found);
  return { share: either(marks), marks };
}

/** Whether the text asks for a human, and by which words. */
export function humanOf(found: readonly Found<Says>[], words: readonly Word[], language: Language): Marked {
  const marks = marksOf('human', found).filter(({ from, to }) => !isDenied(words, from, to, language));
  return { share: either(marks), marks };
}
