import { readFileSync } from 'node:fs';
import { Blend } from '../blend.js';
import { LanguageDetector } from '../language-detector.js';
import { decodeLanguages } from '../language-table.js';
import type { Language } from '../stem.js';
import { decodeVectors, Vectors } from '../vectors.js';
import { decodeWeights, type WordShares } from '../weights.js';

/** The languages that weights are shipped for. */
const shipped: readonly Language[] = ['en'];
const loaded = new Map<Language, Blend>();
let detector: LanguageDetector | undefined;
let vectors: Vectors | undefined;
let shares: WordShares | undefined;

/** The trained model of a language, read when it is first asked for; undefined where only a lexicon is shipped. Of this library only this file reads what it ships; `labelled-command.service.ts` reads what a user names. */
export function blendOf(language: Language): Blend | undefined {
  if (!shipped.includes(language)) return undefined;
  const known = loaded.get(language);
  if (known) return known;
  const fresh = new Blend(decodeWeights(bytesOf(language)));
  loaded.set(language, fresh);
  return fresh;
}

/** Tells 60 languages apart; its table is read when it is first asked for. */
export const languageDetector = (): LanguageDetector => (detector ??= new LanguageDetector(decodeLanguages(bytesOf('languages'))));

/** What English texts mean, as vectors; their table is read when it is first asked for. */
export const englishVectors = (): Vectors => (vectors ??= new Vectors(decodeVectors(bytesOf('vectors-en'))));

/** Puts another table of vectors in the place of the shipped one for this process, before any text is read: to measure what texts that taught a table say of it. Throws where the bytes are none. */
export const useVectors = (bytes: Uint8Array): void => { vectors = new Vectors(decodeVectors(bytes)); };

/** What word lists' findings are worth; read when it is first asked for. */
export const wordShares = (): WordShares => (shares ??= JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as WordShares);

/** A language's words of opinion: lines of a valence, a colon and the words and phrases that have it; see `lexicon-en.ts` for the notation. */
export const opinionsOf = (language: Language): string => readFileSync(new URL(`../opinions/${language}.txt`, import.meta.url), 'utf8');

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`./${name}.bin`, import.meta.url));
