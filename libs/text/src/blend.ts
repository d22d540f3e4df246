import type { Reason, Score } from '@vocloop/contracts';
import { logistic, sumOf } from './calibration.js';
import { perValence, sidedOf, signsOf } from './mood.js';
import { quoted, round, strongest } from './reasons.js';
import type { Reading } from './reading.js';
import { Summing, type Sums } from './sums.js';
import type { Weighed } from './valence.js';
import type { Weights } from './weights.js';

/** How a text sounds: what a model says of it beside its marks and themes. */
export interface Verdict extends Pick<Score, 'polarity' | 'label' | 'confidence' | 'emotion'> {
  reasons: Reason[];
  feelings?: Reason[];
  /** What each stretch of words adds to the polarity, where `half` is half of the way to the ends of the scale. */
  moves: readonly Weighed[];
}

/** What the names of the emotions' heads begin with. */
const felt = 'emotion:';
/** Under which name it is kept how far a rare emotion is preferred to a frequent one that is as likely. */
export const rarityOf = (head: string): string => `rarity of ${head}`;
/** Half of the way to the ends of the scale, in the logarithm of the odds. */
export const half = 2;
/** Words that move a score by less are not among its reasons. */
const least = 0.02;

/** A trained model and the lexicon in one: the lexicon's findings are features beside the n-grams, so that the data say how far to trust either. */
export class Blend {
  private readonly summing: Summing;
  private readonly heads: { polarity: number; neutral: number };
  private readonly emotions: readonly { label: string; head: number; shares: readonly number[]; rarity: number }[];

  constructor(private readonly weights: Weights) {
    this.summing = new Summing(weights);
    this.heads = { polarity: weights.heads.indexOf('polarity'), neutral: weights.heads.indexOf('neutral') };
    this.emotions = weights.heads.flatMap((name, head) => (name.startsWith(felt) ? [{ label: name.slice(felt.length), head, shares: weights.calibration[name] as number[], rarity: weights.calibration[rarityOf(name)]?.[0] ?? 1 }] : []));
  }

  /** Judges a text: good or bad first, then whether it is neither. */
  judge(reading: Reading): Verdict {
    const sums = this.summing.sums(reading);
    const odds = this.odds('positive', sums.heads[this.heads.polarity] as number, ...signsOf(reading));
    const positive = logistic(odds);
    const neutral = logistic(this.odds('neutral', sums.heads[this.heads.neutral] as number, ...sidedOf(reading, odds)));
    const scale = (1 - neutral) / Math.hypot(odds, half);
    const { label, confidence } = labelled(positive, neutral);
    const { emotion, feelings } = this.emotionOf(reading, sums, feltBy(odds, neutral));
    const moves = this.moves(reading, sums);
    const reasons = strongest(moves.map((it) => ({ ...it, weight: it.weight * scale })).filter((it) => Math.abs(it.weight) >= least)).map((it) => quoted(reading, it, it.weight));
    return { polarity: round(odds * scale), label, confidence, emotion, feelings, reasons, moves };
  }

  /** The logarithm of the odds that a question is answered with yes. */
  private odds(question: string, ...numbers: number[]): number {
    return sumOf(this.weights.calibration[question] as number[], [1, ...numbers]);
  }

  /** An emotion goes by its own words and by what the text is said to be: it seldom contradicts that. */
  private emotionOf(reading: Reading, sums: Sums, verdict: readonly number[]): { emotion: NonNullable<Score['emotion']>; feelings: Reason[] } {
    const shares = this.emotions.map(({ label, head, rarity, shares: weights }) => ({ label, head, rarity, share: logistic(sumOf(weights, [1, sums.heads[head] as number, ...verdict])) }));
    const best = shares.reduce((most, it) => (it.share * it.rarity > most.share * most.rarity ? it : most));
    const all = shares.reduce((sum, it) => sum + it.share, 0);
    const spans = this.spans(reading, sums, best.head, { word: 1, valence: Math.abs(perItem(reading, sums, best.head)) }).filter((it) => it.weight >= least);
    return { emotion: { label: best.label, confidence: round(best.share / all) }, feelings: strongest(spans, 3).map((it) => quoted(reading, it, it.weight)) };
  }

  private moves(reading: Reading, sums: Sums): Weighed[] {
    const [, word, ...signs] = this.weights.calibration['positive'] as [number, number, ...number[]];
    const { polarity } = this.heads;
    return this.spans(reading, sums, polarity, { word, valence: perValence(signs) + Math.max(0, word * perItem(reading, sums, polarity) * Math.sign(reading.sum)) });
  }

  /** What each stretch of words added to a head, where a word's sum and the lexicon's valence count so much: the lexicon's stretches, and all other words by themselves. */
  private spans({ items, words }: Reading, sums: Sums, head: number, counts: { word: number; valence: number }): Weighed[] {
    const adds = this.summing.byWord(sums, head, words.length).map((it) => it * counts.word);
    const spans = items.map(({ from, to, weight }) => {
      let spoken = 0;
      for (let at = from; at <= to; at++) {
        spoken += adds[at] as number;
        adds[at] = 0;
      }
      return { from, to, weight: counts.valence * weight + spoken };
    });
    for (let at = 0; at < adds.length; at++) if (adds[at] !== 0) spans.push({ from: at, to: at, weight: adds[at] as number });
    return spans;
  }
}

/** What the lexicon's findings moved a head by, for each unit of what they weigh. */
function perItem({ items }: Reading, { lexicon }: Sums, head: number): number {
  let all = 0;
  for (const { weight } of items) all += Math.abs(weight);
  return all === 0 ? 0 : (lexicon[head] as number) / all;
}

/** What tells of an emotion beside its own words: how far the text leans, either way, and how likely it takes no side. */
export const feltBy = (odds: number, neutral: number): number[] => [odds / Math.hypot(odds, half), Math.abs(odds) / Math.hypot(odds, half), neutral];

/** The label with the largest share, of how likely a text is good rather than bad, and how likely it is neither. */
export function labelled(positive: number, neutral: number): Pick<Score, 'label' | 'confidence'> {
  const shares: [Score['label'], number][] = [['neutral', neutral], ['positive', (1 - neutral) * positive], ['negative', (1 - neutral) * (1 - positive)]];
  const [label, share] = shares.reduce((most, it) => (it[1] > most[1] ? it : most));
  return { label, confidence: round(share) };
}
