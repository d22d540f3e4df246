import {
  AnswerDue, AnswerFailed, CustomerAnswered, DeliveryFailed, DeliverySucceeded, FeedbackReceived, FeedbackRevised, FeedbackScored, HandoffRequested,
  IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened, IssueRegressed, IssueRouted, IssueSplit, IssueTransitioned,
  type DataOf, type Event, type EventDefinition, type Evidence, type IssueStatus, type Score,
} from '@vocloop/contracts';

/** A step of a flow. */
export const steps = [
  'received', 'revised', 'scored', 'handoff_requested', 'gathered', 'released', 'opened', 'escalated', 'regressed', 'merged', 'split', 'muted', 'unmuted', 'commented',
  'routed', 'delivered', 'delivery_failed', 'acknowledged', 'started', 'resolved', 'verified', 'closed', 'reopened', 'answer_due', 'answered', 'answer_failed',
] as const;
export type Step = (typeof steps)[number];

/** One step of a feedback's, an issue's or a conversation's way (the subject), as one event told it. */
export interface Hop {
  readonly tenant: string;
  readonly subject: string;
  readonly step: Step;
  readonly eventId: string;
  readonly at: string;
  readonly traceId: string | null;
  /** What the step decided and why, in the event's own words. */
  readonly detail: Readonly<Record<string, unknown>>;
}

type Told = readonly [subject: string, step: Step, detail: Record<string, unknown>];
type Teller = readonly [type: string, tell: (data: never) => readonly Told[]];
const teller = <Definition extends { readonly type: string }>(definition: Definition, tell: (data: DataOf<Definition>) => readonly Told[]): Teller => [definition.type, tell];

const gathered = ({ issue, evidence }: { issue: { id: string; title: string }; evidence: readonly Evidence[] }, how?: Record<string, unknown>): Told[] =>
  evidence.map(({ feedbackId, reason, similarity }) => [feedbackId, 'gathered', { issueId: issue.id, title: issue.title, reason, similarity, ...how }]);

/** Why a feedback leaves an issue that lives on: the event says that it does, not why; a split's own step has the reason. */
export const leftIssue = 'a revision of it no longer fits, or a person took it out';

const stepOf: Partial<Record<IssueStatus, Step>> = { acknowledged: 'acknowledged', in_progress: 'started', resolved: 'resolved', verified: 'verified', closed: 'closed', open: 'reopened', regressed: 'reopened' };

function scored({ reasons, themes, ...score }: Score): Record<string, unknown> {
  const { label, polarity, confidence, frustration, urgency, problem, language, model } = score;
  return { label, polarity, confidence, frustration, urgency, problem, language: language.code, model, words: reasons.polarity.map(({ word, weight }) => ({ word, weight })), themes: themes.map(({ id, words, polarity }) => ({ id, words, ...(polarity !== undefined && { polarity }) })) };
}

const tellers = new Map<string, (data: never) => readonly Told[]>([
  teller(FeedbackReceived, ({ feedback: { id, source, channel, touchpoint, occurredAt } }) => [[id, 'received', { source, channel, touchpoint, occurredAt }]]),
  teller(FeedbackRevised, ({ feedback: { id, revision, source } }) => [[id, 'revised', { revision, source }]]),
  teller(FeedbackScored, ({ feedback: { id, revision }, score }) => [[id, 'scored', { revision, ...scored(score) }]]),
  teller(HandoffRequested, ({ conversation, reason, explanation, turn }) => [[conversation, 'handoff_requested', { reason, explanation, turn }]]),
  teller(IssueOpened, (data) => [[data.issue.id, 'opened', { issueId: data.issue.id, title: data.issue.title, reason: data.reason, severity: data.issue.severity }], ...gathered(data)]),
  teller(IssueGrew, (data) => [...data.removed.map((id): Told => [id, 'released', { issueId: data.issue.id, title: data.issue.title, reason: leftIssue }]), ...gathered(data)]),
  teller(IssueEscalated, ({ issue, from, to }) => [[issue.id, 'escalated', { issueId: issue.id, from, to, reasons: issue.severity.reasons }]]),
  teller(IssueRegressed, (data) => [[data.issue.id, 'regressed', { issueId: data.issue.id, reason: data.reason }], ...gathered(data)]),
  teller(IssueTransitioned, ({ issue, from, to, by, reason }) => {
    const step = stepOf[to];
    return step ? [[issue.id, step, { issueId: issue.id, from, to, by, reason }]] : [];
  }),
  teller(IssueMerged, (data) => [[data.issue.id, 'merged', { issueId: data.issue.id, merged: data.merged, by: data.by, reason: data.reason }], ...gathered(data, { mergedFrom: data.merged })]),
  teller(IssueSplit, (data) => [[data.issue.id, 'split', { issueId: data.issue.id, from: data.from, by: data.by, reason: data.reason }], ...gathered(data, { splitFrom: data.from })]),
  teller(IssueMuted, ({ issue, by, reason }) => [[issue.id, issue.muted ? 'muted' : 'unmuted', { issueId: issue.id, by, reason }]]),
  teller(IssueCommented, ({ issue, by, text }) => [[issue.id, 'commented', { issueId: issue.id, by, text }]]),
  teller(IssueRouted, ({ issueId, pod, previousPod, by, decision }) => [[issueId, 'routed', { issueId, pod, previousPod, by, reason: decision.reason, path: decision.path, rulesVersion: decision.rulesVersion }]]),
  teller(DeliverySucceeded, ({ about, pod, channel, attempts, deliveryId }) => [[about, 'delivered', { pod, channel, attempts, deliveryId }]]),
  teller(DeliveryFailed, ({ about, pod, channel, attempts, deliveryId, error }) => [[about, 'delivery_failed', { pod, channel, attempts, deliveryId, error }]]),
  teller(AnswerDue, ({ feedbackId, issueId, answerId, message, source }) => [[feedbackId, 'answer_due', { issueId, answerId, message, source }]]),
  teller(CustomerAnswered, ({ feedbackId, issueId, answerId, source }) => [[feedbackId, 'answered', { issueId, answerId, source }]]),
  teller(AnswerFailed, ({ feedbackId, issueId, answerId, error }) => [[feedbackId, 'answer_failed', { issueId, answerId, error }]]),
]);

/** The steps that an event tells of; none for events that are no step of a flow. */
export function hopsOf(event: Event): Hop[] {
  const tell = tellers.get(event.type);
  if (!tell) return [];
  const base = { tenant: event.tenantid, eventId: event.id, at: event.time, traceId: traceIdOf(event.traceparent) };
  return tell(event.data as never).map(([subject, step, detail]) => ({ ...base, subject, step, detail }));
}

/** The trace of a W3C traceparent. */
export const traceIdOf = (traceparent: string | undefined): string | null => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent ?? '')?.[1] ?? null;

/** True where an event is of this definition. */
export const isA = <Definition extends Pick<EventDefinition, 'type'>>(definition: Definition, event: Event): event is Event<DataOf<Definition>> => event.type === definition.type;
