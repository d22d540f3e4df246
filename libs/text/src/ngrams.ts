import { withoutIdentity } from './identities.js';
import { Memo, type Lexeme } from './lexeme.js';
import { reach } from './negation.js';
import type { Language } from './stem.js';
import type { Token } from './tokenize.js';
import type { Word } from './words.js';

/** Hashes of what a word is made of: itself, and its characters by three, four and five, its ends among them. */
export interface Grams { word: number; characters: Uint32Array }

const [shortest, longest] = [3, 5];
const prime = 0x01000193;
const basis = 0x811c9dc5;
const edge = 32;
/** What turns a word's hashes into those of the same word denied. */
const denial = 0x9e3779b9;

/** Spreads a hash over all 32 bits (the last step of MurmurHash3). */
export function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Hashes a word; a denied one ("not good") has hashes of its own. */
export function gramsOf(word: string, denied: boolean): Grams {
  const salt = denied ? basis ^ denial : basis;
  const length = Math.min(word.length, 40) + 2;
  const codeAt = (at: number): number => (at === 0 || at === length - 1 ? edge : word.charCodeAt(at - 1));
  let whole = salt;
  for (let at = 0; at < length; at++) whole = Math.imul(whole ^ codeAt(at), prime);
  const found: number[] = [];
  for (let from = 0; from + shortest <= length; from++) {
    let hash = salt ^ 0x5bd1e995;
    for (let at = from; at < length && at < from + longest; at++) {
      hash = Math.imul(hash ^ codeAt(at), prime);
      if (at - from + 1 >= shortest) found.push(mix(hash));
    }
  }
  return { word: mix(whole), characters: Uint32Array.from(found) };
}

/** The hash of two words side by side. */
export const pairOf = (first: number, second: number): number => mix(Math.imul(first, 31) ^ second);

/** A word, sign or punctuation mark as n-grams see it, with the word it came from; -1 for punctuation. */
export interface Unit { said: string; denied: boolean; word: number; lexeme?: Lexeme }

/** What n-grams are made of: the word, or what stands for it. */
export const said = new Memo(({ folded }) => withoutIdentity(folded));

/** What n-grams are made of: words as they are said, numbers, mentions and links by their kind, and the marks that tell a mood. */
export function unitsOf(tokens: readonly Token[], words: readonly Word[], language: Language): Unit[] {
  const units: Unit[] = [];
  const { ahead } = reach[language];
  let at = 0;
  let denies = -ahead - 1;
  for (const token of tokens) {
    if (token.kind === 'break') {
      denies = -ahead - 1;
      const mark = markOf(token.text);
      if (mark) units.push({ said: mark, denied: false, word: -1 });
      continue;
    }
    const word = words[at] as Word;
    const denied = at - denies <= ahead && word.kind === 'word';
    units.push(word.kind === 'word' ? { said: said.of(word.lexeme), denied, word: at, lexeme: word.lexeme } : { said: word.kind === 'emoji' ? word.folded : word.stem, denied, word: at });
    if (word.negator) denies = at;
    at++;
  }
  return units;
}

/** "!", "!!", "?", "??", "?!" or "…", where a break is one of those. */
function markOf(text: string): string | undefined {
  let [calls, asks, dots] = [0, 0, 0];
  for (const it of text) {
    if (it === '!') calls++;
    else if (it === '?') asks++;
    else if (it === '.' || it === '…') dots += it === '…' ? 3 : 1;
  }
  if (calls > 0 && asks > 0) return '?!';
  if (calls > 0) return calls > 1 ? '!!' : '!';
  if (asks > 0) return asks > 1 ? '??' : '?';
  return dots > 1 ? '…' : undefined;
}
