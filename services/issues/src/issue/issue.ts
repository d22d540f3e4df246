import type { FeedbackScored, DataOf, Event, IssueSnapshot, IssueStatus, SeverityLevel } from '@vocloop/contracts';

/** A scored feedback on its way in. */
export type Scored = DataOf<typeof FeedbackScored>;
export type ScoredEvent = Event<Scored>;

/** A group of evidence: a candidate that gathers, or an issue that has passed the threshold. */
export interface Issue {
  readonly tenantId: string;
  readonly id: string;
  readonly status: 'candidate' | IssueStatus;
  readonly fingerprint: string;
  readonly title: string;
  readonly touchpoint: string;
  readonly theme: string;
  readonly product: string | null;
  readonly supplier: string | null;
  readonly feedbackCount: number;
  readonly customerCount: number;
  readonly valuedCount: number;
  readonly polaritySum: number;
  readonly frustrationSum: number;
  readonly urgencySum: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Feedback by day of its own time, the newest sixty. */
  readonly days: Readonly<Record<string, number>>;
  /** Feedback by segment of its customer, the hundred commonest. */
  readonly segments: Readonly<Record<string, number>>;
  /** What its texts speak of: summed weight of each term, and the term as people write it. */
  readonly terms: Readonly<Record<string, readonly [weight: number, word: string]>>;
  readonly examples: readonly Example[];
  readonly severityLevel: SeverityLevel;
  readonly severityScore: number;
  readonly severityReasons: readonly string[];
  readonly detectedAt: string | null;
  readonly openReason: string | null;
  readonly pod: string | null;
  readonly muted: boolean;
  readonly mergedInto: string | null;
  /** How often it was resolved. */
  readonly resolution: number;
  readonly resolvedAt: string | null;
  /** What the pod told the customers. */
  readonly answerText: string | null;
  /** Feedback that occurred after the latest resolution. */
  readonly sinceResolved: number;
  readonly version: number;
}

export interface Example {
  readonly feedbackId: string;
  readonly text: string;
  readonly centrality: number;
}

/** An issue proper: no longer a candidate. */
export type OpenedIssue = Issue & { readonly status: IssueStatus; readonly detectedAt: string };
export const isOpened = (issue: Issue): issue is OpenedIssue => issue.status !== 'candidate' && issue.detectedAt !== null;

/** What is kept of a feedback that is evidence; of one that no longer is nothing of the customer and no text is left (`issueId` null). */
export interface Evidence {
  readonly tenantId: string;
  readonly feedbackId: string;
  readonly revision: number;
  readonly issueId: string | null;
  readonly scope: string | null;
  readonly similarity: number | null;
  readonly reason: string | null;
  readonly customer: string | null;
  readonly source: string;
  readonly channel: string;
  readonly externalId: string | null;
  readonly conversation: string | null;
  readonly segment: string | null;
  /** By the policy of when it came: a later policy leaves what was counted as it was. */
  readonly valued: boolean;
  readonly language: string;
  readonly occurredAt: string;
  readonly polarity: number;
  readonly frustration: number;
  readonly urgency: number;
  readonly text: string;
}

/** One line of an issue's history: who, when, what, why. */
export interface Change {
  readonly tenantId: string;
  readonly id: string;
  readonly issueId: string;
  readonly at: string;
  readonly kind: 'opened' | 'escalated' | 'regressed' | 'transitioned' | 'routed' | 'commented' | 'muted' | 'unmuted' | 'merged' | 'split';
  readonly by: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Names a tenant's row in maps that hold several tenants. */
export const keyOf = (tenantId: string, id: string): string => `${tenantId}/${id}`;

/** The words that stand for a group, those that weigh most first. */
export const wordsOf = (issue: Pick<Issue, 'terms'>, most: number): string[] =>
  Object.entries(issue.terms).sort(([a, [left]], [b, [right]]) => right - left || (a < b ? -1 : 1)).slice(0, most).map(([, [, word]]) => word);

/** The segment most of its feedback with one come from; of equals the first by name. */
function segmentOf({ segments }: Issue): { segment?: string } {
  const [commonest] = Object.entries(segments).sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return commonest ? { segment: commonest[0] } : {};
}

/** An issue as events and answers show it. */
export function snapshotOf(issue: OpenedIssue, algorithm: { name: string; version: number }): IssueSnapshot {
  return {
    id: issue.id,
    version: issue.version,
    title: issue.title,
    status: issue.status,
    touchpoint: issue.touchpoint,
    theme: issue.theme,
    ...(issue.product !== null && { product: issue.product }),
    ...(issue.supplier !== null && { supplier: issue.supplier }),
    ...segmentOf(issue),
    severity: { level: issue.severityLevel, score: issue.severityScore, reasons: [...issue.severityReasons] },
    feedbackCount: issue.feedbackCount,
    customerCount: issue.customerCount,
    firstSeenAt: issue.firstSeenAt,
    lastSeenAt: issue.lastSeenAt,
    detectedAt: issue.detectedAt,
    muted: issue.muted,
    examples: issue.examples.map(({ text }) => text),
    grouping: { fingerprint: issue.fingerprint, algorithm: algorithm.name, version: algorithm.version, words: wordsOf(issue, 6) },
    ...(issue.pod !== null && { pod: issue.pod }),
    ...(issue.mergedInto !== null && { mergedInto: issue.mergedInto }),
    ...(issue.resolvedAt !== null && { resolvedAt: issue.resolvedAt }),
  };
}
