import { meaningOf, type Meaning } from '@vocloop/text';
import type { Policy } from '../policy/policy.js';
import { beginGroup, evidenceOf, weigh, type Weighed } from './gathering.js';
import { Anchors, saysEnough, scopeOf, themeless, type Anchor, type Found, type Scope } from './grouping.js';
import { whyNot, type Refused } from './intake.js';
import { keyOf, type Evidence, type Issue, type ScoredEvent } from './issue.js';

/** A feedback on its way to its place. `before` is what was known of it. */
export interface Arrival {
  readonly event: ScoredEvent;
  readonly before: Evidence | undefined;
  /** Undefined where it is no evidence (any more). */
  readonly problem: Problem | undefined;
}

/** What tells of a problem; `meaning` is known of texts without a theme, which nothing else would gather. */
interface Problem extends Weighed {
  readonly scope: Scope;
  readonly meaning?: Meaning | undefined;
}

/** Where an arrival goes; `how` tells why, and `similarity` how near it is, where that decided. */
export interface Placed {
  readonly arrival: Arrival & { readonly problem: Problem };
  readonly issueId: string;
  readonly how: Found['by'] | 'first' | 'stayed';
  readonly similarity?: number;
}

/** Reads what each feedback tells; what tells of no problem is refused with its reason. */
export function readArrivals(events: readonly ScoredEvent[], held: ReadonlyMap<string, Evidence>, policyOf: (tenant: string) => Policy): { arrivals: Arrival[]; refused: Refused[] } {
  const refused: Refused[] = [];
  const arrivals = events.map((event): Arrival => {
    const before = held.get(keyOf(event.tenantid, event.data.feedback.id));
    const reason = whyNot(event.data);
    const problem = reason ? undefined : problemOf(event, policyOf(event.tenantid));
    if (!problem) refused.push({ event, reason: reason ?? 'too few words to be gathered' });
    return { event, before, problem };
  });
  return { arrivals, refused };
}

function problemOf(event: ScoredEvent, policy: Policy): Arrival['problem'] {
  const weighed = weigh(evidenceOf(event.tenantid, event.data, policy));
  const scope = scopeOf(event.data, weighed.sketch, policy);
  if (scope.theme !== themeless) return { ...weighed, scope };
  const problem = { ...weighed, scope, meaning: meaningOf(weighed.evidence.text, weighed.evidence.language) };
  return saysEnough(problem) ? problem : undefined;
}

export interface Placing {
  readonly placed: Placed[];
  /** Groups that begin with this batch, by `tenant/id`. */
  readonly begun: Map<string, Issue>;
  readonly anchors: Anchor[];
}

/** Gives each arrival that tells of a problem its place. `idOf` makes a new group's id from its fingerprint; `daysOf` is a tenant's window. */
export function place(arrivals: readonly Arrival[], known: readonly Anchor[], idOf: (tenant: string, fingerprint: string) => string, daysOf: (tenant: string) => number): Placing {
  const byScope = indexed(known);
  const begun = new Map<string, Issue>();
  const placed = arrivals.filter(tellsProblem).map((arrival): Placed => {
    const { evidence, sketch, scope, meaning } = arrival.problem;
    const key = keyOf(evidence.tenantId, scope.key);
    const anchors = byScope.get(key) ?? new Anchors([]);
    byScope.set(key, anchors);
    if (staysPut(arrival)) return { arrival, issueId: arrival.before!.issueId!, how: 'stayed' };
    const found = anchors.find(scope, arrival.problem, evidence.occurredAt);
    if (found) {
      anchors.joined(found, { feedbackId: evidence.feedbackId, occurredAt: evidence.occurredAt, sketch, meaning });
      return { arrival, issueId: found.anchor.issueId, how: found.by, ...(found.by !== 'scope' && { similarity: found.similarity }) };
    }
    const anchor = anchorOf(arrival.problem, idOf, daysOf(evidence.tenantId));
    anchors.put(anchor);
    begun.set(keyOf(anchor.tenantId, anchor.issueId), beginGroup(anchor.issueId, anchor.fingerprint, scope, arrival.event.data.feedback.touchpoint, arrival.problem));
    return { arrival, issueId: anchor.issueId, how: 'first' };
  });
  return { placed, begun, anchors: [...byScope.values()].flatMap((it) => [...it.changed.values()]) };
}

/** A revision that still tells of the same leaves its evidence where it is, also where a person put it by a split. */
const staysPut = ({ before, problem }: Arrival): boolean =>
  !!before?.issueId && before.scope === problem?.scope.key && (problem.scope.theme !== themeless || before.text === problem.evidence.text);

const tellsProblem = (it: Arrival): it is Placed['arrival'] => it.problem !== undefined;

function anchorOf({ evidence, sketch, scope, meaning }: Problem, idOf: (tenant: string, fingerprint: string) => string, days: number): Anchor {
  const alone = scope.theme === themeless;
  // A revision that tells of something else begins another group: the one that its first wording began goes on without it.
  const revised = evidence.revision > 1 ? `/${evidence.revision}` : '';
  const fingerprint = alone ? `${scope.key}/${evidence.feedbackId}${revised}` : scope.key;
  return {
    tenantId: evidence.tenantId,
    fingerprint,
    scope: scope.key,
    issueId: idOf(evidence.tenantId, fingerprint),
    learned: false,
    sketch: alone ? sketch : null,
    feedbackId: alone ? evidence.feedbackId : null,
    occurredAt: alone ? evidence.occurredAt : null,
    meaning: meaning ?? null,
    ...(alone && { held: { first: evidence.occurredAt, last: evidence.occurredAt, days } }),
  };
}

function indexed(known: readonly Anchor[]): Map<string, Anchors> {
  const lists = new Map<string, Anchor[]>();
  for (const it of known) {
    const key = keyOf(it.tenantId, it.scope);
    const list = lists.get(key);
    if (list) list.push(it);
    else lists.set(key, [it]);
  }
  return new Map([...lists].map(([key, list]) => [key, new Anchors(list)]));
}
