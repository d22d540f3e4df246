import { isName, somebody } from './identities.js';
import { lexemeOf, type Lexeme } from './lexeme.js';
import { isIdleBefore } from './negation.js';
import type { Language } from './stem.js';
import type { Token, TokenKind } from './tokenize.js';

/** A token as one language reads it. */
export interface Word extends Token {
  readonly lexeme: Lexeme;
  /** As its lexeme has it. */
  folded: string;
  /** As its lexeme has it; numbers, mentions and links are "#", "@" and "~". */
  stem: string;
  /** Counts up at every punctuation mark: words of one clause have the same number. */
  clause: number;
  /** Says no here: in "nothing but trouble" it does not. */
  negator: boolean;
}

/** After these, a word is written large whatever it is. */
const sentenceMarks = /[.!?…\n:¡¿(«"“]/;
const signs = new Map<TokenKind, string>([['number', '#'], ['mention', '@'], ['url', '~']]);

/** The words of a text in a language; punctuation is gone but counted in `clause`. */
export function read(tokens: readonly Token[], language: Language): Word[] {
  const words: Word[] = [];
  let clause = 0;
  let begins = true;
  for (const [place, { kind, text, word, at, shouted, stretched }] of tokens.entries()) {
    if (kind === 'break') {
      clause++;
      begins ||= sentenceMarks.test(text);
      continue;
    }
    const said = kind === 'word' && isName(text, word, language, begins, tokens[place + 1]) ? somebody : word;
    const lexeme = kind === 'word' ? lexemeOf(said, stretched, language) : signOf(kind, word, language);
    begins = false;
    const before = words.at(-1);
    if (before?.negator && before.clause === clause && isIdleBefore(lexeme.folded, language)) before.negator = false;
    words.push({ kind, text, word, at, shouted, stretched, lexeme, folded: lexeme.folded, stem: lexeme.stem, clause, negator: lexeme.negator });
  }
  return words;
}

/** Numbers, names and links are too many to be remembered. */
const signOf = (kind: TokenKind, word: string, language: Language): Lexeme => ({ language, folded: word, stem: signs.get(kind) ?? word, stretched: false, negator: false, remembered: [] });
