import { conceptsOf } from './concepts.js';
import { detectLanguage, type Detected } from './language.js';
import { isScored, type Language } from './stem.js';
import { isStopword } from './stopwords.js';
import { longestText, tokenize } from './tokenize.js';
import { read, type Word } from './words.js';

/**
 * What a text is about, small enough to be stored beside it: at most 24 terms, sorted by term, as [term, weight, the word as written]. A term is a stem, or a
 * concept ("#late") that folds synonyms of all languages. Weights are of unit length. JSON in, JSON out.
 */
export interface Sketch { terms: [term: string, weight: number, word: string][] }

const most = 24;
const weights = { concept: 2, stem: 1, faint: 0.35 };
/** Words of feeling and of every complaint: they tell how, not what. */
const faint = new Set(`bad good great terribl horribl aw worst best nice love hate amaz excel poor disappoint frustrat ridicul unaccept annoi angri upset happi servic custom compani
  product problem issu experi use try tri work help place suck shit fuck damn absolut complet total realli ever star review mal bueno buen malo pesim peor horribl servici client problem
  schlecht gut schrecklich furchtbar katastroph problem mauv bon nul horribl problem servic`.split(/\s+/));

/**
 * Makes the sketch of a text. Its language is told from the text, with the help of what is declared (a tag), unless it has been told already. Languages
 * without a lexicon are sketched word by word.
 */
export function sketch(text: string, language?: string | Detected): Sketch {
  const tokens = tokenize(text.slice(0, longestText));
  const { code } = typeof language === 'object' ? language : detectLanguage(tokens, language);
  const scored = isScored(code) ? code : undefined;
  const words = read(tokens, scored ?? 'en');
  const found = new Map<string, { weight: number; word: string }>();
  const claimed = scored ? addConcepts(words, scored, found) : new Set<Word>();
  for (const word of words) if (!claimed.has(word)) addStem(word, scored ?? 'en', found);
  return normalised(found);
}

type Bag = Map<string, { weight: number; word: string }>;

function addConcepts(words: readonly Word[], language: Language, bag: Bag): Set<Word> {
  const claimed = new Set<Word>();
  conceptsOf(language).scan(words, ({ meaning, from, to }) => {
    const phrase = words.slice(from, to + 1);
    for (const word of phrase) claimed.add(word);
    put(bag, `#${meaning}`, weights.concept, phrase.map((it) => it.word).join(' '));
  });
  return claimed;
}

function addStem(word: Word, language: Language, bag: Bag): void {
  if (word.kind !== 'word' || word.stem.length < 3 || isStopword(word.folded, language)) return;
  put(bag, word.stem, faint.has(word.stem) ? weights.faint : weights.stem, word.word);
}

function put(bag: Bag, term: string, weight: number, word: string): void {
  const known = bag.get(term);
  // Said twice weighs more, but not twice as much.
  if (known) known.weight += weight / 4;
  else bag.set(term, { weight, word });
}

function normalised(bag: Bag): Sketch {
  // Sorting is stable: of equal weights those said first stay.
  const kept = [...bag].sort((a, b) => b[1].weight - a[1].weight).slice(0, most);
  const length = Math.hypot(...kept.map(([, it]) => it.weight)) || 1;
  const terms = kept.map(([term, it]): [string, number, string] => [term, Math.round((it.weight / length) * 1e4) / 1e4, it.word.slice(0, 60)]);
  return { terms: terms.sort((a, b) => (a[0] < b[0] ? -1 : 1)) };
}

/** How near two sketches are, in [0, 1]: the cosine of their weights. Two sketches without terms have nothing in common: 0. */
export function similarity(a: Sketch, b: Sketch): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const [left, right] = [a.terms[i] as Sketch['terms'][number], b.terms[j] as Sketch['terms'][number]];
    if (left[0] === right[0]) sum += left[1] * right[1];
    if (left[0] <= right[0]) i++;
    if (right[0] <= left[0]) j++;
  }
  return Math.min(1, Math.max(0, sum));
}

/** The n words that stand for a group, as people write them: those of the terms that weigh most over all its sketches (or texts). */
export function keywords(group: readonly (Sketch | string)[], n: number): string[] {
  const totals = new Map<string, { weight: number; words: Map<string, number> }>();
  for (const member of group) {
    for (const [term, weight, word] of (typeof member === 'string' ? sketch(member) : member).terms) {
      const total = totals.get(term) ?? { weight: 0, words: new Map<string, number>() };
      total.weight += weight;
      total.words.set(word, (total.words.get(word) ?? 0) + 1);
      totals.set(term, total);
    }
  }
  const best = [...totals].sort((a, b) => b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1)).slice(0, n);
  return best.map(([, { words }]) => commonest(words));
}

const commonest = (words: ReadonlyMap<string, number>): string =>
  [...words].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
