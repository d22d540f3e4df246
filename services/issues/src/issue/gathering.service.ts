import { Inject, Injectable } from '@nestjs/common';
import { derivedId, RetryLater, type Dropped } from '@vocloop/messaging';
import { AnswerService } from '../answer/answer.service.js';
import type { Policy } from '../policy/policy.js';
import { PolicyService } from '../policy/policy.service.js';
import { AnnouncementService, toldOf, type Outcome } from './announcement.service.js';
import { decide, type Decision } from './decision.js';
import { EvidenceRepository, type Stretch } from './evidence.repository.js';
import { gather } from './gathering.js';
import { newest } from './intake.js';
import { isOpened, keyOf, type Evidence, type Issue, type ScoredEvent } from './issue.js';
import { IssueRepository, type ScopeTimes } from './issue.repository.js';
import { place, readArrivals, type Arrival, type Placed, type Placing } from './placement.js';
import { customerMoves, groupMoves, namedPlaces, type GroupMove } from './regrouping.js';
import { passes, type Passed } from './threshold.js';

type PolicyOf = (tenant: string) => Policy;

/** Gathers scored feedback into issues: a batch is one transaction, with at most one statement a table. */
@Injectable()
export class GatheringService {
  constructor(
    @Inject(IssueRepository) private readonly issues: IssueRepository,
    @Inject(EvidenceRepository) private readonly evidence: EvidenceRepository,
    @Inject(PolicyService) private readonly policies: PolicyService,
    @Inject(AnnouncementService) private readonly announcements: AnnouncementService,
    @Inject(AnswerService) private readonly answers: AnswerService,
  ) {}

  async gather(events: readonly ScoredEvent[]): Promise<Dropped[]> {
    const tenants = [...new Set(events.map(({ tenantid }) => tenantid))].sort();
    const [, policyOf, held] = await Promise.all([
      this.issues.shareIdentity(tenants),
      this.policies.of(tenants),
      this.evidence.lock(events.map((it) => ({ tenantId: it.tenantid, feedbackId: it.data.feedback.id }))),
    ]);
    const { fresh, refused: stale } = newest(events, (tenant, id) => held.get(keyOf(tenant, id))?.revision ?? 0);
    const { arrivals, refused } = readArrivals(fresh, held, policyOf);
    const placing = await this.place(arrivals, policyOf);
    const groups = await this.lockGroups(placing, arrivals);
    const rows = namedPlaces(placing.placed, arrivals, groups);
    await this.keepEvidence(rows, held);
    const moves = groupMoves(placing.placed, arrivals, rows, groups);
    await this.settle(moves, groups, placing, policyOf);
    return [...stale, ...refused.filter(({ event }) => !tookAway(event, held))];
  }

  /** Looks again at candidates of a tenant whose threshold has changed, in the running transaction. */
  async reconsider(tenant: string, most = 500): Promise<void> {
    await this.issues.shareIdentity([tenant]);
    const policyOf = await this.policies.of([tenant]);
    let found = await this.issues.candidatesFrom(tenant, policyOf(tenant), undefined, most);
    while (found.length > 0) {
      const groups = await this.issues.lock(found);
      const moves = [...groups.values()].map((group): GroupMove => ({ group, joined: [], left: [], event: undefined }));
      await this.settle(moves, groups, { placed: [], begun: new Map(), anchors: [] }, policyOf);
      found = found.length < most ? [] : await this.issues.candidatesFrom(tenant, policyOf(tenant), found.at(-1)!.id, most);
    }
  }

  private async place(arrivals: readonly Arrival[], policyOf: PolicyOf): Promise<Placing> {
    const problems = arrivals.flatMap(({ problem }) => problem ?? []);
    if (problems.length === 0) return { placed: [], begun: new Map(), anchors: [] };
    const anchors = await this.issues.anchors(scopesOf(problems, policyOf));
    return place(arrivals, anchors, (tenant, fingerprint) => derivedId(`${tenant}/${fingerprint}`, 'issue'), (tenant) => policyOf(tenant).windowDays);
  }

  private async lockGroups({ placed, begun }: Placing, arrivals: readonly Arrival[]): Promise<Map<string, Issue>> {
    const wanted = new Map<string, { tenantId: string; id: string }>();
    const want = (tenantId: string, id: string): unknown => wanted.set(keyOf(tenantId, id), { tenantId, id });
    for (const { arrival, issueId } of placed) want(arrival.event.tenantid, issueId);
    for (const { before } of arrivals) if (before?.issueId) want(before.tenantId, before.issueId);
    const locked = await this.issues.lock([...wanted.values()]);
    // The group of another touchpoint's partition may have begun meanwhile: then this batch looks again.
    if ([...begun.keys()].some((key) => locked.has(key))) throw new RetryLater('a group began in two places at once');
    return new Map([...locked, ...begun]);
  }

  private async keepEvidence(rows: readonly Evidence[], held: ReadonlyMap<string, Evidence>): Promise<void> {
    const expected = rows.filter((it) => !held.has(keyOf(it.tenantId, it.feedbackId))).length;
    // Two revisions of one feedback in two partitions: the one that comes second must see what the first has counted.
    if ((await this.evidence.save(rows)) !== expected) throw new RetryLater('another revision of the same feedback is being gathered');
  }

  private async settle(moves: readonly GroupMove[], groups: ReadonlyMap<string, Issue>, { begun, anchors }: Placing, policyOf: PolicyOf): Promise<void> {
    const [customers, spans, passed] = await Promise.all([
      this.issues.moveCustomers(customerMoves(moves)),
      this.evidence.spans(moves.filter(({ left }) => left.length > 0).map(({ group }) => group)),
      this.thresholds(moves, policyOf),
    ]);
    const after = moves.map((move): Issue => {
      const key = keyOf(move.group.tenantId, move.group.id);
      const next = gather(groups.get(key)!, move.joined, move.left, (customers.get(key) ?? 0) + anonymous(move));
      const span = spans.get(key);
      return span ? { ...next, firstSeenAt: span.first, lastSeenAt: span.last } : next;
    });
    const decisions = moves.map((move, at) => decide(
      { before: move.group, after: after[at]!, passed: passed[at], joined: move.joined.map(({ evidence }) => evidence), left: move.left.map(({ evidence }) => evidence), moved: joinedOnly(move).length + leftOnly(move).length > 0 },
      policyOf(move.group.tenantId),
    ));
    const [made, , outcomes] = await Promise.all([this.issues.save(decisions.map(({ issue }) => issue)), this.issues.saveAnchors(anchors), this.outcomes(moves, decisions)]);
    if (made !== begun.size) throw new RetryLater('a group began in two places at once');
    await this.announcements.announce(outcomes);
    await this.answers.answerLateComers(lateComers(moves, decisions));
  }

  /** Whether each group has passed its threshold, and when; an issue's only where evidence arrived that is older than its detection. */
  private async thresholds(moves: readonly GroupMove[], policyOf: PolicyOf): Promise<(Passed | undefined)[]> {
    const stretches = moves.flatMap((move) => stretchOf(move, policyOf(move.group.tenantId)) ?? []);
    const most = 500 + 20 * Math.max(0, ...stretches.map(({ tenantId }) => policyOf(tenantId).minFeedback));
    const marks = await this.evidence.marks(stretches, most);
    return moves.map(({ group }) => passes(marks.get(keyOf(group.tenantId, group.id)) ?? [], policyOf(group.tenantId)));
  }

  private async outcomes(moves: readonly GroupMove[], decisions: readonly Decision[]): Promise<Outcome[]> {
    const opened = decisions.filter(({ steps }) => steps.some(({ kind }) => kind === 'opened')).map(({ issue }) => issue);
    const all = await this.evidence.of(opened);
    return decisions.flatMap(({ issue, steps }, at): Outcome[] => {
      if (!isOpened(issue) || steps.length === 0) return [];
      const move = moves[at]!;
      const joined = all.get(keyOf(issue.tenantId, issue.id)) ?? joinedOnly(move).map(({ evidence }) => evidence);
      const since = joinedOnly(move).filter(({ evidence }) => issue.resolvedAt && evidence.occurredAt > issue.resolvedAt);
      return [{
        issue, steps, causedBy: move.event,
        joined: joined.map(toldOf),
        removed: leftOnly(move).map(({ evidence }) => evidence.feedbackId),
        since: since.map(({ evidence }) => toldOf(evidence)),
      }];
    });
  }
}

/** Each scope once, with the times of its own texts only: no tenant's batch mates decide what it is compared with. */
function scopesOf(problems: readonly Placed['arrival']['problem'][], policyOf: PolicyOf): ScopeTimes[] {
  const scopes = new Map<string, ScopeTimes>();
  for (const { evidence: { tenantId, occurredAt: at }, scope: { key: scope } } of problems) {
    const key = keyOf(tenantId, scope);
    const known = scopes.get(key) ?? { tenantId, scope, from: at, to: at, days: policyOf(tenantId).windowDays };
    scopes.set(key, { ...known, from: at < known.from ? at : known.from, to: at > known.to ? at : known.to });
  }
  return [...scopes.values()];
}

const idsOf = (list: GroupMove['joined']): Set<string> => new Set(list.map(({ evidence }) => evidence.feedbackId));
/** Evidence that is new to the group: a revision that stays is neither joined nor removed. */
const joinedOnly = ({ joined, left }: GroupMove): GroupMove['joined'] => { const ids = idsOf(left); return joined.filter(({ evidence }) => !ids.has(evidence.feedbackId)); };
const leftOnly = ({ joined, left }: GroupMove): GroupMove['left'] => { const ids = idsOf(joined); return left.filter(({ evidence }) => !ids.has(evidence.feedbackId)); };
const anonymous = ({ joined, left }: GroupMove): number => joined.filter(({ evidence }) => !evidence.customer).length - left.filter(({ evidence }) => !evidence.customer).length;
const tookAway = (event: ScoredEvent, held: ReadonlyMap<string, Evidence>): boolean => !!held.get(keyOf(event.tenantid, event.data.feedback.id))?.issueId;

/** Evidence from before the resolution that arrives after it: its customers are due the same answer. */
const lateComers = (moves: readonly GroupMove[], decisions: readonly Decision[]): { issue: Issue; evidence: Evidence[]; event: ScoredEvent | undefined }[] =>
  decisions.flatMap(({ issue }, at) => {
    if (!issue.resolvedAt || !['resolved', 'verified', 'closed'].includes(issue.status)) return [];
    const evidence = joinedOnly(moves[at]!).map((it) => it.evidence).filter(({ occurredAt }) => occurredAt <= issue.resolvedAt!);
    return evidence.length > 0 ? [{ issue, evidence, event: moves[at]!.event }] : [];
  });

function stretchOf({ group, joined }: GroupMove, { windowDays }: Policy): Stretch | undefined {
  const window = windowDays * 86_400_000;
  const times = joined.map(({ evidence }) => Date.parse(evidence.occurredAt));
  if (times.length === 0) return isOpened(group) ? undefined : { tenantId: group.tenantId, issueId: group.id, from: group.firstSeenAt, to: group.lastSeenAt };
  const from = times.reduce((a, b) => Math.min(a, b)) - window;
  const to = times.reduce((a, b) => Math.max(a, b)) + window;
  const end = isOpened(group) ? Math.min(to, Date.parse(group.detectedAt)) : to;
  return times.some((it) => it <= end) ? { tenantId: group.tenantId, issueId: group.id, from: new Date(from).toISOString(), to: new Date(end).toISOString() } : undefined;
}

