import { emojiValence } from './emoji.js';
import type { Lexicon, Says } from './lexicon.js';
import { Memo } from './lexeme.js';
import { addsUp, isHow, isNever, isSuch, isThan, reach, reachesBack } from './negation.js';
import type { Found } from './phrasebook.js';
import type { Sentences } from './sentences.js';
import type { Language } from './stem.js';
import type { Word } from './words.js';

/** A stretch of words that moves the polarity, after all rules. */
export interface Weighed { from: number; to: number; weight: number }

const contrast: Record<Language, ReadonlySet<string>> = {
  en: new Set(['but', 'however', 'although', 'yet', 'except', 'unfortunately']),
  es: new Set(['pero', 'sino', 'aunque', 'embargo', 'lamentablemente']),
  de: new Set(['aber', 'jedoch', 'allerdings', 'leider', 'sondern', 'obwohl']),
  fr: new Set(['mais', 'cependant', 'toutefois', 'pourtant', 'malheureusement']),
  it: new Set(['ma', 'pero', 'tuttavia', 'invece', 'purtroppo', 'sebbene']),
  pt: new Set(['mas', 'porem', 'contudo', 'entretanto', 'infelizmente', 'embora']),
};
const link: Record<Language, ReadonlySet<string>> = { en: new Set(['and']), es: new Set(['y', 'e']), de: new Set(['und']), fr: new Set(['et']), it: new Set(['e', 'ed']), pt: new Set(['e']) };
/** How the rules bend a weight. "Not good" is bad, but not as bad as "bad"; "not bad" is hardly praise. */
const rules = { deniedPraise: -0.75, deniedBlame: -0.4, beforeBut: 0.55, afterBut: 1.35, shouted: 1.3, stretched: 1.2, asked: 0.15, exclamation: 0.25, exclamations: 4 };
const boostReach = 2;
const suchReach = 5;

/** Whether a word turns what is said: "but", "pero", "aber", "mais". */
export const isContrast = ({ lexeme }: Word): boolean => contrasts.of(lexeme);
/** Whether a word puts one thing beside another: "and", "y", "und", "et", "e". */
export const isLink = ({ lexeme }: Word): boolean => links.of(lexeme);
const links = new Memo(({ folded, language }) => link[language].has(folded));
const contrasts = new Memo(({ folded, language }) => contrast[language].has(folded));

/** Weighs the words of a text by its lexicon: phrases first, then single words, then what stands around them. */
export function weigh(words: readonly Word[], found: readonly Found<Says>[], lexicon: Lexicon, sentences: Sentences, language: Language): Weighed[] {
  const items = collect(words, found, lexicon);
  const denied = deniedBy(words, items, language);
  const boosts = boostsOf(found);
  const turn = turningPoint(words);
  const loud = words.some((it) => it.kind === 'word' && !it.shouted && it.text.length > 1);
  return items.map((item) => {
    const word = words[item.from] as Word;
    let weight = item.weight;
    if (denied.has(item)) weight *= weight > 0 ? rules.deniedPraise : rules.deniedBlame;
    weight *= boostBefore(item.from, words, boosts);
    if (loud && isShouted(item, words)) weight *= rules.shouted;
    if (word.stretched) weight *= rules.stretched;
    if (turn >= 0) weight *= item.from < turn ? rules.beforeBut : rules.afterBut;
    if (sentences.asking.has(word.clause)) weight *= rules.asked;
    return { ...item, weight };
  });
}

/** The sum of all weights, louder with exclamation marks. */
export function total(items: readonly Weighed[], sentences: Sentences): number {
  const sum = items.reduce((all, it) => all + it.weight, 0);
  return sum + Math.sign(sum) * rules.exclamation * Math.min(rules.exclamations, sentences.exclamations);
}

function collect(words: readonly Word[], found: readonly Found<Says>[], lexicon: Lexicon): Weighed[] {
  const covered = new Set<number>();
  const items: Weighed[] = [];
  const phrases = found.filter((it) => it.meaning.valence !== undefined).sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  for (const { from, to, meaning } of phrases) {
    if (covered.has(from) || covered.has(to)) continue;
    for (let at = from; at <= to; at++) covered.add(at);
    items.push({ from, to, weight: meaning.valence ?? 0 });
  }
  words.forEach((word, at) => {
    if (covered.has(at)) return;
    const weight = word.kind === 'emoji' ? emojiValence(word.text) : word.kind === 'word' ? lexicon.valenceOf(word) : 0;
    if (weight !== 0) items.push({ from: at, to: at, weight });
  });
  return items.filter((it) => it.weight !== 0).sort((a, b) => a.from - b.from);
}

/** The items that a negation reaches. A negation inside a phrase belongs to that phrase. */
function deniedBy(words: readonly Word[], items: readonly Weighed[], language: Language): Set<Weighed> {
  const denied = new Set<Weighed>();
  const { ahead, back } = reach[language];
  const suchs = suchsIn(words, language);
  const holdsOne = ({ from, to }: Weighed): boolean => words.slice(from, to + 1).some(({ negator, folded }) => negator && addsUp(folded, language));
  let first = 0;
  words.forEach((word, at) => {
    if (!word.negator) return;
    const such = suchs.get(word.clause) ?? -1;
    while (first < items.length && (items[first] as Weighed).to < at - back) first++;
    const near = items.slice(first, first + ahead + back + 1).filter((it) => words[it.from]?.clause === word.clause && words[it.from]?.kind === 'word');
    if (near.some((it) => it.from <= at && it.to >= at)) return;
    const how = nextOf(words, at, ahead, (it) => isHow(it.folded, language));
    const after = near.filter((it) => it.from > at && it.from - at <= ahead && (how < 0 || it.from < how) && !holdsOne(it) && !(such > at && it.from > such));
    if (such > at) return void after.forEach((it) => denied.add(it));
    const before = reachesBack(word.folded, language) ? near.filter((it) => it.to < at && at - it.to <= back) : [];
    for (const it of after.length > 0 ? after : before.slice(-1)) denied.add(it);
  });
  return denied;
}

/** Clause by clause, where "such" stands after a "never", if nothing is compared after it. */
function suchsIn(words: readonly Word[], language: Language): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  words.forEach(({ negator, folded, clause }, from) => {
    if (!negator || found.has(clause) || !isNever(folded, language)) return;
    const such = nextOf(words, from, suchReach, (it) => isSuch(it.folded, language));
    if (such >= 0) found.set(clause, nextOf(words, such, words.length, (it) => isThan(it.folded, language)) < 0 ? such : -1);
  });
  return found;
}

/** The first word of such a kind that follows within reach, in the same clause; -1 where there is none. */
function nextOf(words: readonly Word[], from: number, within: number, is: (word: Word) => boolean): number {
  for (let at = from + 1; at <= from + within && words[at]?.clause === words[from]?.clause; at++) if (is(words[at] as Word)) return at;
  return -1;
}

function isShouted({ from, to }: Weighed, words: readonly Word[]): boolean {
  for (let at = from; at <= to; at++) if (words[at]?.shouted) return true;
  return false;
}

const boostsOf = (found: readonly Found<Says>[]): ReadonlyMap<number, number> =>
  new Map(found.filter((it) => it.meaning.boost !== undefined).map((it) => [it.to, it.meaning.boost ?? 1]));

function boostBefore(from: number, words: readonly Word[], boosts: ReadonlyMap<number, number>): number {
  for (let at = from - 1; at >= from - boostReach && words[at]?.clause === words[from]?.clause; at--) {
    const boost = boosts.get(at);
    if (boost !== undefined) return boost;
  }
  return 1;
}

/** Where the last "but" stands, which halves what was said before it; -1 where there is none, or nothing follows it. */
function turningPoint(words: readonly Word[]): number {
  for (let at = words.length - 2; at > 0; at--) if (isContrast(words[at] as Word)) return at;
  return -1;
}
