import { IssueGrew, IssueMerged, IssueOpened, IssueRegressed, IssueSplit, IssueTransitioned, type Event, type Evidence, type IssueSnapshot } from '@vocloop/contracts';
import { isA, leftIssue } from '../flow/hop.js';
import { cameBack, moved, opened, shown, type IssueFacts } from './issue.js';

/** Any event of the issue topic: each carries the issue as it stands. */
export type IssueEvent = Event<{ issue: IssueSnapshot }>;

/** What an event of the issue topic changes of an issue. */
export function applied(it: IssueFacts, event: IssueEvent): IssueFacts {
  const next = shown(it, event.data.issue, event.time);
  if (isA(IssueOpened, event) || isA(IssueSplit, event)) return opened(next, event.time);
  if (isA(IssueRegressed, event)) return cameBack(next);
  if (isA(IssueTransitioned, event)) return moved(next, event.data.from, event.data.to, event.data.at);
  return next;
}

/** A feedback that belongs to an issue from now on, or no longer does. */
export interface Link {
  readonly tenant: string;
  readonly feedbackId: string;
  readonly issueId: string;
  readonly at: string;
  readonly belongs: boolean;
  readonly reason: string;
  readonly similarity: number | null;
}

/** What an event says of feedback and issues. A merge takes the evidence from the other issue, a split from the one it leaves. */
export function linksOf(event: IssueEvent): Link[] {
  if (isA(IssueOpened, event) || isA(IssueRegressed, event)) return joining(event, event.data.evidence);
  if (isA(IssueGrew, event)) {
    const { issue, removed, evidence } = event.data;
    return [...leaving(event, issue.id, removed, leftIssue), ...joining(event, evidence)];
  }
  if (isA(IssueMerged, event)) return moving(event, event.data.merged, event.data.evidence, event.data.reason);
  if (isA(IssueSplit, event)) return moving(event, event.data.from, event.data.evidence, event.data.reason);
  return [];
}

const joining = (event: IssueEvent, evidence: readonly Evidence[]): Link[] =>
  evidence.map(({ feedbackId, reason, similarity }) => ({ tenant: event.tenantid, feedbackId, issueId: event.data.issue.id, at: event.time, belongs: true, reason, similarity }));

const leaving = (event: IssueEvent, issueId: string, feedback: readonly string[], reason: string): Link[] =>
  feedback.map((feedbackId) => ({ tenant: event.tenantid, feedbackId, issueId, at: event.time, belongs: false, reason, similarity: null }));

const moving = (event: IssueEvent, from: string, evidence: readonly Evidence[], reason: string): Link[] => [
  ...leaving(event, from, evidence.map((it) => it.feedbackId), reason),
  ...joining(event, evidence),
];
