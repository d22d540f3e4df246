import { lexiconDe } from './lexicon-de.js';
import { lexiconEn } from './lexicon-en.js';
import { lexiconEs } from './lexicon-es.js';
import { lexiconFr } from './lexicon-fr.js';
import { lexiconIt } from './lexicon-it.js';
import { lexiconPt } from './lexicon-pt.js';
import { listOf } from './lists.js';
import { Phrasebook } from './phrasebook.js';
import { fold, stem, type Language } from './stem.js';
import { isStopword } from './stopwords.js';
import { themePhrases } from './themes.js';
import { Memo, single } from './lexeme.js';
import { opinionsOf } from './weights/load.js';
import type { Word } from './words.js';

/** What a phrase says; every part in the unit that `lexicon-en.ts` gives. */
export interface Says {
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
  book: Phrasebook<Says>;
  /** The valence of a word by itself, in -5…5; 0 where it has none. */
  valenceOf(word: Word): number;
}

const parts = new Map<string, Exclude<keyof Says, 'theme'>>([
  ['v', 'valence'], ['p', 'problem'], ['f', 'frustration'], ['u', 'urgency'], ['h', 'human'], ['x', 'boost'], ['s', 'settled'],
]);
const own = { en: lexiconEn, es: lexiconEs, de: lexiconDe, fr: lexiconFr, it: lexiconIt, pt: lexiconPt };
const made = new Map<Language, Lexicon>();
const valences = new Map<Language, ReadonlyMap<string, number>>();

/** The lexicon of a language, compiled when it is first asked for. */
export function lexiconOf(language: Language): Lexicon {
  const known = made.get(language);
  if (known) return known;
  const fresh = compile(language);
  made.set(language, fresh);
  return fresh;
}

/**
 * Single words of a language that weigh in, folded, by what they weigh. They weigh as they are written: their stems are those of other words ("timely" and
 * "time", "partido" and "parte").
 */
export function valencesOf(language: Language): ReadonlyMap<string, number> {
  const known = valences.get(language);
  if (known) return known;
  const words = listOf(language);
  for (const { says, phrases } of sayings(language)) for (const it of phrases) if (isSingle(it, says)) words.set(fold(it, language), says.valence ?? 0);
  valences.set(language, words);
  return words;
}

function compile(language: Language): Lexicon {
  const words = valencesOf(language);
  const book = new Phrasebook<Says>(language);
  for (const { says, phrases } of sayings(language)) for (const it of phrases) if (!isSingle(it, says)) book.add(it, says);
  for (const line of linesOf(themePhrases[language])) {
    const [id, weight] = line.head.split(' ') as [string, string];
    const says = { theme: { id, weight: Number(weight) } };
    // "comida" has the stem of "com", which is said in every other sentence.
    for (const it of line.phrases) book.add(isStopword(stem(fold(it, language), language), language) ? `=${it}` : it, says);
  }
  const weighed = new Memo(({ folded, stretched }) => words.get(folded) ?? (stretched ? words.get(single(folded)) : undefined) ?? 0);
  return { book, valenceOf: ({ negator, lexeme }) => (negator ? 0 : weighed.of(lexeme)) };
}

/** A word by itself, of which nothing is said but its valence. */
const isSingle = (phrase: string, { valence, ...rest }: Says): boolean => valence !== undefined && Object.keys(rest).length === 0 && !/[ !=]/.test(phrase);

const sayings = (language: Language): { says: Says; phrases: string[] }[] =>
  [opinionsOf(language), own[language]].flatMap(linesOf).map(({ head, phrases }) => ({ says: saysOf(head), phrases }));

const linesOf = (table: string): { head: string; phrases: string[] }[] =>
  table.trim().split('\n').map((line) => {
    const [head, phrases] = line.split(': ') as [string, string];
    return { head, phrases: phrases.split(',').map((it) => it.trim()).filter(Boolean) };
  });

function saysOf(head: string): Says {
  const says: Says = {};
  for (const mark of head.split(' ')) {
    const part = parts.get(mark[0] ?? '');
    if (part) says[part] = Number(mark.slice(1));
  }
  return says;
}
