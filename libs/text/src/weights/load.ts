import { Blend } from '../blend.js';
import { LanguageDetector } from '../language-detector.js';
import { decodeLanguages } from '../language-table.js';
import type { Language } from '../stem.js';
import { decodeWeights } from '../weights.js';
import { bytesOf } from './bytes.js';

/** The languages that weights are shipped for. */
const shipped: readonly Language[] = ['en'];
const loaded = new Map<Language, Blend>();
let detector: LanguageDetector | undefined;

/** The trained model of a language, read when it is first asked for; undefined where only a lexicon is shipped. */
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

