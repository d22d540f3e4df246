import { isNegator } from './negation.js';
import { fold, stem, type Language } from './stem.js';
import type { Word } from './words.js';

interface Step { stem: string; exact: boolean; gap: boolean }
interface Phrase<T> { steps: Step[]; meaning: T }

/** A phrase found: its meaning and the first and last of its words. */
export interface Found<T> { meaning: T; from: number; to: number }

const widestGap = 3;
const anyNegator = '!';

/**
 * Phrases of one language and what they mean, found in one pass over a text. Words are compared by stem; `=word` by the word itself,
 * `!` is any negation, `#` any number, and `..` lets up to three words of the same clause stand between.
 */
export class Phrasebook<T> {
  private readonly byStart = new Map<string, Phrase<T>[]>();

  constructor(private readonly language: Language) {}

  /** Adds a phrase, written as people write it: "still waiting", "! .. arrive". */
  add(phrase: string, meaning: T): void {
    const steps = this.stepsOf(phrase);
    const first = steps[0];
    if (!first) throw new Error(`A phrase needs a word: "${phrase}".`);
    const start = first.exact ? `=${first.stem}` : first.stem;
    const list = this.byStart.get(start);
    if (list) list.push({ steps, meaning });
    else this.byStart.set(start, [{ steps, meaning }]);
  }

  /** Calls `found` for every phrase that begins at a word, in the order of the words. */
  scan(words: readonly Word[], found: (match: Found<T>) => void): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as Word;
      this.tryAll(this.byStart.get(word.stem), words, at, found);
      this.tryAll(this.byStart.get(`=${word.folded}`), words, at, found);
      if (word.negator) this.tryAll(this.byStart.get(anyNegator), words, at, found);
    }
  }

  private tryAll(phrases: Phrase<T>[] | undefined, words: readonly Word[], from: number, found: (match: Found<T>) => void): void {
    if (!phrases) return;
    for (const { steps, meaning } of phrases) {
      const to = steps.length === 1 ? from : end(steps, 1, words, from);
      if (to >= 0) found({ meaning, from, to });
    }
  }

  private stepsOf(phrase: string): Step[] {
    const steps: Step[] = [];
    let gap = false;
    for (const part of phrase.trim().toLowerCase().split(/\s+/)) {
      if (part === '..') gap = true;
      else {
        steps.push({ ...this.stepOf(part), gap });
        gap = false;
      }
    }
    return steps;
  }

  private stepOf(part: string): Omit<Step, 'gap'> {
    if (part === anyNegator || part === '#') return { stem: part, exact: false };
    const word = fold(part.replace(/^=/, ''), this.language);
    const exact = part.startsWith('=') || isNegator(word, this.language);
    return { stem: exact ? word : stem(word, this.language), exact };
  }
}

/** The index of the phrase's last word, or -1. Bounded: each of a few steps looks at most four words ahead. */
function end(steps: readonly Step[], step: number, words: readonly Word[], at: number): number {
  const wanted = steps[step];
  if (!wanted) return at;
  const clause = words[at]?.clause;
  for (let next = at + 1; next <= at + 1 + (wanted.gap ? widestGap : 0); next++) {
    const word = words[next];
    if (!word || word.clause !== clause) return -1;
    if (!fits(wanted, word)) continue;
    const last = end(steps, step + 1, words, next);
    if (last >= 0) return last;
  }
  return -1;
}

const fits = (step: Step, word: Word): boolean =>
  step.stem === anyNegator ? word.negator : step.exact ? word.folded === step.stem : word.stem === step.stem;
