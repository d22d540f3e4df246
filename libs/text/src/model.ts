import type { Reason, Score } from '@vocloop/contracts';
import { emojiValence } from './emoji.js';
import { detectLanguage, type Detected } from './language.js';
import { lexiconOf, type Meaning } from './lexicon.js';
import { frustrationOf, humanOf, problemOf, themesOf, urgencyOf, type Mark } from './marks.js';
import type { Found } from './phrasebook.js';
import { sentencesOf } from './sentences.js';
import { isScored, type Language } from './stem.js';
import { tokenize, type Token } from './tokenize.js';
import { total, weigh, type Weighed } from './valence.js';
import { read, type Word } from './words.js';

/** What scores a text. Models differ in name or version wherever they could answer differently; the same text always gets the same score. */
export interface SentimentModel {
  readonly name: string;
  readonly version: string;
  /** Reads a text; `language` is what its source declares (BCP 47) and helps where the text is too short to tell. */
  read(text: string, language?: string): Scored;
}

/** A word that asks for a human, where there is one; kept beside the score, because only conversations need it. */
export interface Request { words: string; share: number }

/** Texts are read up to here: no feedback is longer. */
const longest = 20_000;
/** Half of the way to the ends of the scale is √α in the lexicon's unit. */
const alpha = 15;
const band = 0.12;
const problemFrom = 0.5;
const mostReasons = 8;
const identity = { name: 'lexicon', version: '1' };

/** The first model: word lists and rules for English, Spanish, German and French. Other languages stay unscored. */
export const lexiconModel: SentimentModel = { ...identity, read: scored };

/** A score, and the wish for a human, where the text has one. */
export interface Scored { score: Score; request?: Request }

function scored(text: string, language?: string): Scored {
  const head = text.slice(0, longest);
  const tokens = tokenize(head);
  const detected = detectLanguage(tokens, language);
  if (!tokens.some((it) => it.kind === 'word')) return { score: signsOnly(tokens, detected) };
  if (!isScored(detected.code)) return { score: unscored(detected) };
  return inLanguage(head, tokens, detected, detected.code);
}

/** The score of a text that a model left unread: without text, or in a language that it does not score. */
export const unscored = (language: Detected = { code: 'und', confidence: 0 }, { name, version }: Pick<SentimentModel, 'name' | 'version'> = identity): Score => ({
  polarity: 0, label: 'unscored', confidence: 0, frustration: 0, urgency: 0, problem: false, language, themes: [],
  reasons: { polarity: [], frustration: [], urgency: [] }, model: { name, version },
});

function inLanguage(text: string, tokens: readonly Token[], detected: Detected, language: Language): Scored {
  const lexicon = lexiconOf(language);
  const words = read(tokens, language);
  const found: Found<Meaning>[] = [];
  lexicon.book.scan(words, (match) => found.push(match));
  const sentences = sentencesOf(tokens, language);
  const items = weigh(words, found, lexicon, sentences, language);
  const sum = total(items, sentences);
  const polarity = round(sum / Math.hypot(sum, Math.sqrt(alpha)));
  const problem = problemOf(found, words, sentences, language);
  const frustration = frustrationOf(found, words, sentences, polarity);
  const urgency = urgencyOf(found);
  const request = humanOf(found);
  const quote = (mark: Mark | Weighed, weight: number): Reason => quoted(text, words, mark, weight);
  const score: Score = {
    polarity, label: labelOf(polarity), confidence: confidenceOf(polarity, items, detected),
    frustration: frustration.share, urgency: urgency.share, problem: problem.share >= problemFrom, language: detected, themes: themesOf(found, words),
    reasons: {
      polarity: strongest(items).map((it) => quote(it, it.weight / Math.hypot(sum, Math.sqrt(alpha)))),
      frustration: strongest(frustration.marks).map((it) => quote(it, it.weight)),
      urgency: strongest(urgency.marks).map((it) => quote(it, it.weight)),
    },
    model: identity,
  };
  return request.marks[0] ? { score, request: { words: quote(request.marks[0], 1).word, share: request.share } } : { score };
}

/** Emoji speak every language. */
function signsOnly(tokens: readonly Token[], detected: Detected): Score {
  const signs = tokens.map((it) => ({ word: it.text, at: it.at, weight: it.kind === 'emoji' ? emojiValence(it.text) : 0 })).filter((it) => it.weight !== 0);
  if (signs.length === 0) return unscored(detected);
  const sum = signs.reduce((all, it) => all + it.weight, 0);
  const scale = Math.hypot(sum, Math.sqrt(alpha));
  const polarity = round(sum / scale);
  const reasons = strongest(signs).map((it) => ({ ...it, weight: round(it.weight / scale) }));
  return { ...unscored(detected), polarity, label: labelOf(polarity), confidence: 0.6, reasons: { polarity: reasons, frustration: [], urgency: [] } };
}

const labelOf = (polarity: number): Score['label'] => (polarity <= -band ? 'negative' : polarity >= band ? 'positive' : 'neutral');

/** Sure where the words agree and there are some; a neutral text is as sure as nothing speaks against it. */
function confidenceOf(polarity: number, items: readonly Weighed[], detected: Detected): number {
  const all = items.reduce((sum, it) => sum + Math.abs(it.weight), 0);
  const agreement = all === 0 ? 1 : Math.abs(items.reduce((sum, it) => sum + it.weight, 0)) / all;
  const strength = Math.abs(polarity) < band ? 0.6 - Math.min(0.2, all / 20) : 0.5 + 0.45 * Math.abs(polarity) * (0.5 + agreement / 2);
  return round(strength * (0.8 + 0.2 * detected.confidence));
}

const strongest = <T extends { weight: number }>(items: readonly T[]): T[] => [...items].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostReasons);

function quoted(text: string, words: readonly Word[], mark: { from: number; to: number }, weight: number): Reason {
  const [first, last] = [words[mark.from] as Word, words[mark.to] as Word];
  return { word: text.slice(first.at, last.at + last.text.length), at: first.at, weight: round(weight) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000 || 0;
