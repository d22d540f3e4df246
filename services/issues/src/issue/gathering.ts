import { storable } from '@vocloop/contracts';
import { similarity, sketch, type Sketch } from '@vocloop/text';
import type { Policy } from '../policy/policy.js';
import type { Scope } from './grouping.js';
import type { Evidence, Example, Issue, Scored } from './issue.js';
import { severityOf, weeks } from './severity.js';
import { titleOf } from './title.js';

/** Evidence with what its text is about. */
export interface Weighed {
  readonly evidence: Evidence;
  readonly sketch: Sketch;
}

/** So much of a text is kept and compared. */
const longest = 4000;
const longestExample = 300;
/** Cuts between characters, never within one. */
const cut = (text: string, most: number): string => storable(text.slice(0, most));
const mostDays = 60;
const mostTerms = 80;
const mostSegments = 100;

/** What is kept of a feedback, before it has a place. */
export function evidenceOf(tenantId: string, { feedback, score }: Scored, { valuedSegments }: Pick<Policy, 'valuedSegments'>): Evidence {
  const segment = feedback.segment ?? null;
  return {
    tenantId,
    feedbackId: feedback.id,
    revision: feedback.revision,
    issueId: null,
    scope: null,
    similarity: null,
    reason: null,
    customer: feedback.customer ?? null,
    source: feedback.source,
    channel: feedback.channel,
    externalId: feedback.externalId ?? null,
    conversation: feedback.conversation ?? null,
    segment,
    valued: segment !== null && valuedSegments.some((it) => it.toLowerCase() === segment.toLowerCase()),
    language: score.language.code,
    occurredAt: feedback.occurredAt,
    polarity: score.polarity,
    frustration: score.frustration,
    urgency: score.urgency,
    text: cut(feedback.text ?? '', longest),
  };
}

/** What is kept of a feedback that is no evidence: its revision, and nothing of whom it came from or what it says. */
export const bareOf = (tenantId: string, scored: Scored): Evidence =>
  ({ ...evidenceOf(tenantId, scored, { valuedSegments: [] }), customer: null, externalId: null, conversation: null, segment: null, text: '' });

export const weigh = (evidence: Evidence): Weighed => ({ evidence, sketch: sketch(evidence.text, evidence.language) });

/** A group without evidence yet, named by its scope. */
export function beginGroup(id: string, fingerprint: string, scope: Scope, touchpoint: string, first: Weighed): Issue {
  const { evidence } = first;
  return {
    tenantId: evidence.tenantId,
    id,
    status: 'candidate',
    fingerprint,
    title: titleOf(scope, touchpoint, heaviest(first.sketch)),
    touchpoint,
    theme: scope.theme,
    product: scope.product ?? null,
    supplier: scope.supplier ?? null,
    feedbackCount: 0, customerCount: 0, valuedCount: 0, polaritySum: 0, frustrationSum: 0, urgencySum: 0,
    firstSeenAt: evidence.occurredAt,
    lastSeenAt: evidence.occurredAt,
    days: {}, segments: {}, terms: {}, examples: [],
    severityLevel: 'low', severityScore: 0, severityReasons: [],
    detectedAt: null, openReason: null, pod: null, muted: false, mergedInto: null,
    resolution: 0, resolvedAt: null, answerText: null, sinceResolved: 0,
    version: 0,
  };
}

const heaviest = ({ terms }: Sketch): string[] => [...terms].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([, , word]) => word);

/** The group after evidence joined and left it: running figures only, none of its other evidence is read. */
export function gather(group: Issue, joined: readonly Weighed[], left: readonly Weighed[], customers: number): Issue {
  const signed = [...joined.map((it) => ({ ...it, sign: 1 })), ...left.map((it) => ({ ...it, sign: -1 }))];
  const sum = (of: (it: Evidence) => number): number => signed.reduce((total, it) => total + it.sign * of(it.evidence), 0);
  const times = joined.map(({ evidence }) => evidence.occurredAt);
  const terms = termsAfter(group.terms, signed);
  const next: Issue = {
    ...group,
    feedbackCount: group.feedbackCount + joined.length - left.length,
    customerCount: group.customerCount + customers,
    valuedCount: group.valuedCount + sum((it) => (it.valued ? 1 : 0)),
    polaritySum: group.polaritySum + sum((it) => it.polarity),
    frustrationSum: group.frustrationSum + sum((it) => it.frustration),
    urgencySum: group.urgencySum + sum((it) => it.urgency),
    firstSeenAt: times.reduce((a, b) => (b < a ? b : a), group.firstSeenAt),
    lastSeenAt: times.reduce((a, b) => (b > a ? b : a), group.lastSeenAt),
    days: daysAfter(group.days, signed),
    segments: segmentsAfter(group.segments, signed),
    terms,
    examples: examplesAfter(group.examples, terms, joined, left),
    version: group.version + 1,
  };
  return judged(next);
}

/** The group with its severity as its figures have it now. */
export function judged(group: Issue): Issue {
  const mean = (total: number): number => (group.feedbackCount > 0 ? total / group.feedbackCount : 0);
  const severity = severityOf(
    {
      feedback: group.feedbackCount, customers: group.customerCount, valued: Math.max(0, group.valuedCount),
      polarity: mean(group.polaritySum), frustration: mean(group.frustrationSum), urgency: mean(group.urgencySum),
      ...weeks(group.days),
    },
    group.status === 'candidate' ? undefined : group.severityLevel,
  );
  return { ...group, severityLevel: severity.level, severityScore: severity.score, severityReasons: severity.reasons };
}

type Signed = Weighed & { readonly sign: number };

function daysAfter(days: Issue['days'], signed: readonly Signed[]): Issue['days'] {
  const next = { ...days };
  for (const { evidence, sign } of signed) {
    const day = evidence.occurredAt.slice(0, 10);
    next[day] = (next[day] ?? 0) + sign;
  }
  const kept = Object.entries(next).filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, mostDays);
  return Object.fromEntries(kept);
}

function segmentsAfter(segments: Issue['segments'], signed: readonly Signed[]): Issue['segments'] {
  const next = new Map(Object.entries(segments));
  for (const { evidence: { segment }, sign } of signed) if (segment !== null) next.set(segment, (next.get(segment) ?? 0) + sign);
  return Object.fromEntries([...next].filter(([, count]) => count > 0).sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).slice(0, mostSegments));
}

function termsAfter(terms: Issue['terms'], signed: readonly Signed[]): Issue['terms'] {
  const next = Object.assign(Object.create(null) as Record<string, readonly [number, string]>, terms);
  for (const { sketch: { terms: said }, sign } of signed)
    for (const [term, weight, word] of said) next[term] = [(next[term]?.[0] ?? 0) + sign * weight, next[term]?.[1] ?? word];
  const kept = Object.entries(next).filter(([, [weight]]) => weight > 1e-6).map(([term, [weight, word]]) => [term, [Math.round(weight * 1e4) / 1e4, word]] as const);
  // Cut only when it is twice too long, so that a term new to the group has time to gather weight.
  return Object.fromEntries(kept.length > 2 * mostTerms ? kept.sort((a, b) => b[1][0] - a[1][0]).slice(0, mostTerms) : kept);
}

/** A group's terms as one sketch, to compare texts with. */
export function centreOf(terms: Issue['terms']): Sketch {
  const length = Math.hypot(...Object.values(terms).map(([weight]) => weight)) || 1;
  const all = Object.entries(terms).map(([term, [weight, word]]): [string, number, string] => [term, weight / length, word]);
  return { terms: all.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function examplesAfter(examples: readonly Example[], terms: Issue['terms'], joined: readonly Weighed[], left: readonly Weighed[]): Example[] {
  const centre = centreOf(terms);
  const gone = new Set(left.map(({ evidence }) => evidence.feedbackId));
  const rivals = joined.map((it) => ({ feedbackId: it.evidence.feedbackId, text: cut(it.evidence.text, longestExample), centrality: Math.round(similarity(it.sketch, centre) * 1e3) / 1e3 }));
  const best = [...examples.filter(({ feedbackId }) => !gone.has(feedbackId)), ...rivals]
    .sort((a, b) => b.centrality - a.centrality || (a.feedbackId < b.feedbackId ? -1 : 1));
  return best.filter((it, at) => best.findIndex(({ text }) => text === it.text) === at).slice(0, 5);
}

/** Why a feedback joined, in a sentence: kept with the evidence. */
export function reasonOf(scope: Scope, how: 'scope' | 'learned' | 'meaning' | 'words' | 'first', text: Sketch, group: Issue): string {
  const shared = text.terms.filter(([term]) => Object.hasOwn(group.terms, term)).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([, , word]) => `"${word}"`);
  const shares = shared.length > 0 ? `; shares ${shared.join(', ')}` : '';
  const discriminator = scope.supplier ? ' and supplier' : scope.product ? ' and product' : '';
  const aspect = scope.aspect ? ` and aspect "${scope.aspect}"` : '';
  switch (how) {
    case 'first': return 'the first to tell of it';
    case 'scope': return `same touchpoint, theme "${scope.theme}"${aspect}${discriminator}${shares}`;
    case 'learned': return `near to what a person split off or kept${shares}`;
    case 'meaning': return `same touchpoint, says the same${shares}`;
    case 'words': return `same touchpoint, similar words${shares}`;
  }
}
