import type { SeverityLevel } from '@vocloop/contracts';
import type { Policy } from '../policy/policy.js';
import { judged } from './gathering.js';
import { isOpened, wordsOf, type Evidence, type Issue } from './issue.js';
import { isUnresolved, transition } from './lifecycle.js';
import { isWorse } from './severity.js';
import { titleOfWords } from './title.js';
import { themeless } from './grouping.js';
import type { Passed } from './threshold.js';

/** What a batch means to a group. Each becomes an event, in this order. */
export type Step =
  | { readonly kind: 'opened'; readonly reason: string }
  | { readonly kind: 'grew' }
  | { readonly kind: 'escalated'; readonly from: SeverityLevel; readonly to: SeverityLevel }
  | { readonly kind: 'regressed'; readonly reason: string };

export interface Decision {
  readonly issue: Issue;
  readonly steps: readonly Step[];
}

/** What a batch brought a group: `before` is the group as it was, `after` with its new figures. */
export interface Batch {
  readonly before: Issue;
  readonly after: Issue;
  readonly passed: Passed | undefined;
  readonly joined: readonly Evidence[];
  readonly left: readonly Evidence[];
  /** Evidence is new to it, or has left it; not only revised. */
  readonly moved: boolean;
}

/** Decides what has become of a group that gained or lost evidence. */
export function decide({ before, after, passed, joined, left, moved }: Batch, policy: Policy): Decision {
  if (!isOpened(before)) return passed ? open(after, passed) : { issue: after, steps: [] };
  const detectedAt = passed && passed.at < before.detectedAt ? passed.at : before.detectedAt;
  const grown: Decision = { issue: { ...after, detectedAt }, steps: moved ? [{ kind: 'grew' }] : [] };
  return regress(escalate(grown, before.severityLevel), joined, left, policy);
}

function open(after: Issue, passed: Passed): Decision {
  // A candidate had no level that hysteresis could hold on to: it is judged before it opens.
  return { issue: { ...judged(after), title: titleAtOpening(after), status: 'open', detectedAt: passed.at, openReason: passed.reason }, steps: [{ kind: 'opened', reason: passed.reason }] };
}

/** A themeless candidate was named by its first text; now it is known what its texts share. */
const titleAtOpening = (after: Issue): string => (after.theme === themeless ? titleOfWords(wordsOf(after, 4), after.touchpoint) : after.title);

function escalate({ issue, steps }: Decision, from: SeverityLevel): Decision {
  const to = issue.severityLevel;
  const told = issue.status !== 'candidate' && isUnresolved(issue.status) && isWorse(to, from);
  return { issue, steps: told ? [...steps, { kind: 'escalated', from, to }] : steps };
}

/** A resolved issue has come back when enough feedback of after the resolution, by its own time, is in it; a revision leaves and joins, and counts once. */
function regress({ issue, steps }: Decision, joined: readonly Evidence[], left: readonly Evidence[], policy: Policy): Decision {
  if (!issue.resolvedAt || issue.status === 'candidate') return { issue, steps };
  const { resolvedAt } = issue;
  const since = (list: readonly Evidence[]): number => list.filter(({ occurredAt }) => occurredAt > resolvedAt).length;
  const sinceResolved = Math.max(0, issue.sinceResolved + since(joined) - since(left));
  const next = transition(issue.status, 'regress');
  if (next.outcome !== 'moved' || sinceResolved < policy.regressFeedback) return { issue: { ...issue, sinceResolved }, steps };
  const reason = `${sinceResolved} feedback after it was resolved on ${resolvedAt.slice(0, 10)}`;
  return { issue: { ...issue, sinceResolved, status: next.to }, steps: [...steps, { kind: 'regressed', reason }] };
}
