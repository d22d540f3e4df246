import { eld } from 'eld/small';
import { languagesOfStopword } from './stopwords.js';
import type { Language } from './stem.js';
import type { Token } from './tokenize.js';

/** The language of a text as an ISO 639-1 code ("und" where it cannot be told) and how sure that is, in [0, 1]. */
export interface Detected { code: string; confidence: number }

/** Share of the words that a language's grammar must claim for the quick way, and how many at least. */
const quick = { words: 3, share: 0.25, lead: 2 };
/** The detector's lead of its best language over the next one, below which a text of few words stays undecided. */
const lead = { short: 0.06, long: 0.015 };
const longEnough = 5;

/**
 * Tells a text's language from its tokens. The grammar words of the scored languages decide first, which is quick and exact; what they leave open goes to
 * eld; a text too short for either has the language that was declared with it, and without one it is "und": never guessed.
 */
export function detectLanguage(tokens: readonly Token[], declared?: string): Detected {
  const words = tokens.filter((it) => it.kind === 'word');
  const base = declared?.toLowerCase().split('-')[0];
  if (words.length === 0) return { code: base ?? 'und', confidence: 0 };
  return byGrammar(words) ?? byLetters(words, base);
}

function byGrammar(words: readonly Token[]): Detected | undefined {
  const claims = new Map<Language, number>();
  const seen = new Set<string>();
  const head = words.slice(0, 40);
  for (const { word } of head) {
    if (seen.has(word) || word.length < 2) continue;
    seen.add(word);
    for (const language of languagesOfStopword(word)) claims.set(language, (claims.get(language) ?? 0) + 1);
  }
  const [best, second] = [...claims].sort((a, b) => b[1] - a[1]);
  if (!best || best[1] < quick.words || best[1] < quick.share * head.length || best[1] < quick.lead * (second?.[1] ?? 0)) return undefined;
  // Portuguese, Italian and Dutch share words with the scored languages: only English has a grammar that nobody else claims.
  return best[0] === 'en' ? { code: 'en', confidence: 0.99 } : undefined;
}

function byLetters(words: readonly Token[], declared: string | undefined): Detected {
  const result = eld.detect(words.slice(0, 60).map((it) => it.word).join(' '));
  const scores = Object.entries(result.getScores());
  const [best, next] = scores;
  const gap = (best?.[1] ?? 0) - (next?.[1] ?? 0);
  if (declared && declared === best?.[0]) return { code: declared, confidence: 0.99 };
  const needed = words.length < longEnough ? lead.short : lead.long;
  if (best && result.isReliable() && gap >= needed) {
    // A few words do not outvote what the source says of itself.
    if (!declared || words.length >= longEnough) return { code: best[0], confidence: round(Math.min(1, 0.5 + gap * 3)) };
  }
  return declared ? { code: declared, confidence: 0.5 } : { code: 'und', confidence: 0 };
}

const round = (value: number): number => Math.round(value * 100) / 100;
