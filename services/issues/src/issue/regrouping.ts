import { similarity } from '@vocloop/text';
import { bareOf, centreOf, reasonOf, weigh, type Weighed } from './gathering.js';
import { keyOf, type Evidence, type Issue, type ScoredEvent } from './issue.js';
import type { Arrival, Placed } from './placement.js';

/** What a batch brings to one group and takes from it. A revision that stays is both: its old figures leave, its new ones join. */
export interface GroupMove {
  readonly group: Issue;
  readonly joined: Weighed[];
  readonly left: Weighed[];
  /** The last event of the batch that led to it. */
  event: ScoredEvent | undefined;
}

/**
 * The rows of evidence to keep: what was placed, with its reason and the similarity that decided, else that of its words to the group as it was (what stays where it is
 * keeps both); and the bare revision of
 * what is evidence no longer (or is a later revision whose first is still under way), so that an older revision finds it is too late.
 */
export function namedPlaces(placed: readonly Placed[], arrivals: readonly Arrival[], groups: ReadonlyMap<string, Issue>): Evidence[] {
  const centres = new Map<string, { group: Issue; centre: ReturnType<typeof centreOf> }>();
  const rows = placed.map(({ arrival, issueId, how, similarity: decided }): Evidence => {
    const { evidence, sketch, scope } = arrival.problem;
    if (how === 'stayed') return { ...evidence, issueId, scope: scope.key, similarity: arrival.before!.similarity, reason: arrival.before!.reason };
    const key = keyOf(evidence.tenantId, issueId);
    const group = groups.get(key)!;
    let known = centres.get(key);
    if (!known) {
      // A group that begins is compared with its first text.
      const terms = Object.keys(group.terms).length > 0 ? group.terms : Object.fromEntries(sketch.terms.map(([term, weight, word]) => [term, [weight, word] as const]));
      known = { group: { ...group, terms }, centre: centreOf(terms) };
      centres.set(key, known);
    }
    const near = how === 'first' ? 1 : Math.round((decided ?? similarity(sketch, known.centre)) * 1e3) / 1e3;
    return { ...evidence, issueId, scope: scope.key, similarity: near, reason: reasonOf(scope, how, sketch, known.group) };
  });
  const gone = arrivals.filter(({ problem, before, event }) => !problem && (before || event.data.feedback.revision > 1));
  return [...rows, ...gone.map(({ event }) => bareOf(event.tenantid, event.data))];
}

/** The same by group, so that each group's row changes once. */
export function groupMoves(placed: readonly Placed[], arrivals: readonly Arrival[], rows: readonly Evidence[], groups: ReadonlyMap<string, Issue>): GroupMove[] {
  const moves = new Map<string, GroupMove>();
  const moveOf = (tenantId: string, issueId: string, event: ScoredEvent): GroupMove => {
    const key = keyOf(tenantId, issueId);
    const move = moves.get(key) ?? { group: groups.get(key)!, joined: [], left: [], event };
    move.event = event;
    moves.set(key, move);
    return move;
  };
  for (const { before, event } of arrivals) if (before?.issueId) moveOf(before.tenantId, before.issueId, event).left.push(weigh(before));
  placed.forEach(({ arrival, issueId }, at) => moveOf(arrival.event.tenantid, issueId, arrival.event).joined.push({ evidence: rows[at]!, sketch: arrival.problem.sketch }));
  return [...moves.values()];
}

/** By how much each named customer's count in each group changes; the anonymous are counted with the group itself. */
export function customerMoves(moves: readonly GroupMove[]): { tenantId: string; issueId: string; customer: string; by: number }[] {
  return moves.flatMap(({ group, joined, left }) => {
    const counts = new Map<string, number>();
    const count = ({ evidence: { customer } }: Weighed, by: number): unknown => customer && counts.set(customer, (counts.get(customer) ?? 0) + by);
    for (const it of joined) count(it, 1);
    for (const it of left) count(it, -1);
    return [...counts].filter(([, by]) => by !== 0).map(([customer, by]) => ({ tenantId: group.tenantId, issueId: group.id, customer, by }));
  });
}
