import type { Scored, ScoredEvent } from './issue.js';

/** Why a scored feedback is no evidence of a problem. Few and fixed: they are counted. */
export type NoEvidence =
  | 'suggestions are kept apart from customers'
  | 'spoken by an agent or a bot'
  | 'no words to gather by'
  | 'no problem told'
  | 'not scored: no model for its language'
  | 'too few words to be gathered'
  | 'a newer revision is known';

/** Undefined where the feedback is evidence of a problem. A rating without a word is none: it counts in the metrics, but a pod could not act on it. */
export function whyNot({ feedback, score }: Scored): NoEvidence | undefined {
  if (feedback.channel === 'suggestion') return 'suggestions are kept apart from customers';
  if (feedback.author === 'agent' || feedback.author === 'bot') return 'spoken by an agent or a bot';
  if (!feedback.text?.trim()) return 'no words to gather by';
  if (score.label === 'negative' || (score.problem && !isPraise(score))) return undefined;
  return score.label === 'unscored' ? 'not scored: no model for its language' : 'no problem told';
}

/** Who is glad that a problem is over tells of it too ("it broke, and they replaced it within a day"); who praises all but one theme has a problem with that one. */
const isPraise = ({ label, themes }: Scored['score']): boolean => label === 'positive' && !themes.some(({ polarity = 0 }) => polarity < 0);

export interface Refused {
  readonly event: ScoredEvent;
  readonly reason: NoEvidence;
}

/**
 * Of each feedback the newest revision only, in the feedback's own order of time; the rest is refused.
 * `held` gives the revision that is known already, 0 for none.
 */
export function newest(events: readonly ScoredEvent[], held: (tenant: string, feedbackId: string) => number): { fresh: ScoredEvent[]; refused: Refused[] } {
  const latest = new Map<string, ScoredEvent>();
  const refused: Refused[] = [];
  for (const event of events) {
    const { id, revision } = event.data.feedback;
    const key = `${event.tenantid}/${id}`;
    const rival = latest.get(key);
    const known = Math.max(held(event.tenantid, id), rival?.data.feedback.revision ?? 0);
    if (revision <= known) refused.push({ event, reason: 'a newer revision is known' });
    else {
      if (rival) refused.push({ event: rival, reason: 'a newer revision is known' });
      latest.set(key, event);
    }
  }
  return { fresh: [...latest.values()].sort(byOwnTime), refused };
}

const byOwnTime = ({ data: { feedback: a } }: ScoredEvent, { data: { feedback: b } }: ScoredEvent): number =>
  a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.id < b.id ? -1 : 1;
