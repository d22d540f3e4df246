import type { Score } from '@vocloop/contracts';
import { half, labelled, type Verdict } from './blend.js';
import { logistic, sumOf } from './calibration.js';
import { emojiValence, isAngry } from './emoji.js';
import { detectLanguage, type Detected } from './language.js';
import { byLabel, feelingOf } from './feelings.js';
import { angered, either, frustrationOf, humanOf, urgencyOf } from './marks.js';
import { sidedOf, signsOf } from './mood.js';
import { readingOf, type Reading } from './reading.js';
import { ratingOf } from './rating.js';
import { quoted, round, strongest } from './reasons.js';
import { valencesOf } from './lexicon.js';
import { fold, isScored, languages } from './stem.js';
import { isStopword } from './stopwords.js';
import { Taxonomy } from './taxonomy.js';
import { longestText, tokenize, type Token } from './tokenize.js';
import { toned } from './tone.js';
import type { Before, Layer, Mood } from './layer.js';
import { blendOf, wordShares } from './weights/load.js';

/** What scores a text. Models differ in name or version wherever they could answer differently; the same text always gets the same score. */
export interface SentimentModel {
  readonly name: string;
  readonly version: string;
  /** Reads a text; `language` is what its source declares (BCP 47) and helps where the text is too short to tell; `own` is what its tenant taught. */
  read(text: string, language?: string, own?: Own): Scored;
}

/** What a tenant has of its own: the themes that its texts may speak of, and what corrections have taught, with its version. */
export interface Own { taxonomy?: Taxonomy | undefined; layer?: { version: number; taught: Layer } | undefined }

/** A word that asks for a human, where there is one; kept beside the score, because only conversations need it. */
export interface Request { words: string; share: number }

/** Half of the way to the ends of the scale is √α in the lexicon's unit. */
const alpha = 15;
const perUnit = half / Math.sqrt(alpha);
const band = 0.12;
const problemFrom = 0.5;

/** A score, and the wish for a human, where the text has one. */
export interface Scored { score: Score; request?: Request }

type Identity = Pick<SentimentModel, 'name' | 'version'>;
type Judge = (reading: Reading) => Verdict;

/** Word lists and rules for English, Spanish, German, French, Italian and Portuguese. Other languages stay unscored. */
export const lexiconModel = modelOf({ name: 'lexicon', version: '8' }, byLexicon);

/** The model that is shipped: trained weights and the lexicon in one where there are weights (English), else the lexicon. */
export const blendedModel = modelOf({ name: 'blend', version: '7' }, (reading) => blendOf(reading.language)?.judge(reading) ?? byLexicon(reading));

function modelOf(identity: Identity, judge: Judge): SentimentModel {
  return {
    ...identity,
    read: (text, language, own = {}) => {
      const head = text.slice(0, longestText);
      const tokens = tokenize(head);
      const detected = detectLanguage(tokens, language);
      const hasWords = tokens.some((it) => it.kind === 'word');
      if (hasWords && isScored(detected.code)) return inLanguage(readingOf(head, tokens, detected.code), detected, own, identity, judge);
      // Where only the language is unknown, emoji speak all the same, and so does "Great!".
      const score = !hasWords || detected.code === 'und' ? signsOnly(head, tokens, detected, identity) : unscored(detected, identity);
      const { taxonomy } = own;
      return { score: taxonomy && taxonomy.version > 0 ? { ...score, themes: taxonomy.tellUnscored(head, tokens).map(({ at: _, ...it }) => ({ ...it, polarity: score.polarity })), taxonomy: taxonomy.version } : score };
    },
  };
}

/** The score of a text that a model left unread: without text, or in a language that it does not score. */
export const unscored = (language: Detected = { code: 'und', confidence: 0 }, { name, version }: Identity = blendedModel): Score => ({
  polarity: 0, label: 'unscored', confidence: 0, frustration: 0, urgency: 0, problem: false, language, themes: [],
  reasons: { polarity: [], frustration: [], urgency: [] }, model: { name, version },
});

function inLanguage(reading: Reading, detected: Detected, { taxonomy = Taxonomy.builtIn, layer }: Own, { name, version }: Identity, judge: Judge): Scored {
  const { found, words, problem } = reading;
  const { reasons, feelings, moves, ...judged } = judge(reading);
  const told = taxonomy.tell(reading);
  const before: Before = { ...judged, label: judged.label as Mood, themes: told.themes };
  const { label = before.label, confidence = judged.confidence, because, themes: spoken } = layer?.taught.apply(reading, before, told.themes) ?? { themes: told.themes };
  const verdict = { ...judged, label, confidence, polarity: label === judged.label ? judged.polarity : leans[label] };
  const themes = layer ? spoken.filter(({ id }) => taxonomy.has(id)) : spoken;
  const frustration = frustrationOf(reading, verdict.polarity);
  const urgency = urgencyOf(found);
  const request = humanOf(found, words, reading.language);
  const score: Score = {
    ...verdict,
    frustration: frustration.share, urgency: urgency.share, problem: problem.share >= problemFrom, language: detected,
    themes: toned(themes, words, moves, { polarity: verdict.polarity, isMended: found.some(({ meaning }) => meaning.settled !== undefined) }), ...(told.alternatives && { alternatives: told.alternatives }), ...(taxonomy.version > 0 && { taxonomy: taxonomy.version }),
    reasons: {
      polarity: because ? because.map(({ word, share }) => quoted(reading, { from: word, to: word }, share * leans[label])) : reasons,
      frustration: strongest(frustration.marks).map((it) => quoted(reading, it, it.weight)),
      urgency: strongest(urgency.marks).map((it) => quoted(reading, it, it.weight)),
      ...(feelings && { emotion: feelings }),
    },
    model: { name, version }, ...(layer && { layer: layer.version }),
  };
  return request.marks[0] ? { score, request: { words: quoted(reading, request.marks[0], 1).word, share: request.share } } : { score };
}

function byLexicon(reading: Reading): Verdict {
  const { items, sum } = reading;
  const scale = Math.hypot(sum, Math.sqrt(alpha));
  const shares = wordShares();
  const odds = sumOf(shares.positive, [1, ...signsOf(reading)]);
  const neutral = logistic(sumOf(shares.neutral, [1, ...sidedOf(reading, odds)]));
  const polarity = round(sum / scale);
  // What tells of a problem without a word for or against it ("Où est ma commande ?") asks for something.
  const judged: Pick<Score, 'label' | 'confidence'> = Math.abs(polarity) < band ? { label: 'neutral', confidence: round(neutral) } : labelled(logistic(odds), neutral);
  return {
    polarity, ...judged, ...feelingOf(reading, judged),
    reasons: strongest(items).map((it) => quoted(reading, it, it.weight / scale)), moves: items.map((it) => ({ ...it, weight: it.weight * perUnit })),
  };
}

/** Of more words than these, that no scored language claims, something else may be meant. */
const fewWords = 2;

/** How sure a label is that stands on signs alone, by judgement. */
const sureOfSigns = 0.6;

/** Emoji and ratings speak every language; a word or two speak theirs, where the scored languages that know them agree. */
function signsOnly(text: string, tokens: readonly Token[], detected: Detected, identity: Identity): Score {
  const few = tokens.filter((it) => it.kind === 'word').length <= fewWords;
  const word = text.trim();
  const rating = ratingOf(word);
  const signs = rating !== undefined ? [{ word, at: text.indexOf(word), weight: rating }] : tokens.map((it) => ({ word: it.text, at: it.at, weight: it.kind === 'emoji' ? emojiValence(it.text) : it.kind === 'word' && few ? valenceAnywhere(it.word) : 0 })).filter((it) => it.weight !== 0);
  if (signs.length === 0) return unscored(detected, identity);
  const sum = signs.reduce((all, it) => all + it.weight, 0);
  const scale = Math.hypot(sum, Math.sqrt(alpha));
  const polarity = round(sum / scale);
  const reasons = strongest(signs).map((it) => ({ ...it, weight: round(it.weight / scale) }));
  const label = labelOf(polarity);
  const angry = signs.filter(({ word }) => isAngry(word)).map(({ word, at }) => ({ word, at, weight: angered }));
  const feeling = byLabel[label];
  return {
    ...unscored(detected, identity), polarity, label, confidence: sureOfSigns, frustration: either(angry),
    ...(feeling && { emotion: { label: feeling.label, confidence: round(sureOfSigns * feeling.share) } }), reasons: { polarity: reasons, frustration: strongest(angry), urgency: [] },
  };
}

/** What a word weighs on average in the languages that know it; 0 where they do not agree which side it takes, or where it is grammar in one ("ma"), unless it weighs there too ("merci"). */
function valenceAnywhere(word: string): number {
  if (languages.some((it) => isStopword(fold(word, it), it) && !valencesOf(it).get(fold(word, it)))) return 0;
  const known = languages.map((it) => valencesOf(it).get(fold(word, it)) ?? 0).filter((it) => it !== 0);
  const sided = known.every((it) => it > 0) || known.every((it) => it < 0);
  return sided && known.length > 0 ? known.reduce((sum, it) => sum + it, 0) / known.length : 0;
}

/** How far a label leans that people taught against the model. */
export const leans: Record<Mood, number> = { negative: -0.5, neutral: 0, positive: 0.5 };

const labelOf = (polarity: number): Score['label'] => (polarity <= -band ? 'negative' : polarity >= band ? 'positive' : 'neutral');
