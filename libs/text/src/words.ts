import { isIdleBefore, isNegator } from './negation.js';
import { fold, stem, type Language } from './stem.js';
import type { Token } from './tokenize.js';

/** A token as one language reads it. */
export interface Word extends Token {
  /** Folded: no accents, German umlauts as two letters. */
  folded: string;
  /** Its stem; numbers, mentions and links are "#", "@" and "~". */
  stem: string;
  /** Counts up at every punctuation mark: words of one clause have the same number. */
  clause: number;
  /** Says no: "not", "never", "kein", "sin", "jamais". */
  negator: boolean;
}

const signs = new Map([['number', '#'], ['mention', '@'], ['url', '~']]);

/** The words of a text in a language; punctuation is gone but counted in `clause`. */
export function read(tokens: readonly Token[], language: Language): Word[] {
  const words: Word[] = [];
  let clause = 0;
  for (const token of tokens) {
    if (token.kind === 'break') {
      clause++;
      continue;
    }
    const folded = token.kind === 'word' ? fold(token.word, language) : token.word;
    const stemmed = signs.get(token.kind) ?? (token.kind === 'emoji' ? folded : stem(token.stretched ? single(folded) : folded, language));
    const before = words.at(-1);
    if (before?.negator && before.clause === clause && isIdleBefore(folded, language)) before.negator = false;
    words.push({ ...token, folded, stem: stemmed, clause, negator: token.kind === 'word' && isNegator(folded, language) });
  }
  return words;
}

/** A drawn-out word with single letters: "loove" is "love". */
export const single = (word: string): string => word.replace(/(.)\1/gu, '$1');
