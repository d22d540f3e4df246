import { meaningOf } from '@vocloop/text';
import { judged } from './gathering.js';
import { isThemeless, type Anchor } from './grouping.js';
import { isOpened, type Evidence, type Example, type Issue, type OpenedIssue } from './issue.js';
import { isUnresolved } from './lifecycle.js';
import type { Weighed } from './gathering.js';
import { titleOfSplit } from './title.js';

/** An issue with another's evidence added. `customers` is how many customers it has together. */
export function combined(into: OpenedIssue, from: Issue, customers: number): OpenedIssue {
  const sums = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
  const terms = Object.fromEntries([...new Set([...Object.keys(into.terms), ...Object.keys(from.terms)])].map((term) => {
    const [left, right] = [own(into.terms, term), own(from.terms, term)];
    return [term, [(left?.[0] ?? 0) + (right?.[0] ?? 0), (left ?? right)![1]] as const];
  }));
  const examples: Example[] = [...into.examples, ...from.examples].sort((a, b) => b.centrality - a.centrality).slice(0, 5);
  return judged({
    ...into,
    feedbackCount: into.feedbackCount + from.feedbackCount,
    customerCount: customers,
    valuedCount: into.valuedCount + from.valuedCount,
    polaritySum: into.polaritySum + from.polaritySum,
    frustrationSum: into.frustrationSum + from.frustrationSum,
    urgencySum: into.urgencySum + from.urgencySum,
    firstSeenAt: into.firstSeenAt < from.firstSeenAt ? into.firstSeenAt : from.firstSeenAt,
    lastSeenAt: into.lastSeenAt > from.lastSeenAt ? into.lastSeenAt : from.lastSeenAt,
    days: sums(into.days, from.days),
    segments: sums(into.segments, from.segments),
    terms, examples,
    version: into.version + 1,
  }) as OpenedIssue;
}

/** What is unresolved cannot be buried in what is resolved: the target is at work again, and its next resolution answers the customers that came. */
export const reopenedBy = (from: Issue, into: OpenedIssue): OpenedIssue =>
  isOpened(from) && isUnresolved(from.status) && !isUnresolved(into.status) ? { ...into, status: 'in_progress' } : into;

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

/** What is left of an issue that was merged: a pointer. Its evidence and its customers are the other's now. */
export const emptied = (issue: Issue, into: string): Issue =>
  ({ ...issue, status: issue.status === 'candidate' ? 'candidate' : 'closed', mergedInto: into, feedbackCount: 0, customerCount: 0, valuedCount: 0, polaritySum: 0, frustrationSum: 0, urgencySum: 0, days: {}, segments: {}, terms: {}, version: issue.version + 1 });

/** A group for evidence that a person took out of an issue; figures come when the evidence is gathered into it. */
export function splitOff(issue: OpenedIssue, id: string, moved: readonly Weighed[], words: readonly string[]): OpenedIssue {
  const times = moved.map(({ evidence }) => evidence.occurredAt).sort();
  return {
    ...issue,
    id,
    status: 'open',
    fingerprint: `${moved[0]?.evidence.scope ?? issue.fingerprint}#${id}`,
    title: titleOfSplit(issue.title, words),
    feedbackCount: 0, customerCount: 0, valuedCount: 0, polaritySum: 0, frustrationSum: 0, urgencySum: 0,
    firstSeenAt: times[0]!, lastSeenAt: times.at(-1)!, detectedAt: times.at(-1)!,
    days: {}, segments: {}, terms: {}, examples: [],
    pod: null, muted: false, mergedInto: null, openReason: `split from "${issue.title}"`,
    resolution: 0, resolvedAt: null, answerText: null, sinceResolved: 0, version: 0,
  };
}

/** So many texts of each side are remembered of a split. */
const mostLearned = 50;

/** What a split teaches: texts like these go here. Texts that stayed are remembered too, so that the nearer side wins. */
export const lessons = (evidence: readonly Weighed[], issueId: string, split: string): Anchor[] =>
  evidence.filter(({ evidence: { scope }, sketch }) => scope !== null && sketch.terms.length > 0).slice(0, mostLearned).map(({ evidence, sketch }) => ({
    tenantId: evidence.tenantId,
    fingerprint: `${evidence.scope}#${split}/${evidence.feedbackId}`,
    scope: evidence.scope!,
    issueId,
    sketch,
    learned: true,
    feedbackId: evidence.feedbackId,
    occurredAt: evidence.occurredAt,
    meaning: isThemeless(evidence.scope!) ? (meaningOf(evidence.text, evidence.language) ?? null) : null,
  }));

/** Feedback that was asked for and is not this issue's evidence. */
export const strangers = (asked: readonly string[], found: ReadonlyMap<string, Evidence>, issue: Issue): number[] =>
  asked.flatMap((id, at) => (found.get(`${issue.tenantId}/${id}`)?.issueId === issue.id ? [] : [at]));
