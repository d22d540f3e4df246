import { Injectable } from '@nestjs/common';
import {
  AnswerDue, AnswerFailed, CustomerAnswered, DeliverySucceeded, IssueMerged, IssueRouted, IssueSplit, OwnershipChanged, type Event, type EventOf,
} from '@vocloop/contracts';
import { FeedbackService } from '../feedback/feedback.service.js';
import { FlowService } from '../flow/flow.service.js';
import { isA } from '../flow/hop.js';
import { passage, StageTally, type Passage } from '../flow/stage.js';
import { MetricService } from '../metric/metric.service.js';
import { applied, linksOf, type IssueEvent, type Link } from './issue-event.js';
import { IssueRepository, type AnswerPart, type KnownIssue } from './issue.repository.js';
import { delivered, mergedAway, routed, type IssueFacts } from './issue.js';

/** What one event changes of one issue. */
interface Change {
  readonly tenant: string;
  readonly id: string;
  readonly apply: (it: IssueFacts) => IssueFacts;
  /** Only of an issue that is known: what the event is about may be something else. */
  readonly ifKnown?: boolean;
}
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Keeps what is known of every issue, its evidence and its answers. Runs in the consumer's transaction; feedback is locked before issues, always. */
@Injectable()
export class IssueService {
  constructor(
    private readonly issues: IssueRepository,
    private readonly feedback: FeedbackService,
    private readonly metrics: MetricService,
    private readonly flows: FlowService,
  ) {}

  async happened(events: readonly IssueEvent[]): Promise<void> {
    const links = events.flatMap(linksOf);
    await this.feedback.learn(links.filter((it) => it.belongs).map(({ tenant, feedbackId, at }) => ({ tenant, id: feedbackId, reading: { gatheredAt: at } })));
    const changed = await this.change(events.flatMap(changesOf));
    await Promise.all([this.issues.saveLinks(lastOf(links)), this.issues.moveLinks(mergesIn(changed))]);
    this.flows.record(events);
  }

  async routed(events: readonly Event[]): Promise<void> {
    await this.change(events.flatMap(changesOfRouting));
    const lastOwners = new Map(events.filter((it) => isA(OwnershipChanged, it)).map((it) => [it.tenantid, it.data]));
    for (const [tenant, { rulesVersion, at, ...owners }] of lastOwners) await this.metrics.changeOwners(tenant, rulesVersion, owners, at);
    this.flows.record(events);
  }

  async answered(events: readonly (EventOf<typeof AnswerDue> | EventOf<typeof CustomerAnswered> | EventOf<typeof AnswerFailed>)[]): Promise<void> {
    await this.feedback.learn(events.map((event) => ({ tenant: event.tenantid, id: event.data.feedbackId, reading: isA(AnswerDue, event) ? { dueAt: event.time } : isA(CustomerAnswered, event) ? { answeredAt: event.time } : {} })));
    const answers = new Map<string, AnswerPart>();
    for (const event of events) answers.set(event.data.answerId, { ...answers.get(event.data.answerId), ...answerOf(event) });
    await this.issues.lock([...new Map([...answers.values()].map(({ tenant, issueId }) => [`${tenant} ${issueId}`, { tenant, id: issueId }])).values()]);
    await this.issues.saveAnswers([...answers.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
    this.flows.record(events);
  }

  /** Applies every change to its issue, in the events' order, and counts the stages that were passed. */
  private async change(changes: readonly Change[]): Promise<KnownIssue[]> {
    if (changes.length === 0) return [];
    const byIssue = Map.groupBy(changes, (it) => `${it.tenant} ${it.id}`);
    const known = await this.issues.lock([...byIssue.values()].map(([it]) => it!), changes.filter((it) => !it.ifKnown));
    const stages = new StageTally();
    const next = known.map(({ tenant, id, facts }) => {
      const after = (byIssue.get(`${tenant} ${id}`) ?? []).reduce((it, { apply }) => apply(it), facts);
      stages.replace(tenant, passagesOf(facts), passagesOf(after));
      return { tenant, id, facts: after };
    });
    await this.issues.save(next);
    this.flows.count(stages.changes());
    return next;
  }
}

/** A merge closes the other issue, too; of that which a split leaves, links change, so it is locked. */
function changesOf(event: IssueEvent): Change[] {
  const tenant = event.tenantid;
  const own: Change = { tenant, id: event.data.issue.id, apply: (it) => applied(it, event) };
  if (isA(IssueMerged, event)) return [own, { tenant, id: event.data.merged, apply: (it) => mergedAway(it, event.data.issue.id, event.time) }];
  if (isA(IssueSplit, event)) return [own, { tenant, id: event.data.from, apply: (it) => it }];
  return [own];
}

/** Of the issues that a batch touched, those that went into others, each with the last it ended in. Also where its own events come after its merging. */
function mergesIn(touched: readonly KnownIssue[]): { tenant: string; from: string; into: string; at: string }[] {
  const next = new Map(touched.map(({ tenant, id, facts }) => [`${tenant} ${id}`, facts.mergedInto]));
  const lastOf = (tenant: string, id: string, left = next.size): string => {
    const into = left > 0 ? next.get(`${tenant} ${id}`) : undefined;
    return into ? lastOf(tenant, into, left - 1) : id;
  };
  return touched.flatMap(({ tenant, id, facts: { mergedInto, mergedAt } }) => (mergedInto && mergedAt ? [{ tenant, from: id, into: lastOf(tenant, mergedInto), at: mergedAt }] : []));
}

function changesOfRouting(event: Event): Change[] {
  if (isA(IssueRouted, event)) {
    const { issueId, pod, decision, at } = event.data;
    return [{ tenant: event.tenantid, id: issueId, apply: (it) => routed(it, pod, decision, at) }];
  }
  // Deliveries are about issues, which were routed before, or about conversations, which have hops only though their ids be UUIDs, too.
  if (isA(DeliverySucceeded, event) && uuid.test(event.data.about)) return [{ tenant: event.tenantid, id: event.data.about.toLowerCase(), apply: (it) => delivered(it, event.data.at), ifKnown: true }];
  return [];
}

function answerOf(event: EventOf<typeof AnswerDue> | EventOf<typeof CustomerAnswered> | EventOf<typeof AnswerFailed>): AnswerPart {
  const { answerId, issueId, feedbackId, source, customer } = event.data;
  const part = { tenant: event.tenantid, id: answerId, issueId, feedbackId, source, ...(customer !== undefined && { customer }) };
  if (isA(AnswerDue, event)) return { ...part, message: event.data.message, dueAt: event.time };
  if (isA(CustomerAnswered, event)) return { ...part, answeredAt: event.data.answeredAt };
  return isA(AnswerFailed, event) ? { ...part, failedAt: event.data.failedAt, error: event.data.error } : part;
}

/** The last word on each pair of a feedback and an issue, in one order for all. */
function lastOf(links: readonly Link[]): Link[] {
  const last = new Map(links.map((it) => [`${it.tenant} ${it.feedbackId} ${it.issueId}`, it]));
  return [...last.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it);
}

function passagesOf({ openedAt, routedAt, deliveredAt, acknowledgedAt, resolvedAt }: IssueFacts): Passage[] {
  return [
    passage('routed', openedAt, routedAt),
    passage('delivered', routedAt, deliveredAt),
    passage('acknowledged', routedAt, acknowledgedAt),
    passage('resolved', openedAt, resolvedAt),
  ].filter((it) => it !== undefined);
}
