import { lexiconDe } from './lexicon-de.js';
import { lexiconEn } from './lexicon-en.js';
import { lexiconEs } from './lexicon-es.js';
import { lexiconFr } from './lexicon-fr.js';
import { lexiconIt } from './lexicon-it.js';
import { lexiconPt } from './lexicon-pt.js';
import { listOf } from './lists.js';
import { Phrasebook } from './phrasebook.js';
import { fold, stem, type Language } from './stem.js';
import { themePhrases } from './themes.js';
import { Memo, single, type Lexeme } from './lexeme.js';
import { opinionsOf } from './weights/load.js';
import type { Word } from './words.js';

/** What a phrase says; every part in the unit that `lexicon-en.ts` gives. */
export interface Meaning {
  valence?: number;
  problem?: number;
  frustration?: number;
  urgency?: number;
  human?: number;
  boost?: number;
  settled?: number;
  theme?: { id: string; weight: number };
}

/** All that one language's words say, ready to be found. */
export interface Lexicon {
  book: Phrasebook<Meaning>;
  /** The valence of a word by itself, in -5…5; 0 where it has none. */
  valenceOf(word: Word): number;
  /** True for a folded word that this language's lists or phrases have. */
  has(folded: string): boolean;
}

const parts = new Map<string, Exclude<keyof Meaning, 'theme'>>([
  ['v', 'valence'], ['p', 'problem'], ['f', 'frustration'], ['u', 'urgency'], ['h', 'human'], ['x', 'boost'], ['s', 'settled'],
]);
const own = { en: lexiconEn, es: lexiconEs, de: lexiconDe, fr: lexiconFr, it: lexiconIt, pt: lexiconPt };
const made = new Map<Language, Lexicon>();

/** The lexicon of a language, compiled when it is first asked for. */
export function lexiconOf(language: Language): Lexicon {
  const known = made.get(language);
  if (known) return known;
  const fresh = compile(language);
  made.set(language, fresh);
  return fresh;
}

function compile(language: Language): Lexicon {
  const book = new Phrasebook<Meaning>(language);
  const words = listOf(language);
  // Single words weigh as they are written: their stems are those of other words ("timely" and "time", "partido" and "parte").
  for (const table of [opinionsOf(language), own[language]]) addLines(table, language, book, words);
  for (const line of linesOf(themePhrases[language])) {
    const [id, weight] = line.head.split(' ') as [string, string];
    const meaning = { theme: { id, weight: Number(weight) } };
    for (const phrase of line.phrases) book.add(phrase, meaning);
  }
  const valences = new Memo((lexeme) => valenceOf(lexeme, words));
  return { book, valenceOf: ({ negator, lexeme }) => (negator ? 0 : valences.of(lexeme)), has: (word) => words.has(word) || book.begins(stem(word, language)) };
}

function addLines(table: string, language: Language, book: Phrasebook<Meaning>, words: Map<string, number>): void {
  for (const line of linesOf(table)) {
    const meaning = meaningOf(line.head);
    for (const phrase of line.phrases) {
      const only = meaning.valence !== undefined && Object.keys(meaning).length === 1;
      if (!only || /[ !=]/.test(phrase)) book.add(phrase, meaning);
      else words.set(fold(phrase, language), meaning.valence ?? 0);
    }
  }
}

const valenceOf = ({ folded, stretched }: Lexeme, words: ReadonlyMap<string, number>): number => words.get(folded) ?? (stretched ? words.get(single(folded)) : undefined) ?? 0;

const linesOf = (table: string): { head: string; phrases: string[] }[] =>
  table.trim().split('\n').map((line) => {
    const [head, phrases] = line.split(': ') as [string, string];
    return { head, phrases: phrases.split(',').map((it) => it.trim()).filter(Boolean) };
  });

function meaningOf(head: string): Meaning {
  const meaning: Meaning = {};
  for (const mark of head.split(' ')) {
    const part = parts.get(mark[0] ?? '');
    if (part) meaning[part] = Number(mark.slice(1));
  }
  return meaning;
}
