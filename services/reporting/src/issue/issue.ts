import type { Decision, IssueSnapshot, IssueStatus } from '@vocloop/contracts';

/** What reporting knows of an issue: its last snapshot, whose it is and why, and its clock. Times are ISO 8601 in UTC. */
export interface IssueFacts {
  readonly snapshot?: IssueSnapshot | undefined;
  readonly snapshotAt?: string | undefined;
  readonly pod?: string | undefined;
  readonly decision?: Decision | undefined;
  readonly decidedAt?: string | undefined;
  readonly openedAt?: string | undefined;
  readonly routedAt?: string | undefined;
  readonly deliveredAt?: string | undefined;
  readonly acknowledgedAt?: string | undefined;
  /** When it was last resolved; none while it is not. */
  readonly resolvedAt?: string | undefined;
  readonly reopened: number;
}

export const unknownIssue: IssueFacts = { reopened: 0 };

const done: ReadonlySet<IssueStatus> = new Set(['resolved', 'verified', 'closed']);
const inHand: ReadonlySet<IssueStatus> = new Set(['acknowledged', 'in_progress', ...done]);
const first = (a: string | undefined, b: string): string => (a && a <= b ? a : b);

/** An issue as it stands at a moment. The log keeps the order of one issue's events; a replayed dead letter is older than what is known and changes nothing of it. */
export function shown(it: IssueFacts, snapshot: IssueSnapshot, at: string): IssueFacts {
  return it.snapshotAt && it.snapshotAt > at ? it : { ...it, snapshot, snapshotAt: at };
}

export const opened = (it: IssueFacts, at: string): IssueFacts => ({ ...it, openedAt: first(it.openedAt, at) });

/** A move from one status to another. Whoever works on an issue has acknowledged it; what comes back is no longer resolved. */
export function moved(it: IssueFacts, from: IssueStatus, to: IssueStatus, at: string): IssueFacts {
  const acknowledgedAt = inHand.has(to) ? first(it.acknowledgedAt, at) : it.acknowledgedAt;
  if (!done.has(to)) return { ...it, acknowledgedAt, ...(done.has(from) ? cameBack(it) : {}) };
  return { ...it, acknowledgedAt, resolvedAt: it.resolvedAt ?? at };
}

/** An issue that came back. Saying so twice (as a regression and as a move) counts once. */
export const cameBack = (it: IssueFacts): IssueFacts => (it.resolvedAt ? { ...it, resolvedAt: undefined, reopened: it.reopened + 1 } : it);

/** The pod of the last decision; the clock to acknowledge starts with the first. */
export function routed(it: IssueFacts, pod: string, decision: Decision, at: string): IssueFacts {
  const routedAt = first(it.routedAt, at);
  return it.decidedAt && it.decidedAt > at ? { ...it, routedAt } : { ...it, routedAt, pod, decision, decidedAt: at };
}

export const delivered = (it: IssueFacts, at: string): IssueFacts => ({ ...it, deliveredAt: first(it.deliveredAt, at) });
