import { lexiconOf, type Says } from './lexicon.js';
import { problemOf, type Marked } from './marks.js';
import type { Found } from './phrasebook.js';
import { sentencesOf, type Sentences } from './sentences.js';
import type { Language } from './stem.js';
import type { Token } from './tokenize.js';
import { total, weigh, type Weighed } from './valence.js';
import { read, type Word } from './words.js';

/** A text as a language's lexicon and rules read it: what all that is said of it is made from. */
export interface Reading {
  text: string;
  language: Language;
  tokens: readonly Token[];
  words: readonly Word[];
  found: readonly Found<Says>[];
  sentences: Sentences;
  /** The stretches that move the polarity, after all rules, and their sum. */
  items: readonly Weighed[];
  sum: number;
  /** Whether it tells of something gone wrong. */
  problem: Marked;
}

/** Reads a text once, for everything that is asked of it. */
export function readingOf(text: string, tokens: readonly Token[], language: Language): Reading {
  const lexicon = lexiconOf(language);
  const words = read(tokens, language);
  const found: Found<Says>[] = [];
  lexicon.book.scan(words, (match) => found.push(match));
  const sentences = sentencesOf(tokens, language);
  const items = weigh(words, found, lexicon, sentences, language);
  return { text, language, tokens, words, found, sentences, items, sum: total(items, sentences), problem: problemOf(found, words, sentences, language) };
}
