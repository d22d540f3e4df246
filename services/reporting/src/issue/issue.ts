import { isOver, type Decision, type IssueSnapshot, type IssueStatus } from '@vocloop/contracts';

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
  /** The issue that it went into, and when. */
  readonly mergedInto?: string | undefined;
  readonly mergedAt?: string | undefined;
}

export const unknownIssue: IssueFacts = { reopened: 0 };

const inHand: ReadonlySet<IssueStatus> = new Set(['acknowledged', 'in_progress', 'resolved', 'verified']);
const first = (a: string | undefined, b: string): string => (a && a <= b ? a : b);

/** An issue as it stands at a moment. What comes late, such as a replayed dead letter, changes nothing of it: its version says so, or its time where there is none. */
export function shown(it: IssueFacts, snapshot: IssueSnapshot, at: string): IssueFacts {
  return isLater(it, snapshot, at) ? it : { ...it, snapshot, snapshotAt: at };
}

function isLater({ snapshot: known, snapshotAt }: IssueFacts, { version }: IssueSnapshot, at: string): boolean {
  if (known?.version !== undefined && version !== undefined && known.version !== version) return known.version > version;
  return snapshotAt !== undefined && snapshotAt > at;
}

export const opened = (it: IssueFacts, at: string): IssueFacts => ({ ...it, openedAt: first(it.openedAt, at) });

/** An issue that went into another, which goes on in its place: it is closed, though it was never resolved. */
export const mergedAway = (it: IssueFacts, into: string, at: string): IssueFacts => (it.mergedInto ? it : { ...it, mergedInto: into, mergedAt: at });

/** Where an issue stands; undefined while nothing but its routing or its merging is known. */
export const statusOf = ({ snapshot, mergedInto }: IssueFacts): IssueStatus | undefined => (snapshot && mergedInto ? 'closed' : snapshot?.status);

/** A move from one status to another. Whoever works on an issue has acknowledged it; closing resolves nothing (a merge closes, too); what comes back is no longer resolved. */
export function moved(it: IssueFacts, from: IssueStatus, to: IssueStatus, at: string): IssueFacts {
  const acknowledgedAt = inHand.has(to) ? first(it.acknowledgedAt, at) : it.acknowledgedAt;
  if (!isOver(to)) return { ...it, acknowledgedAt, ...(isOver(from) ? cameBack(it) : {}) };
  if (to === 'closed') return it;
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
