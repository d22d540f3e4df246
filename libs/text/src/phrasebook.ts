import { Memo, type Lexeme } from './lexeme.js';
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
  /** Phrases that begin with any negation, by the word that follows it: there are many, and negations are frequent. */
  private readonly byDenied = new Map<string, Phrase<T>[]>();
  private readonly starts = new Memo((lexeme) => phrasesOf(this.byStart, lexeme));
  private readonly denied = new Memo((lexeme) => phrasesOf(this.byDenied, lexeme));

  constructor(private readonly language: Language) {}

  /** Adds a phrase, written as people write it: "still waiting", "! .. arrive". A phrase with the same stems is added once for a meaning. */
  add(phrase: string, meaning: T): void {
    const steps = this.stepsOf(phrase);
    const denied = steps[0]?.stem === anyNegator;
    const start = steps[denied ? 1 : 0];
    if (!start) throw new Error(`A phrase needs a word: "${phrase}".`);
    const index = denied ? this.byDenied : this.byStart;
    const list = index.get(keyOf(start)) ?? [];
    if (list.some((it) => it.meaning === meaning && JSON.stringify(it.steps) === JSON.stringify(steps))) return;
    index.set(keyOf(start), [...list, { steps, meaning }]);
  }

  /** True for a stem that a phrase begins with. */
  begins(stemmed: string): boolean {
    return this.byStart.has(stemmed);
  }

  /** Calls `found` for every phrase, in the order of their first words. */
  scan(words: readonly Word[], found: (match: Found<T>) => void): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as Word;
      if (word.negator) this.scanDenied(words, at, found);
      for (const { steps, meaning } of this.starts.of(word.lexeme)) {
        const to = end(steps, 1, words, at);
        if (to >= 0) found({ meaning, from: at, to });
      }
    }
  }

  private scanDenied(words: readonly Word[], from: number, found: (match: Found<T>) => void): void {
    for (let at = from + 1; at <= from + 1 + widestGap && words[at]?.clause === words[from]?.clause; at++) {
      for (const { steps, meaning } of this.denied.of((words[at] as Word).lexeme)) {
        const to = at === from + 1 || steps[1]?.gap ? end(steps, 2, words, at) : -1;
        if (to >= 0) found({ meaning, from, to });
      }
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

const none: never[] = [];

/** The phrases that begin with a word's stem, and then those that begin with the word itself. */
function phrasesOf<T>(index: ReadonlyMap<string, Phrase<T>[]>, { stem: stemmed, folded }: Lexeme): readonly Phrase<T>[] {
  const [byStem = none, exact = none] = [index.get(stemmed), index.get(`=${folded}`)];
  return exact.length === 0 ? byStem : [...byStem, ...exact];
}

const keyOf = (step: Step): string => (step.exact ? `=${step.stem}` : step.stem);

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
