import { isNegator } from './negation.js';
import { fold, languages, stem, type Language } from './stem.js';

/** A word as a language knows it, wherever it stands: one object for each, by which everything that is asked of it is remembered (see `Memo`). */
export interface Lexeme {
  readonly language: Language;
  /** Without accents, German umlauts as two letters. */
  readonly folded: string;
  readonly stem: string;
  /** Written with a letter drawn out: "sooo". */
  readonly stretched: boolean;
  /** Says no: "not", "never", "kein", "sin", "jamais". */
  readonly negator: boolean;
  readonly remembered: unknown[];
}

/** Words are few and texts are many: so many of each language are kept that were read lately, and as many from before, out of which those in use come back; 10,000 take 5 MB. */
const most = 20_000;
const lately = new Map<Language, Map<string, Lexeme>>(languages.map((it) => [it, new Map()]));
const before = new Map<Language, Map<string, Lexeme>>();

/** The lexeme of a word as it was cut from a text. */
export function lexemeOf(word: string, stretched: boolean, language: Language): Lexeme {
  const known = lately.get(language)?.get(word);
  // The same letters may have been drawn out in one text and not in another ("loove" and "looove"); those are rare.
  if (known) return known.stretched === stretched ? known : made(word, stretched, language);
  const earlier = before.get(language)?.get(word);
  return keep(word, earlier?.stretched === stretched ? earlier : made(word, stretched, language));
}

function made(word: string, stretched: boolean, language: Language): Lexeme {
  const folded = fold(word, language);
  return { language, folded, stem: stem(stretched ? single(folded) : folded, language), stretched, negator: isNegator(folded, language), remembered: [] };
}

function keep(word: string, lexeme: Lexeme): Lexeme {
  let words = lately.get(lexeme.language) as Map<string, Lexeme>;
  if (words.size >= most) {
    before.set(lexeme.language, words);
    lately.set(lexeme.language, (words = new Map<string, Lexeme>()));
  }
  words.set(word, lexeme);
  return lexeme;
}

/** A drawn-out word with single letters: "loove" is "love". */
export const single = (word: string): string => word.replace(/(.)\1/gu, '$1');

let memos = 0;

/** Something that follows from a lexeme alone, worked out once for each. */
export class Memo<T> {
  private readonly slot = memos++;

  constructor(private readonly make: (lexeme: Lexeme) => T) {}

  of(lexeme: Lexeme): T {
    const known = lexeme.remembered[this.slot] as T | undefined;
    return known === undefined ? ((lexeme.remembered[this.slot] = this.make(lexeme)) as T) : known;
  }
}
