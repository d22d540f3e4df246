import { scales, type Rating, type RatingKind } from '@vocloop/contracts';
import type { Audience, Dimension, Metric, Sums } from '../metric/metric.js';
import type { Reading, Scored, Spoken } from './reading.js';

/** What is kept up to date: everything, each dimension but the pod, and the place (product and touchpoint), from which a pod's figures are made when they are read. */
export type Kept = 'all' | 'place' | Exclude<Dimension, 'pod'>;

/** Where a feedback counts; with its sentiment there, where that is another than the text's. */
export type Place = readonly [dimension: Kept, value: string, sentiment?: Sums];
/** What one feedback adds to the figures: on this day, to each of these places, each of these sums. */
export interface Contribution {
  readonly day: string;
  readonly audience: Audience;
  readonly places: readonly Place[];
  readonly parts: readonly (readonly [metric: Metric, sums: Sums])[];
}

/** From so far on either side of 0, what is said of a theme takes a side. */
const taken = 0.12;

/** The value of the dimension "place"; product first, as ownership asks. */
export const placeOf = (product: string | undefined, touchpoint: string): string => JSON.stringify([product ?? null, touchpoint]);

/**
 * What a feedback, as it is known now, adds to the figures; nothing where it is not a customer's or a colleague's own word.
 * A score counts only for the revision that it was made of: the score of a text that was replaced says nothing of the new one.
 */
export function contribution({ spoken, scored }: Reading): Contribution | undefined {
  if (!spoken || spoken.author === 'agent' || spoken.author === 'bot') return undefined;
  const score = scored?.revision === spoken.revision ? scored : undefined;
  return {
    day: spoken.occurredAt.slice(0, 10),
    audience: spoken.channel === 'suggestion' ? 'staff' : 'customers',
    places: placesOf(spoken, score),
    parts: partsOf(spoken, score),
  };
}

function placesOf(spoken: Spoken, score: Scored | undefined): Place[] {
  const places: [Kept, string | undefined][] = [
    ['all', ''],
    ['touchpoint', spoken.touchpoint],
    ['product', spoken.product],
    ['channel', spoken.channel],
    ['source', spoken.source],
    ['segment', spoken.segment],
    ['language', spoken.language ?? score?.language],
    ['place', placeOf(spoken.product, spoken.touchpoint)],
  ];
  return [...places.filter((it): it is [Kept, string] => it[1] !== undefined), ...(score?.themes ?? []).map((id): Place => ['theme', id, toneOf(score!, id)])];
}

/** How a theme is spoken of, where that is another way than the text as a whole. */
function toneOf({ polarity, tones }: Scored, theme: string): Sums | undefined {
  const tone = Object.hasOwn(tones ?? {}, theme) ? tones![theme]! : polarity;
  return tone === polarity ? undefined : one(tone, tone >= taken, tone <= -taken);
}

function partsOf(spoken: Spoken, score: Scored | undefined): [Metric, Sums][] {
  const parts: [Metric, Sums][] = [['volume', one(0, false, false)]];
  if (spoken.rating) parts.push(rated(spoken.rating));
  if (score && score.label !== 'unscored') parts.push(['sentiment', one(score.polarity, score.label === 'positive', score.label === 'negative')]);
  return parts;
}

/** One value: in thousandths, since whole numbers can be taken away again exactly. */
function one(value: number, high: boolean, low: boolean): Sums {
  const sum = Math.round(value * 1000);
  return { n: 1, sum, squares: sum * sum, high: Number(high), low: Number(low) };
}

function rated(rating: Rating): [RatingKind, Sums] {
  const value = onUsualScale(rating);
  switch (rating.kind) {
    case 'nps':
      return ['nps', one(value, value >= 9, value <= 6)];
    case 'csat':
      return ['csat', one(value, value >= 4, value <= 2)];
    case 'ces':
    case 'stars':
      return [rating.kind, one(value, false, false)];
  }
}

/** A rating on the usual scale of its kind, to the thousandth. */
export function onUsualScale({ kind, value, scale }: Rating): number {
  const usual = scales[kind];
  const share = (value - scale.min) / (scale.max - scale.min);
  return Math.round((usual.min + share * (usual.max - usual.min)) * 1000) / 1000;
}
