import { Memo } from './lexeme.js';
import { isNegator } from './negation.js';
import { fold, stem, type Language } from './stem.js';
import type { Word } from './words.js';

/** A phrase found: its meaning and the first and last of its words. */
export interface Found<T> { meaning: T; from: number; to: number }

const widestGap = 3;
const anyNegator = '!';

/** Where phrases that begin alike have come to: what they mean if they end here, and how they go on, at once or after a gap. */
class Step<T> {
  readonly meanings: T[] = [];
  readonly next = new Map<string, Step<T>>();
  readonly afterGap = new Map<string, Step<T>>();
  /** The last beginning from which it was reached: what a gap can be filled with in several ways is found once, with the nearest. */
  reached = 0;
}

/**
 * Phrases of one language and what they mean, found in one pass over a text. Words are compared by stem; `=word` by the word itself,
 * `!` is any negation, `#` any number, and `..` lets up to three words of the same clause stand between.
 */
export class Phrasebook<T> {
  private readonly start = new Step<T>();
  private beginnings = 0;

  constructor(private readonly language: Language) {}

  /** Adds a phrase, written as people write it: "still waiting", "! .. arrive". A phrase with the same stems is added once for a meaning. */
  add(phrase: string, meaning: T): void {
    let step = this.start;
    let gap = false;
    for (const part of phrase.trim().toLowerCase().split(/\s+/)) {
      if (part === '..') gap = true;
      else {
        const ways: Map<string, Step<T>> = gap ? step.afterGap : step.next;
        const key = this.keyOf(part);
        step = ways.get(key) ?? new Step<T>();
        ways.set(key, step);
        gap = false;
      }
    }
    if (step === this.start) throw new Error(`A phrase needs a word: "${phrase}".`);
    if (!step.meanings.includes(meaning)) step.meanings.push(meaning);
  }

  /** Calls `found` for every phrase, in the order of their first words. Bounded: phrases have few steps, and each looks at most four words ahead. */
  scan(words: readonly Word[], found: (match: Found<T>) => void): void {
    let from = 0;
    const follow = (ways: ReadonlyMap<string, Step<T>>, to: number): void => {
      for (const key of keysOf(words[to] as Word)) {
        const step = ways.get(key);
        if (!step) continue;
        if (step.reached !== this.beginnings) for (const meaning of step.meanings) found({ meaning, from, to });
        step.reached = this.beginnings;
        if (step.next.size > 0 && words[to + 1]?.clause === words[to]?.clause) follow(step.next, to + 1);
        if (step.afterGap.size > 0) for (let at = to + 1; at <= to + 1 + widestGap && words[at]?.clause === words[to]?.clause; at++) follow(step.afterGap, at);
      }
    };
    for (; from < words.length; from++) {
      this.beginnings++;
      follow(this.start.next, from);
    }
  }

  private keyOf(part: string): string {
    if (part === anyNegator || part === '#') return part;
    const word = fold(part.replace(/^=/, ''), this.language);
    return part.startsWith('=') || isNegator(word, this.language) ? `=${word}` : stem(word, this.language);
  }
}

const keys = new Memo(({ stem: stemmed, folded }) => [`=${folded}`, stemmed]);
const deniers = new Memo((lexeme) => [...keys.of(lexeme), anyNegator]);

/** What a word is looked up by, the most exact first: where two phrases say something of the same words, the first counts. */
const keysOf = ({ lexeme, negator }: Word): readonly string[] => (negator ? deniers : keys).of(lexeme);
