import type { IssueStatus } from '@vocloop/contracts';

/** Everything that can move an issue: a pod's acts, and what the platform itself sees (`route`, `regress`). */
export const moves = ['triage', 'route', 'acknowledge', 'start', 'resolve', 'verify', 'close', 'reopen', 'regress'] as const;
export type Move = (typeof moves)[number];

export type Transition =
  | { readonly outcome: 'moved'; readonly to: IssueStatus }
  | { readonly outcome: 'unchanged'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly allowed: readonly Move[] };

const unresolved: readonly IssueStatus[] = ['open', 'triaged', 'routed', 'acknowledged', 'in_progress', 'regressed'];
const resolved: readonly IssueStatus[] = ['resolved', 'verified', 'closed'];

/** The whole life of an issue: each move, from where it may be made, and where it leads. */
const table: Record<Move, { readonly from: readonly IssueStatus[]; readonly to: IssueStatus; readonly otherwise: string }> = {
  triage: { from: ['open', 'regressed'], to: 'triaged', otherwise: 'triage is for what no pod has yet' },
  route: { from: ['open', 'triaged', 'regressed'], to: 'routed', otherwise: 'it is at work already' },
  acknowledge: { from: ['open', 'triaged', 'routed', 'regressed'], to: 'acknowledged', otherwise: 'it was acknowledged before' },
  start: { from: ['open', 'triaged', 'routed', 'acknowledged', 'regressed'], to: 'in_progress', otherwise: 'work is over; reopen it first' },
  resolve: { from: unresolved, to: 'resolved', otherwise: 'it is resolved already' },
  verify: { from: ['resolved'], to: 'verified', otherwise: 'only what is resolved can be verified' },
  close: { from: ['resolved', 'verified'], to: 'closed', otherwise: 'only what is resolved can be closed; resolve it first, or mute it' },
  reopen: { from: resolved, to: 'in_progress', otherwise: 'it is not resolved' },
  regress: { from: resolved, to: 'regressed', otherwise: 'only what was resolved can come back' },
};

/** Where a move leads from a status, or why it does not. Making the same move twice is making it once. */
export function transition(from: IssueStatus, move: Move): Transition {
  const { from: sources, to, otherwise } = table[move];
  if (sources.includes(from)) return { outcome: 'moved', to };
  if (from === to) return { outcome: 'unchanged', reason: `it is ${words(to)} already` };
  const allowed = allowedFrom(from);
  return { outcome: 'refused', allowed, reason: `cannot ${move} an issue that is ${words(from)}: ${otherwise}. Allowed now: ${allowed.join(', ')}` };
}

/** What a person or a pod may do with an issue in this status. */
export const allowedFrom = (status: IssueStatus): Move[] =>
  moves.filter((move) => move !== 'route' && move !== 'regress' && table[move].from.includes(status));

/** True while customers wait for a solution. */
export const isUnresolved = (status: IssueStatus): boolean => unresolved.includes(status);

const words = (status: IssueStatus): string => status.replace('_', ' ');
