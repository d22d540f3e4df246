import type { Feedback, Score } from '@vocloop/contracts';

/** What the figures need of one revision of a feedback. */
export interface Spoken {
  readonly revision: number;
  readonly occurredAt: string;
  readonly source: string;
  readonly channel: Feedback['channel'];
  readonly touchpoint: string;
  readonly product?: string | undefined;
  readonly customer?: string | undefined;
  readonly conversation?: string | undefined;
  readonly segment?: string | undefined;
  readonly language?: string | undefined;
  readonly author?: Feedback['author'];
  readonly rating?: Feedback['rating'];
  /** The beginning of the text, to recognise it by. */
  readonly excerpt?: string | undefined;
}

/** What the figures need of the score of one revision. */
export interface Scored {
  readonly revision: number;
  readonly polarity: number;
  readonly label: Score['label'];
  readonly language: string;
  readonly themes: readonly string[];
  /** How each theme is spoken of, where the model told. */
  readonly tones?: Readonly<Record<string, number>> | undefined;
}

/** When each step was first reached: ISO 8601 in UTC, so that text order is time order. */
export const moments = ['receivedAt', 'scoredAt', 'gatheredAt', 'dueAt', 'answeredAt'] as const;
export type Moments = { readonly [Moment in (typeof moments)[number]]?: string | undefined };

/** All that reporting knows of one feedback: the highest revision, the highest score, and the first moment of every step. */
export interface Reading extends Moments {
  readonly spoken?: Spoken | undefined;
  readonly scored?: Scored | undefined;
}

const excerptLength = 280;

export function spokenOf(it: Feedback): Spoken {
  const { revision, occurredAt, source, channel, touchpoint, product, customer, conversation, segment, language, author, rating, text } = it;
  const excerpt = text !== undefined && text.length > excerptLength ? `${text.slice(0, excerptLength).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return { revision, occurredAt, source, channel, touchpoint, product, customer, conversation, segment, language, author, rating, excerpt };
}

export function scoredOf(revision: number, score: Score): Scored {
  const tones = score.themes.flatMap(({ id, polarity }) => (polarity === undefined ? [] : [[id, polarity] as const]));
  return { revision, polarity: score.polarity, label: score.label, language: score.language.code, themes: [...new Set(score.themes.map((it) => it.id))], ...(tones.length > 0 && { tones: Object.fromEntries(tones) }) };
}

const later = <T extends { revision: number }>(a: T | undefined, b: T | undefined): T | undefined => (!a || (b && b.revision > a.revision) ? b : a);
const earlier = (a: string | undefined, b: string | undefined): string | undefined => (!a || (b && b < a) ? b : a);

/**
 * Joins what was known with what arrived. Commutative, associative and idempotent: topics overtake each other (the score of revision 2
 * may come before revision 2 itself), and events may come twice, but the reading ends the same.
 */
export function merge(a: Reading, b: Reading): Reading {
  return {
    spoken: later(a.spoken, b.spoken),
    scored: later(a.scored, b.scored),
    receivedAt: earlier(a.receivedAt, b.receivedAt),
    scoredAt: earlier(a.scoredAt, b.scoredAt),
    gatheredAt: earlier(a.gatheredAt, b.gatheredAt),
    dueAt: earlier(a.dueAt, b.dueAt),
    answeredAt: earlier(a.answeredAt, b.answeredAt),
  };
}
