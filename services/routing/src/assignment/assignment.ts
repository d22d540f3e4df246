import {
  IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueRegressed, IssueTransitioned, isOver, severities,
  type DataOf, type Decision, type Event, type EventDefinition, type EventOf, type IssueDelivered, type IssueSnapshot, type IssueStatus, type SeverityLevel,
} from '@vocloop/contracts';
import { decide, decideByPerson } from '../rules/decide.js';
import { factsOfIssue, type Rules } from '../rules/rules.js';

/** What is new for a pod about an issue. */
export type Change = DataOf<typeof IssueDelivered>['change'];

/** Which pod has an issue, why, and what the pod was told of it last. */
export interface Assignment {
  readonly tenant: string;
  readonly issueId: string;
  readonly pod: string;
  /** `rules`, or the person who chose. */
  readonly by: string;
  /** A person chose: rules that change later leave it where it is. */
  readonly pinned: boolean;
  readonly decision: Decision;
  readonly issue: IssueSnapshot;
  readonly told?: Told;
  /** It was merged into another issue, which goes on in its place. */
  readonly withdrawn: boolean;
  readonly assignedAt: string;
}

/** How grave and how large the issue was, and where it stood, when its pod heard of it last. */
export interface Told {
  readonly level: SeverityLevel;
  readonly count: number;
  readonly status: IssueStatus;
}

/** Which pod a person wants to have an issue, and why. */
export interface Wish {
  readonly pod: string;
  readonly by: string;
  readonly reason: string;
}

/** What came of an issue before the issue itself did: topics, and partitions of one, overtake each other. */
export interface Foretold {
  readonly tenant: string;
  readonly issueId: string;
  /** It went into another issue: no pod is to hear of it. */
  readonly withdrawn: boolean;
  readonly wish?: Wish;
}

/** A message that a pod is due. */
export interface Notice {
  readonly tenant: string;
  readonly pod: string;
  readonly change: Change;
  readonly issue: IssueSnapshot;
  readonly decision: Decision;
}

/** What a step makes of an assignment: its new state, whether a decision was made in it (and from which pod the issue came), and who is told. */
export interface Step {
  readonly assignment: Assignment;
  readonly decided?: { readonly at: string; readonly previousPod?: string };
  readonly notices: readonly Notice[];
}

/** A step that was taken and what led to it: an event, if there was one, and the id that the step's messages derive theirs from. */
export interface Done {
  readonly step: Step;
  readonly cause: { readonly id: string; readonly event?: Event | undefined };
}

/** What an event about an issue is decided by: the rules in force and the moment. */
export interface Circumstances {
  readonly at: string;
  readonly hasPod: (pod: string) => boolean;
  readonly decide: (issue: IssueSnapshot) => Decision;
  readonly grant: (wish: Wish) => Decision;
}

export const circumstancesOf = ({ rules, version }: { rules: Rules; version: number }, at: string): Circumstances => ({
  at,
  hasPod: (pod) => rules.pods.has(pod),
  decide: (issue) => decide(rules, version, factsOfIssue(issue)),
  grant: ({ pod, by, reason }) => decideByPerson(pod, version, by, reason),
});

type AboutIssue = Event<{ issue: IssueSnapshot }>;

const isA = <Definition extends EventDefinition>(definition: Definition, event: Event): event is EventOf<Definition> => event.type === definition.type;

/**
 * What an event makes of an issue's assignment. An issue keeps its pod, unless the pod is gone when it comes back.
 * Undefined for an issue that is known to have gone into another before it was ever heard of: it gets no pod.
 */
export function react(before: Assignment | undefined, event: AboutIssue, circumstances: Circumstances, foretold?: Foretold): Step | undefined {
  const { issue } = event.data;
  if (!before) return foretold?.withdrawn ? undefined : assign(event.tenantid, issue, circumstances, foretold?.wish);
  const now = { ...before, issue };
  if (before.withdrawn) return { assignment: now, notices: [] };
  if (isA(IssueRegressed, event) && !circumstances.hasPod(before.pod)) return move(now, circumstances.decide(issue), 'rules', circumstances);
  return tell(now, changeFor(event, before));
}

function assign(tenant: string, issue: IssueSnapshot, { at, hasPod, decide, grant }: Circumstances, wish: Wish | undefined): Step {
  const granted = wish && hasPod(wish.pod) ? wish : undefined;
  const decision = granted ? grant(granted) : decide(issue);
  const assignment: Assignment = { tenant, issueId: issue.id, pod: decision.pod, by: granted?.by ?? 'rules', pinned: granted !== undefined, decision, issue, withdrawn: false, assignedAt: at };
  return { ...tell(assignment, isOver(issue.status) ? undefined : 'assigned'), decided: { at } };
}

/** Another pod gets the issue: the old one, if it still is a pod, hears that it is rid of it. */
export function move(before: Assignment, decision: Decision, by: string, { at, hasPod }: Pick<Circumstances, 'at' | 'hasPod'>): Step {
  const pinned = by !== 'rules';
  if (decision.pod === before.pod) return { assignment: { ...before, by, pinned, decision }, decided: { at, previousPod: before.pod }, notices: [] };
  const withdrawal = hasPod(before.pod) ? withdrawalOf(before) : [];
  const { told: _, ...rest } = before;
  const { assignment, notices } = tell({ ...rest, pod: decision.pod, by, pinned, decision, assignedAt: at }, isOver(before.issue.status) ? undefined : 'assigned');
  return { assignment, decided: { at, previousPod: before.pod }, notices: [...withdrawal, ...notices] };
}

/**
 * What new rules make of an issue that someone is to work on: undefined where it stays. Those in triage and those whose pod is gone
 * are decided anew; the others only where `all` are to be. What a person chose stays chosen while its pod exists.
 */
export function redecide(before: Assignment, { rules, version }: { rules: Rules; version: number }, at: string, all: boolean): Step | undefined {
  const circumstances = circumstancesOf({ rules, version }, at);
  const homeless = !circumstances.hasPod(before.pod);
  const inTriage = before.decision.decidedBy === 'triage' || before.pod === rules.triage;
  if (!homeless && (before.pinned || !(all || inTriage))) return undefined;
  const decision = circumstances.decide(before.issue);
  return decision.pod === before.pod ? undefined : move(before, decision, 'rules', circumstances);
}

/** An issue went into another: its pod hears that it is rid of it. */
export function withdraw(before: Assignment): Step {
  return { assignment: { ...before, withdrawn: true }, notices: before.withdrawn ? [] : withdrawalOf(before) };
}

/** A pod that was told of an issue hears that it is rid of it, though the issue be muted by now. */
const withdrawalOf = ({ tenant, pod, issue, decision, told }: Assignment): Notice[] => (told ? [{ tenant, pod, change: 'withdrawn', issue, decision }] : []);

/** What of an event is news for the pod. Growth is, when the issue has become graver or twice as large since the pod heard of it last. */
function changeFor(event: AboutIssue, { told }: Assignment): Change | undefined {
  const { issue } = event.data;
  if (isA(IssueRegressed, event)) return 'regressed';
  if (isA(IssueMerged, event)) return 'merged';
  if (isA(IssueTransitioned, event)) return isNews(event.data.from, event.data.to) ? 'transitioned' : undefined;
  if (isA(IssueMuted, event)) return missed(issue, told);
  return told && (isA(IssueGrew, event) || isA(IssueEscalated, event)) ? growth(issue, told) : undefined;
}

/** What a pod has missed of an issue that was muted: the gravest of it, as one change; the message carries the issue as it stands. */
function missed(issue: IssueSnapshot, told: Told | undefined): Change | undefined {
  if (!told) return isOver(issue.status) ? undefined : 'assigned';
  if (issue.status === told.status) return growth(issue, told);
  if (issue.status === 'regressed') return 'regressed';
  return isNews(told.status, issue.status) ? 'transitioned' : growth(issue, told);
}

function growth(issue: IssueSnapshot, told: Told): Change | undefined {
  if (severities.indexOf(issue.severity.level) > severities.indexOf(told.level)) return 'escalated';
  return issue.feedbackCount >= 2 * told.count ? 'grew' : undefined;
}

// What a pod does with its own issue is no news to it; that the issue is over, or open again, is.
const isNews = (from: IssueStatus, to: IssueStatus): boolean => to === 'resolved' || to === 'closed' || (isOver(from) && !isOver(to) && to !== 'regressed');

/** A muted issue tells no pod. */
function tell(assignment: Assignment, change: Change | undefined): Step {
  const { tenant, pod, issue, decision } = assignment;
  if (!change || issue.muted) return { assignment, notices: [] };
  const told: Told = { level: issue.severity.level, count: Math.max(1, issue.feedbackCount), status: issue.status };
  return { assignment: { ...assignment, told }, notices: [{ tenant, pod, change, issue, decision }] };
}
