import { z } from 'zod';
import { defineEvent, type Topic } from './event.js';
import { issueStatus, moment, name, severityLevel, slug, words } from './vocabulary.js';

/** How grave an issue is, 0 to 100, with the sentences that say why. */
export const severity = z.looseObject({ level: severityLevel, score: z.number().min(0).max(100), reasons: z.array(z.string()) });
export type Severity = z.output<typeof severity>;

/** An issue at one moment, as every event about it carries it: enough to route it, to show it and to judge it. */
export const issueSnapshot = z.looseObject({
  id: z.uuid(),
  /** Grows with every change of the issue: of two snapshots the higher one is the later. */
  version: z.int().min(0).optional(),
  title: z.string(),
  status: issueStatus,
  touchpoint: name,
  theme: z.string(),
  product: name.optional(),
  supplier: name.optional(),
  segment: name.optional(),
  severity,
  feedbackCount: z.int().min(0),
  customerCount: z.int().min(0),
  firstSeenAt: moment,
  lastSeenAt: moment,
  /** When the evidence passed the threshold, in the feedback's own time. */
  detectedAt: moment,
  muted: z.boolean(),
  /** Texts that speak for the rest, most central first; masked. */
  examples: z.array(z.string()).max(5),
  /** Why these feedback were gathered: the fingerprint, its algorithm and version, and the words that they share. */
  grouping: z.looseObject({ fingerprint: z.string(), algorithm: z.string(), version: z.int(), words: z.array(z.string()) }),
});
export type IssueSnapshot = z.output<typeof issueSnapshot>;

/** A feedback that joined an issue, and why. */
export const evidence = z.looseObject({ feedbackId: z.uuid(), reason: z.string(), similarity: z.number().min(0).max(1) });
export type Evidence = z.output<typeof evidence>;

export const issueTopic: Topic = { name: 'voc.issue.v1', summary: 'What happens to quality issues.', keyedBy: 'issue' };
export const actionTopic: Topic = { name: 'voc.action.v1', summary: "What pods do with issues, from pods' own systems.", keyedBy: 'issue', open: true };
export const loopTopic: Topic = { name: 'voc.loop.v1', summary: 'Answers that customers are due, and what became of them.', keyedBy: 'customer, else feedback' };

const exampleIssue = {
  id: '01965a3c-8f00-7000-8000-00000000000a',
  version: 4,
  title: 'Delivery: parcel late, nobody told',
  status: 'open' as const,
  touchpoint: 'delivery',
  theme: 'delivery',
  product: 'garden-chair',
  severity: { level: 'high' as const, score: 64, reasons: ['38 customers in 2 days', 'very negative on average (-0.7)'] },
  feedbackCount: 41,
  customerCount: 38,
  firstSeenAt: '2026-03-02T07:00:00.000Z',
  lastSeenAt: '2026-03-03T19:00:00.000Z',
  detectedAt: '2026-03-02T11:00:00.000Z',
  muted: false,
  examples: ['The parcel came four days late and nobody told me.'],
  grouping: { fingerprint: 'delivery/delivery/late', algorithm: 'theme-similarity', version: 1, words: ['parcel', 'late'] },
};
const exampleEvidence = [{ feedbackId: '01965a3c-8f00-7000-8000-000000000001', reason: 'same touchpoint and theme; shares "parcel", "late"', similarity: 0.71 }];

const byIssue = { topic: issueTopic, key: (it: { issue: IssueSnapshot }) => it.issue.id, subject: (it: { issue: IssueSnapshot }) => it.issue.id };

export const IssueOpened = defineEvent({
  ...byIssue,
  type: 'IssueOpened.v1',
  summary: 'Enough evidence gathered: a candidate became an issue.',
  schema: z.looseObject({ issue: issueSnapshot, evidence: z.array(evidence), reason: z.string() }),
  example: { issue: exampleIssue, evidence: exampleEvidence, reason: '5 feedback from 4 customers within 7 days passed the threshold of 5 and 3' },
});

export const IssueGrew = defineEvent({
  ...byIssue,
  type: 'IssueGrew.v1',
  summary: 'More evidence joined an issue, or a revision took some away.',
  schema: z.looseObject({ issue: issueSnapshot, evidence: z.array(evidence), removed: z.array(z.uuid()) }),
  example: { issue: exampleIssue, evidence: exampleEvidence, removed: [] },
});

export const IssueEscalated = defineEvent({
  ...byIssue,
  type: 'IssueEscalated.v1',
  summary: "An issue's severity rose a level.",
  schema: z.looseObject({ issue: issueSnapshot, from: severityLevel, to: severityLevel }),
  example: { issue: exampleIssue, from: 'medium', to: 'high' },
});

export const IssueRegressed = defineEvent({
  ...byIssue,
  type: 'IssueRegressed.v1',
  summary: 'A resolved issue came back: customers spoke of it after it was resolved.',
  schema: z.looseObject({ issue: issueSnapshot, evidence: z.array(evidence), reason: z.string() }),
  example: { issue: { ...exampleIssue, status: 'regressed' as const }, evidence: exampleEvidence, reason: '3 feedback after it was resolved on 2026-03-10' },
});

export const IssueTransitioned = defineEvent({
  ...byIssue,
  type: 'IssueTransitioned.v1',
  summary: 'An issue moved from one status to another; `by` is a person, a pod or a service.',
  schema: z.looseObject({ issue: issueSnapshot, from: issueStatus, to: issueStatus, by: z.string(), reason: z.string(), at: moment }),
  example: { issue: { ...exampleIssue, status: 'resolved' as const }, from: 'in_progress', to: 'resolved', by: 'ann', reason: 'The depot has a second shift.', at: '2026-03-10T12:00:00.000Z' },
});

export const IssueMerged = defineEvent({
  ...byIssue,
  type: 'IssueMerged.v1',
  summary: 'A person put another issue into this one; the other is closed and points here.',
  schema: z.looseObject({ issue: issueSnapshot, merged: z.uuid(), evidence: z.array(evidence), by: z.string(), reason: z.string() }),
  example: { issue: exampleIssue, merged: '01965a3c-8f00-7000-8000-00000000000b', evidence: exampleEvidence, by: 'ann', reason: 'Same depot.' },
});

export const IssueSplit = defineEvent({
  ...byIssue,
  type: 'IssueSplit.v1',
  summary: 'A person took some feedback out of an issue; they are this new issue.',
  schema: z.looseObject({ issue: issueSnapshot, from: z.uuid(), evidence: z.array(evidence), by: z.string(), reason: z.string() }),
  example: { issue: exampleIssue, from: '01965a3c-8f00-7000-8000-00000000000b', evidence: exampleEvidence, by: 'ann', reason: 'Damage is another matter.' },
});

export const IssueMuted = defineEvent({
  ...byIssue,
  type: 'IssueMuted.v1',
  summary: 'An issue was muted (it grows, but tells no pod) or unmuted: see issue.muted.',
  schema: z.looseObject({ issue: issueSnapshot, by: z.string(), reason: z.string() }),
  example: { issue: { ...exampleIssue, muted: true }, by: 'ann', reason: 'Known until the new carrier starts.' },
});

export const IssueCommented = defineEvent({
  ...byIssue,
  type: 'IssueCommented.v1',
  summary: 'A pod wrote a comment on an issue.',
  schema: z.looseObject({ issue: issueSnapshot, by: z.string(), text: z.string() }),
  example: { issue: exampleIssue, by: 'ann', text: 'Carrier confirms a missing truck.' },
});

/** What a pod may do with an issue. `reassign` needs `pod` and `reason`; `comment` needs `text`; `resolve` takes the answer to the customers as `text`. */
export const podActionFields = {
  action: z.enum(['acknowledge', 'start', 'comment', 'resolve', 'verify', 'close', 'reopen', 'mute', 'unmute', 'reassign']),
  by: name,
  reason: words(2000).optional(),
  text: words(5000).optional(),
  pod: slug.optional(),
};

export const PodActed = defineEvent({
  type: 'PodActed.v1',
  topic: actionTopic,
  summary: 'A pod acted on an issue from its own system.',
  schema: z
    .looseObject({ issueId: z.uuid(), ...podActionFields })
    .refine((it) => it.action !== 'reassign' || (it.pod && it.reason), { path: ['pod'], message: 'reassign needs pod and reason' })
    .refine((it) => it.action !== 'comment' || it.text, { path: ['text'], message: 'comment needs text' }),
  key: (it) => it.issueId,
  subject: (it) => it.issueId,
  example: { issueId: exampleIssue.id, action: 'acknowledge', by: 'ann' },
});

const answerFields = {
  answerId: z.uuid(),
  issueId: z.uuid(),
  feedbackId: z.uuid(),
  source: name,
  customer: name.optional(),
};
const exampleAnswer = { answerId: '01965a3c-8f00-7000-8000-00000000000c', issueId: exampleIssue.id, feedbackId: exampleEvidence[0]!.feedbackId, source: 'app-survey', customer: 'C-1042' };
const byAnswer = { topic: loopTopic, key: (it: { customer?: string | undefined; feedbackId: string }) => it.customer ?? it.feedbackId, subject: (it: { feedbackId: string }) => it.feedbackId };

export const AnswerDue = defineEvent({
  ...byAnswer,
  type: 'AnswerDue.v1',
  summary: 'An issue is resolved: this customer is due an answer, once, through the source of the feedback.',
  schema: z.looseObject({ ...answerFields, externalId: name.optional(), conversation: name.optional(), message: z.string(), resolvedAt: moment }),
  example: { ...exampleAnswer, externalId: 'resp-77', message: 'You said that parcels come late. We added a second shift at the depot.', resolvedAt: '2026-03-10T12:00:00.000Z' },
});

export const CustomerAnswered = defineEvent({
  ...byAnswer,
  type: 'CustomerAnswered.v1',
  summary: "The answer reached the source's system.",
  schema: z.looseObject({ ...answerFields, answeredAt: moment }),
  example: { ...exampleAnswer, answeredAt: '2026-03-10T12:00:04.000Z' },
});

export const AnswerFailed = defineEvent({
  ...byAnswer,
  type: 'AnswerFailed.v1',
  summary: 'The answer could not be handed to the source: no webhook is set, or it kept refusing.',
  schema: z.looseObject({ ...answerFields, error: z.string(), failedAt: moment }),
  example: { ...exampleAnswer, error: 'source "app-survey" has no answer webhook', failedAt: '2026-03-10T12:00:04.000Z' },
});

export { exampleIssue };
