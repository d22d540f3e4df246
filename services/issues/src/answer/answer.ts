/** Somebody who is due an answer: one customer, or one anonymous feedback. */
export interface Recipient {
  /** The customer, or the feedback's id where nobody is named. */
  readonly who: string;
  readonly customer: string | null;
  /** The latest feedback of theirs: the answer goes where it came from. */
  readonly feedbackId: string;
  readonly source: string;
  readonly externalId: string | null;
  readonly conversation: string | null;
}

/** What an answer needs to know of its issue. */
export interface Resolved {
  readonly tenantId: string;
  readonly id: string;
  readonly title: string;
  readonly resolution: number;
  readonly resolvedAt: string;
  readonly answerText: string | null;
}

/** An answer's identity: the same for the same resolution and customer, however often it is worked out. */
export const answerStep = (resolution: number, who: string): string => `answer ${resolution} to ${who}`;

/** What the customers are told: the pod's own words, else a plain sentence. */
export const messageOf = ({ answerText, title }: Pick<Resolved, 'answerText' | 'title'>): string =>
  answerText ?? `You told us about this: ${title}. We have worked on it and it is resolved. Thank you for telling us.`;

/** One recipient for each customer of some feedback; the latest decides where the answer goes. */
export function recipientsOf(evidence: readonly (Omit<Recipient, 'who'> & { readonly occurredAt: string })[]): Recipient[] {
  const latest = new Map<string, Recipient & { occurredAt: string }>();
  for (const { customer, feedbackId, source, externalId, conversation, occurredAt } of evidence) {
    const who = customer ?? feedbackId;
    const known = latest.get(who);
    if (!known || occurredAt > known.occurredAt) latest.set(who, { who, customer, feedbackId, source, externalId, conversation, occurredAt });
  }
  return [...latest.values()].map(({ occurredAt: _, ...recipient }) => recipient);
}
