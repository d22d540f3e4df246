import { Inject, Injectable } from '@nestjs/common';
import { IssueEscalated, IssueGrew, IssueMerged, IssueOpened, IssueRegressed, IssueSplit, IssueTransitioned, type Event, type Evidence as Told, type IssueSnapshot } from '@vocloop/contracts';
import { Publisher } from '@vocloop/messaging';
import { Clock, newId } from '@vocloop/service';
import type { Step } from './decision.js';
import { algorithm } from './grouping.js';
import { isOpened, snapshotOf, type Change, type Evidence, type Issue, type OpenedIssue } from './issue.js';
import { IssueRepository } from './issue.repository.js';

/** What a batch did to one issue. */
export interface Outcome {
  readonly issue: OpenedIssue;
  readonly steps: readonly Step[];
  /** Evidence that joined; all of it, where the issue opens. */
  readonly joined: readonly Told[];
  readonly removed: readonly string[];
  /** Evidence that occurred after the resolution. */
  readonly since: readonly Told[];
  readonly causedBy?: Event | undefined;
}

/** Evidence as events tell of it. */
export const toldOf = ({ feedbackId, reason, similarity }: Pick<Evidence, 'feedbackId' | 'reason' | 'similarity'>): Told => ({ feedbackId, reason: reason ?? '', similarity: Math.min(1, Math.max(0, similarity ?? 0)) });

/** So much evidence one event carries, to stay well below what a log takes as one message; the rest follows as growth. */
const mostTold = 2000;

/** Tells the log, and the history, what became of issues. */
@Injectable()
export class AnnouncementService {
  constructor(
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(IssueRepository) private readonly issues: IssueRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async announce(outcomes: readonly Outcome[]): Promise<void> {
    const changes = outcomes.flatMap((outcome) => outcome.steps.flatMap((step) => this.announceStep(outcome, step)));
    await this.issues.record(changes);
  }

  /** `into` and `from` as they were and as they are. The merged one's end is told under its own key too: whoever follows it reads no other. */
  async merged(into: { issue: OpenedIssue; before: OpenedIssue }, from: { issue: Issue; before: Issue }, evidence: Told[], by: string, reason: string): Promise<void> {
    const { issue, before } = into;
    this.publisher.publish(IssueMerged, issue.tenantId, { issue: snapshotOf(issue, algorithm), merged: from.issue.id, evidence: evidence.slice(0, mostTold), by, reason });
    this.tellRest(issue, evidence);
    await this.issues.record([
      this.change(issue, { kind: 'merged', by, reason, detail: { merged: from.issue.id, title: from.before.title } }),
      this.change(from.issue, { kind: 'merged', by, reason, detail: { into: issue.id, title: issue.title } }),
      ...this.moved(before, issue, by, `"${from.before.title}", which is unresolved, was merged into it: ${reason}`),
      ...this.moved(from.before, from.issue, by, `merged into "${issue.title}": ${reason}`),
    ]);
  }

  /** Tells of a changed status, if it has. */
  private moved(before: Issue, issue: Issue, by: string, reason: string): Change[] {
    if (!isOpened(before) || !isOpened(issue) || before.status === issue.status) return [];
    const line = this.change(issue, { kind: 'transitioned', by, reason, detail: { from: before.status, to: issue.status } });
    this.publisher.publish(IssueTransitioned, issue.tenantId, { issue: snapshotOf(issue, algorithm), from: before.status, to: issue.status, by, reason, at: line.at });
    return [line];
  }

  /** `issue` is what was split off, `from` what is left. */
  async split(issue: OpenedIssue, from: OpenedIssue, evidence: Told[], by: string, reason: string): Promise<void> {
    this.publisher.publish(IssueGrew, issue.tenantId, { issue: snapshotOf(from, algorithm), evidence: [], removed: evidence.map(({ feedbackId }) => feedbackId) });
    this.publisher.publish(IssueSplit, issue.tenantId, { issue: snapshotOf(issue, algorithm), from: from.id, evidence, by, reason });
    await this.issues.record([
      this.change(from, { kind: 'split', by, reason, detail: { into: issue.id, feedback: evidence.length } }),
      this.change(issue, { kind: 'split', by, reason, detail: { from: from.id, feedback: evidence.length } }),
    ]);
  }

  /** A line for the history of an issue. */
  change({ tenantId, id: issueId }: Pick<Issue, 'tenantId' | 'id'>, line: Pick<Change, 'kind' | 'by' | 'reason'> & Partial<Pick<Change, 'detail' | 'at'>>): Change {
    return { tenantId, id: newId(), issueId, at: this.clock.now().toISOString(), detail: {}, ...line };
  }

  private tellRest(issue: OpenedIssue, evidence: readonly Told[], causedBy?: Event): void {
    for (let from = mostTold; from < evidence.length; from += mostTold)
      this.publisher.publish(IssueGrew, issue.tenantId, { issue: snapshotOf(issue, algorithm), evidence: evidence.slice(from, from + mostTold), removed: [] }, { ...(causedBy && { causedBy }) });
  }

  private announceStep({ issue, joined, removed, since, causedBy }: Outcome, step: Step): Change[] {
    const snapshot: IssueSnapshot = snapshotOf(issue, algorithm);
    const options = { ...(causedBy && { causedBy }) };
    switch (step.kind) {
      case 'opened':
        this.publisher.publish(IssueOpened, issue.tenantId, { issue: snapshot, evidence: joined.slice(0, mostTold), reason: step.reason }, options);
        this.tellRest(issue, joined, causedBy);
        return [this.change(issue, { kind: 'opened', by: 'issues', reason: step.reason, detail: { detectedAt: issue.detectedAt, severity: issue.severityLevel } })];
      case 'grew':
        this.publisher.publish(IssueGrew, issue.tenantId, { issue: snapshot, evidence: [...joined], removed: [...removed] }, options);
        return [];
      case 'escalated':
        this.publisher.publish(IssueEscalated, issue.tenantId, { issue: snapshot, from: step.from, to: step.to }, options);
        return [this.change(issue, { kind: 'escalated', by: 'issues', reason: issue.severityReasons.join('; '), detail: { from: step.from, to: step.to } })];
      case 'regressed':
        this.publisher.publish(IssueRegressed, issue.tenantId, { issue: snapshot, evidence: [...since], reason: step.reason }, options);
        return [this.change(issue, { kind: 'regressed', by: 'issues', reason: step.reason, detail: { to: issue.status } })];
    }
  }
}
