import porterDe from 'natural/lib/natural/stemmers/porter_stemmer_de.js';
import porterEs from 'natural/lib/natural/stemmers/porter_stemmer_es.js';
import porterFr from 'natural/lib/natural/stemmers/porter_stemmer_fr.js';
import porterIt from 'natural/lib/natural/stemmers/porter_stemmer_it.js';
import porterPt from 'natural/lib/natural/stemmers/porter_stemmer_pt.js';
import porterEn from 'natural/lib/natural/stemmers/porter_stemmer.js';

/** The languages that are scored and stemmed. */
export const languages = ['en', 'es', 'de', 'fr', 'it', 'pt'] as const;
/** A language that has a lexicon and a stemmer. */
export type Language = (typeof languages)[number];

/** True for a language that has a lexicon. */
export const isScored = (code: string | undefined): code is Language => languages.includes(code as Language);

const stemmers = { en: porterEn, es: porterEs, de: porterDe, fr: porterFr, it: porterIt, pt: porterPt };
const umlauts = new Map([['ä', 'ae'], ['ö', 'oe'], ['ü', 'ue'], ['ß', 'ss']]);
 
const ascii = /^[\x00-\x7f]*$/;

/** A lower-case word without accents, as hurried writers spell it; German umlauts become two letters. */
export function fold(word: string, language: Language): string {
  if (ascii.test(word)) return word;
  const spelt = language === 'de' ? word.normalize('NFC').replace(/[äöüß]/g, (it) => umlauts.get(it) ?? it) : word;
  return spelt.normalize('NFD').replace(/\p{M}/gu, '');
}

const longest = 40;
const remembered = 20_000;
const memory = new Map<Language, Map<string, string>>(languages.map((it) => [it, new Map()]));

/** The stem of a folded word; words longer than anything a person writes are their own stem. */
export function stem(word: string, language: Language): string {
  if (word.length > longest) return word;
  const known = memory.get(language) as Map<string, string>;
  const found = known.get(word);
  if (found !== undefined) return found;
  const made = cut(word, language);
  if (known.size >= remembered) known.clear();
  known.set(word, made);
  return made;
}

function cut(word: string, language: Language): string {
  // The stemmers mean plain words; what has an apostrophe is a contraction and its own stem.
  if (word.length < 3 || word.includes("'")) return word;
  return fold(stemmers[language].stem(word).toLowerCase(), language) || word;
}
