import { lexiconOf } from './lexicon.js';
import { fold, isScored, languages, type Language } from './stem.js';
import { isStopword, languagesOfStopword } from './stopwords.js';
import type { Token } from './tokenize.js';
import { languageDetector } from './weights/load.js';

/** The language of a text as an ISO 639-1 code ("und" where it cannot be told) and how sure that is, in [0, 1]. */
export type Detected = { code: string; confidence: number };

/** Share of the words that a language's grammar must claim for the quick way, and how many at least. */
const quick = { words: 3, share: 0.25, lead: 2 };
/** The detector's lead of its best language over the next one, below which a text of few words stays undecided. */
const lead = { short: 0.06, long: 0.015 };
const longEnough = 5;
/** Share of a few words that a language must know, where nothing else tells. */
const known = 0.7;

/**
 * Tells a text's language from its tokens. The grammar words of the scored languages decide first, which is quick and exact; what they leave open goes by
 * the letters. Where a text is too short for either, the language declared with it holds; without one, the only scored language that knows its words, if
 * there is exactly one; else it is "und": never guessed.
 */
export function detectLanguage(tokens: readonly Token[], declared?: string): Detected {
  const words = tokens.filter((it) => it.kind === 'word');
  const base = declared?.toLowerCase().split('-')[0];
  if (words.length === 0) return { code: base ?? 'und', confidence: 0 };
  return byGrammar(words, base) ?? shortEnglish(words) ?? byLetters(words, base) ?? (base ? { code: base, confidence: 0.5 } : byWords(words));
}

function byGrammar(words: readonly Token[], declared: string | undefined): Detected | undefined {
  const head = new Set<string>();
  const claims = languages.map(() => 0);
  for (let at = 0; at < words.length && at < 40; at++) {
    const { word } = words[at] as Token;
    if (head.has(word)) continue;
    head.add(word);
    if (word.length > 1) for (const language of languagesOfStopword(word)) claims[languages.indexOf(language)]!++;
  }
  let [best, most, next]: [Language | undefined, number, number] = [undefined, 0, 0];
  for (let at = 0; at < claims.length; at++) {
    const count = claims[at]!;
    if (count > most) [best, most, next] = [languages[at], count, most];
    else next = Math.max(next, count);
  }
  // Portuguese, Italian and Dutch share words with the other scored languages: only English has a grammar that nobody else claims.
  if (best === undefined || (best !== 'en' && best !== declared)) return undefined;
  return most >= quick.words && most >= quick.share * head.size && most >= quick.lead * next ? { code: best, confidence: 0.99 } : undefined;
}

function byLetters(words: readonly Token[], declared: string | undefined): Detected | undefined {
  const best = languageDetector().detect(written(words.slice(0, 60)));
  if (!best) return undefined;
  if (declared === best.code) return { code: declared, confidence: 0.99 };
  const gap = best.score - (best.next?.score ?? 0);
  const short = words.length < longEnough;
  // Neighbours among the languages that nobody scores (Russian and Bulgarian) need not be told apart surely.
  const unscorable = !short && !isScored(best.code) && !isScored(best.next?.code);
  // A few words do not outvote what the source says of itself.
  if (!best.reliable || (!unscorable && gap < (short ? lead.short : lead.long)) || (short && declared)) return undefined;
  return { code: best.code, confidence: round(Math.min(1, 0.5 + gap * 3)) };
}

/** A few words of which English knows most, and two more than the other scored languages: letters say less than that. */
function shortEnglish(words: readonly Token[]): Detected | undefined {
  if (words.length >= longEnough) return undefined;
  const [best, next] = knownWords(words);
  return best?.language === 'en' && best.count - (next?.count ?? 0) >= quick.lead && best.count * 2 >= words.length ? { code: 'en', confidence: 0.8 } : undefined;
}

function byWords(words: readonly Token[]): Detected {
  const most = knownWords(words).filter((it, _, all) => it.count === all[0]?.count && it.count >= known * words.length);
  // Several may know them all: then the letters decide, if they speak for one of those; a single word has too few.
  const letters = most.length > 1 && words.length > 1 ? languageDetector().detect(written(words))?.code : undefined;
  const certain = most.length === 1 ? most[0] : most.find(({ language }) => language === letters);
  return certain ? { code: certain.language, confidence: 0.6 } : { code: 'und', confidence: 0 };
}

/** The scored languages by how many of the words they know, most first. */
const knownWords = (words: readonly Token[]): { language: Language; count: number }[] =>
  languages.map((language) => ({ language, count: words.filter(({ word }) => knows(fold(word, language), language)).length })).sort((a, b) => b.count - a.count);

const knows = (word: string, language: Language): boolean => isStopword(word, language) || lexiconOf(language).has(word);
const written = (words: readonly Token[]): string => words.map(({ word }) => word).join(' ');
const round = (value: number): number => Math.round(value * 100) / 100;
