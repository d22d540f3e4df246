import { valencesOf } from './lexicon.js';
import { isNegator } from './negation.js';
import { fold, isScored, languages, type Language } from './stem.js';
import { isStopword, placesOfStopword } from './stopwords.js';
import type { Token } from './tokenize.js';
import { englishVectors, languageDetector } from './weights/load.js';

/** The language of a text as an ISO 639-1 code ("und" where it cannot be told) and how sure that is, in [0, 1]. */
export type Detected = { code: string; confidence: number };

/** Share of the words that a language's grammar must claim for the quick way, and how many at least. */
const quick = { words: 3, share: 0.25, lead: 2, few: 2 };
/** The detector's lead of its best language over the next one, below which a text of few words stays undecided. */
const lead = { short: 0.06, long: 0.015, tie: 0.02 };
const longEnough = 5;
/** Below so many, letters must be surer to outvote words that English knows. */
const quiteLong = 8;
/** Share of many words that English must know, and by how much of them it must lead; of so many words at most. */
const clear = { share: 0.75, lead: 0.4 };
const mostCompared = 30;
/** Share of a few words that a language must know, where nothing else tells. */
const known = 0.7;

/**
 * Tells a text's language from its tokens. The grammar words of the scored languages decide first, which is quick and exact, then whether English knows nearly
 * all of the words; what that leaves open goes by the letters. Where a text is too short for either, the language declared with it holds; without one, the only scored language that opens its sentences so,
 * or that knows its words, if there is exactly one; else it is "und": never guessed.
 */
export function detectLanguage(tokens: readonly Token[], declared?: string): Detected {
  const words = tokens.filter((it) => it.kind === 'word');
  const base = declared?.toLowerCase().split('-')[0];
  // "n/a" is in no language.
  if (words.every(({ word }) => /^[a-z]$/.test(word))) return { code: base ?? 'und', confidence: 0 };
  return byGrammar(words, base) ?? (base ? undefined : byFewWords(words)) ?? byEnglish(words, base) ?? byLetters(words, base) ?? (base ? { code: base, confidence: 0.5 } : bySigns(tokens) ?? byWords(words));
}

function byGrammar(words: readonly Token[], declared: string | undefined): Detected | undefined {
  const { best, most, next, distinct } = claimsOn(words);
  // Portuguese, Italian and Dutch share words with the other scored languages: only English has a grammar that nobody else claims.
  if (best === undefined || (best !== 'en' && best !== declared)) return undefined;
  return most >= quick.words && most >= quick.share * distinct && most >= quick.lead * next ? { code: best, confidence: 0.99 } : undefined;
}

/** The scored language to whose grammar most of the words belong, to how many, and how many to the next one's. */
function claimsOn(words: readonly Token[]): { best: Language | undefined; most: number; next: number; distinct: number } {
  const head = new Set<string>();
  const claims = languages.map(() => 0);
  for (let at = 0; at < words.length && at < 40; at++) {
    const { word } = words[at] as Token;
    if (head.has(word)) continue;
    head.add(word);
    if (word.length > 1) for (const place of placesOfStopword(word)) claims[place]!++;
  }
  let [best, most, next]: [Language | undefined, number, number] = [undefined, 0, 0];
  for (let at = 0; at < claims.length; at++) {
    const count = claims[at]!;
    if (count > most) [best, most, next] = [languages[at], count, most];
    else next = Math.max(next, count);
  }
  return { best, most, next, distinct: head.size };
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
  if (!best.reliable || (!unscorable && gap < (short ? lead.short : lead.long)) || (short && declared)) return !declared && agrees(words, best.code) ? { code: best.code, confidence: 0.7 } : undefined;
  return { code: best.code, confidence: round(Math.min(1, 0.5 + gap * 3)) };
}

/** Whether a language's grammar claims two words more than any other does: what letters say hesitantly, it confirms. */
function agrees(words: readonly Token[], code: string): boolean {
  const { best, most, next } = claimsOn(words);
  return best === code && most - next >= quick.lead;
}

/**
 * Words of which English knows most, and clearly more than the other scored languages: of a few, letters say less than that. Neighbours that nobody scores
 * (Dutch, Danish) share many words, so letters that surely say another language hold, and so does a source that declares one.
 */
function byEnglish(words: readonly Token[], declared: string | undefined): Detected | undefined {
  if (declared !== undefined && declared !== 'en') return undefined;
  const few = words.length < longEnough;
  const head = words.slice(0, mostCompared);
  const [best, next] = knownWords(head);
  if (best?.language !== 'en') return undefined;
  const ahead = best.count - (next?.count ?? 0);
  const certain = few ? ahead >= quick.lead && 2 * best.count >= head.length : ahead >= clear.lead * head.length && best.count >= clear.share * head.length;
  if (!certain) return undefined;
  // Of a few words, "you" or "with" says more than letters do.
  const letters = few && claimsOn(words).best === 'en' ? undefined : languageDetector().detect(written(head));
  return letters?.reliable && letters.code !== 'en' && letters.score - (letters.next?.score ?? 0) >= (words.length < quiteLong ? lead.short : lead.long) ? undefined : { code: 'en', confidence: 0.8 };
}

/**
 * A word or two say too little by their letters ("horrible" looks Basque): they are of the scored language that knows them, else of none that can be told, unless letters speak for one that knows a word of them, or none
 * knows any.
 */
function byFewWords(words: readonly Token[]): Detected | undefined {
  if (words.length > quick.few) return undefined;
  const knowing = knownWords(words).filter(({ count }) => count > 0).map(({ language }): string => language);
  if (knowing.length === 0) return undefined;
  const told = byWords(words);
  return told.code === 'und' && knowing.includes(languageDetector().detect(written(words))?.code ?? 'und') ? undefined : told;
}

/** Of the scored languages, only Spanish opens its questions and exclamations. */
function bySigns(tokens: readonly Token[]): Detected | undefined {
  return tokens.some(({ kind, text }) => kind === 'break' && /[¿¡]/.test(text)) ? { code: 'es', confidence: 0.8 } : undefined;
}

function byWords(words: readonly Token[]): Detected {
  const ranked = knownWords(words);
  const most = ranked.filter((it) => it.count === ranked[0]?.count && it.count >= known * words.length);
  // Several may know them all: then the letters decide, if they speak for one of those; a single word has too few.
  const letters = most.length > 1 && words.length > 1 ? languageDetector().detect(written(words))?.code : undefined;
  const certain = most.length === 1 ? most[0] : most.find(({ language }) => language === letters);
  if (most.length === 0 && words.length > 1) return byHalf(words, ranked);
  return certain ? { code: certain.language, confidence: 0.6 } : { code: 'und', confidence: 0 };
}

/** The language that letters speak for, where it knows half of the words and none knows more; where another knows as many, letters must be clearer. */
function byHalf(words: readonly Token[], ranked: readonly { language: Language; count: number }[]): Detected {
  const letters = languageDetector().detect(written(words));
  const own = ranked.find(({ language }) => language === letters?.code);
  const [best, next] = ranked;
  if (!letters || !own || own.count !== best?.count || 2 * own.count < words.length) return { code: 'und', confidence: 0 };
  const ahead = own.count > (next?.count ?? 0) || letters.score - (letters.next?.score ?? 0) >= lead.tie;
  return ahead ? { code: own.language, confidence: 0.6 } : { code: 'und', confidence: 0 };
}

/** The scored languages by how many of the words they know, most first. */
function knownWords(words: readonly Token[]): { language: Language; count: number }[] {
  const known = words.map(({ word }) => knownIn(word));
  return languages.map((language, at) => ({ language, count: known.filter((it) => it[at]).length })).sort((a, b) => b.count - a.count);
}

/** Words are few and texts are many: so many are remembered. */
const remembered = 20_000;
/** Nobody writes longer words. */
const longestWord = 40;
const nowhere: readonly boolean[] = languages.map(() => false);
const memory = new Map<string, readonly boolean[]>();

/** Letters that a language writes no word of its own with; English borrows words with all of them. Italian has an accent on the last letter alone. */
const foreign: Partial<Record<Language, RegExp>> = {
  es: /[àâãäæçèêëìîïòôõöœùûÿß]/u, de: /[áàâãæçèêëíìîïñóòôõœúùûÿ]/u, fr: /[áãíìñóòõúß]/u, it: /[âãäæçêëïñôõöœûüÿß]|[àáèéìíòóùú]\p{L}/u, pt: /[äæèëìîïñòöœùûÿß]/u,
};

/** Language by language, whether it knows a word: by its grammar, its lexicon, or, in English, as a frequent one. */
function knownIn(word: string): readonly boolean[] {
  if (word.length > longestWord) return nowhere;
  const found = memory.get(word);
  if (found) return found;
  const made = languages.map((language) => {
    if (foreign[language]?.test(word)) return false;
    const folded = fold(word, language);
    return isNegator(folded, language) || isStopword(folded, language) || valencesOf(language).has(folded) || (language === 'en' && englishVectors().has(folded));
  });
  if (memory.size >= remembered) memory.clear();
  memory.set(word, made);
  return made;
}

const written = (words: readonly Token[]): string => words.map(({ word }) => word).join(' ');
const round = (value: number): number => Math.round(value * 100) / 100;
