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

/** Phrases that begin alike, in two lots: by the word that must follow at once, where one must, and the others. */
class Beginning<T> {
  readonly others: Phrase<T>[] = [];
  readonly byNext = new Map<string, Phrase<T>[]>();

  add(phrase: Phrase<T>, next: Step | undefined): void {
    if (!next || next.gap) return void this.others.push(phrase);
    const list = this.byNext.get(keyOf(next));
    if (list) list.push(phrase);
    else this.byNext.set(keyOf(next), [phrase]);
  }
}

/**
 * Phrases of one language and what they mean, found in one pass over a text. Words are compared by stem; `=word` by the word itself,
 * `!` is any negation, `#` any number, and `..` lets up to three words of the same clause stand between.
 */
export class Phrasebook<T> {
  private readonly known = new Map<string, T[]>();
  private readonly byStart = new Map<string, Beginning<T>>();
  /** Phrases that begin with any negation, by the word that follows it: there are many, and negations are frequent. */
  private readonly byDenied = new Map<string, Beginning<T>>();
  private readonly starts = new Memo((lexeme) => beginningsOf(this.byStart, lexeme));
  private readonly denied = new Memo((lexeme) => beginningsOf(this.byDenied, lexeme));

  constructor(private readonly language: Language) {}

  /** Adds a phrase, written as people write it: "still waiting", "! .. arrive". A phrase with the same stems is added once for a meaning. */
  add(phrase: string, meaning: T): void {
    const steps = this.stepsOf(phrase);
    const denied = steps[0]?.stem === anyNegator;
    const start = steps[denied ? 1 : 0];
    if (!start) throw new Error(`A phrase needs a word: "${phrase}".`);
    const written = JSON.stringify(steps);
    const meanings = this.known.get(written) ?? [];
    if (meanings.includes(meaning)) return;
    this.known.set(written, [...meanings, meaning]);
    const index = denied ? this.byDenied : this.byStart;
    const beginning = index.get(keyOf(start)) ?? new Beginning<T>();
    index.set(keyOf(start), beginning);
    beginning.add({ steps, meaning }, steps[denied ? 2 : 1]);
  }

  /** Calls `found` for every phrase, in the order of their first words. */
  scan(words: readonly Word[], found: (match: Found<T>) => void): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as Word;
      if (word.negator) this.scanDenied(words, at, found);
      for (const beginning of this.starts.of(word.lexeme)) follow(beginning, 1, words, at, ({ meaning }, to) => found({ meaning, from: at, to }));
    }
  }

  private scanDenied(words: readonly Word[], from: number, found: (match: Found<T>) => void): void {
    for (let at = from + 1; at <= from + 1 + widestGap && words[at]?.clause === words[from]?.clause; at++) {
      for (const beginning of this.denied.of((words[at] as Word).lexeme)) {
        follow(beginning, 2, words, at, ({ steps, meaning }, to) => (at === from + 1 || steps[1]?.gap) && found({ meaning, from, to }));
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
const keyOf = (step: Step): string => (step.exact ? `=${step.stem}` : step.stem);
const keys = new Memo(({ stem: stemmed, folded }) => [stemmed, `=${folded}`]);

/** What begins with a word's stem, and what begins with the word itself. */
const beginningsOf = <T>(index: ReadonlyMap<string, Beginning<T>>, { stem: stemmed, folded }: Lexeme): readonly Beginning<T>[] =>
  [index.get(stemmed), index.get(`=${folded}`)].filter((it) => it !== undefined);

/** Tells of the phrases that go on as the words do after `at`, where a phrase has come to that step. */
function follow<T>({ others, byNext }: Beginning<T>, step: number, words: readonly Word[], at: number, found: (phrase: Phrase<T>, to: number) => void): void {
  for (const phrase of others) {
    const to = end(phrase.steps, step, words, at);
    if (to >= 0) found(phrase, to);
  }
  const next = words[at + 1];
  if (byNext.size === 0 || !next || next.clause !== words[at]?.clause) return;
  for (const key of next.negator ? [...keys.of(next.lexeme), anyNegator] : keys.of(next.lexeme)) {
    for (const phrase of byNext.get(key) ?? none) {
      const to = end(phrase.steps, step + 1, words, at + 1);
      if (to >= 0) found(phrase, to);
    }
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
