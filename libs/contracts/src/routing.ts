import { z } from 'zod';
import { defineEvent, type Topic } from './event.js';
import { HandoffRequested } from './insight.js';
import { exampleIssue, issueSnapshot } from './issue.js';
import { moment, slug } from './vocabulary.js';

/** Why an issue went to a pod: the rules' version, the path of rules that matched, and the rules that nearly did. */
export const decision = z.looseObject({
  pod: slug,
  rulesVersion: z.int().min(0),
  path: z.array(z.string()),
  reason: z.string(),
  /** What decided: a rule, the owner of the product or of the touchpoint, triage for want of any, or a person. */
  decidedBy: z.enum(['rule', 'product', 'touchpoint', 'triage', 'person']).optional(),
  nearMisses: z.array(z.looseObject({ rule: z.string(), pod: slug.optional(), failed: z.array(z.string()) })),
});
export type Decision = z.output<typeof decision>;

export const routingTopic: Topic = { name: 'voc.routing.v1', summary: 'Which pod got what and why, and whether it arrived.', keyedBy: 'issue' };

/** The topic of a pod. The default tenant's pods have the short name; those of other tenants carry the tenant, so that no two share a topic. */
export const podTopic = (tenant: string, pod: string): Topic => ({
  name: tenant === 'default' ? `voc.pod.${pod}.v1` : `voc.pod.${tenant}.${pod}.v1`,
  summary: `Issues and hand-offs for the pod ${pod}.`,
  keyedBy: 'issue or conversation',
});

const exampleDecision = {
  pod: 'logistics',
  rulesVersion: 3,
  path: ['root', 'late parcels'],
  reason: 'rule "late parcels": touchpoint is "delivery" and theme is "delivery"',
  decidedBy: 'rule' as const,
  nearMisses: [{ rule: 'damaged goods', pod: 'quality', failed: ['theme is "quality"'] }],
};

export const IssueRouted = defineEvent({
  type: 'IssueRouted.v1',
  topic: routingTopic,
  summary: 'An issue was given to a pod, by the rules or by a person.',
  schema: z.looseObject({ issueId: z.uuid(), pod: slug, previousPod: slug.optional(), by: z.string(), decision, at: moment }),
  key: (it) => it.issueId,
  subject: (it) => it.issueId,
  example: { issueId: exampleIssue.id, pod: 'logistics', by: 'rules', decision: exampleDecision, at: '2026-03-02T11:00:01.000Z' },
});

const deliveryFields = { deliveryId: z.uuid(), about: z.string(), pod: slug, channel: z.enum(['topic', 'webhook']), attempts: z.int().min(1), at: moment };
const exampleDelivery = { deliveryId: '01965a3c-8f00-7000-8000-00000000000d', about: exampleIssue.id, pod: 'logistics', channel: 'webhook' as const, attempts: 1, at: '2026-03-02T11:00:02.000Z' };

export const DeliverySucceeded = defineEvent({
  type: 'DeliverySucceeded.v1',
  topic: routingTopic,
  summary: 'A pod was told of an issue or a conversation (`about`).',
  schema: z.looseObject(deliveryFields),
  key: (it) => it.about,
  subject: (it) => it.about,
  example: exampleDelivery,
});

export const DeliveryFailed = defineEvent({
  type: 'DeliveryFailed.v1',
  topic: routingTopic,
  summary: 'Every attempt to tell a pod failed; it can be replayed.',
  schema: z.looseObject({ ...deliveryFields, error: z.string() }),
  key: (it) => it.about,
  subject: (it) => it.about,
  example: { ...exampleDelivery, attempts: 8, error: '503 from https://pod.example' },
});

export const OwnershipChanged = defineEvent({
  type: 'OwnershipChanged.v1',
  topic: routingTopic,
  summary: "A new version of a tenant's pods and ownership took effect.",
  schema: z.looseObject({
    rulesVersion: z.int().min(1),
    pods: z.array(z.looseObject({ id: slug, name: z.string() })),
    triage: slug,
    touchpoints: z.record(z.string(), slug),
    products: z.record(z.string(), slug),
    at: moment,
  }),
  key: () => 'ownership',
  subject: () => 'ownership',
  example: { rulesVersion: 3, pods: [{ id: 'logistics', name: 'Logistics' }, { id: 'triage', name: 'Triage' }], triage: 'triage', touchpoints: { delivery: 'logistics' }, products: {}, at: '2026-03-01T08:00:00.000Z' },
});

/** What a pod receives, on its topic and by webhook: an issue as it stands and why it is theirs. */
export const IssueDelivered = defineEvent({
  type: 'IssueDelivered.v1',
  topic: podTopic('default', 'logistics'),
  summary: "An issue as it stands, on its pod's topic and webhook; `change` says what is new.",
  schema: z.looseObject({
    deliveryId: z.uuid(),
    pod: slug,
    change: z.enum(['assigned', 'grew', 'escalated', 'regressed', 'transitioned', 'merged', 'split', 'withdrawn']),
    issue: issueSnapshot,
    decision,
  }),
  key: (it) => it.issue.id,
  subject: (it) => it.issue.id,
  example: { deliveryId: exampleDelivery.deliveryId, pod: 'logistics', change: 'assigned', issue: exampleIssue, decision: exampleDecision },
});

/** What a pod receives when a conversation needs a human now. */
export const HandoffDelivered = defineEvent({
  type: 'HandoffDelivered.v1',
  topic: podTopic('default', 'logistics'),
  summary: 'A conversation that needs a human of this pod now.',
  schema: z.looseObject({ deliveryId: z.uuid(), pod: slug, handoff: HandoffRequested.schema, decision }),
  key: (it) => it.handoff.conversation,
  subject: (it) => it.handoff.conversation,
  example: { deliveryId: exampleDelivery.deliveryId, pod: 'logistics', handoff: HandoffRequested.example, decision: exampleDecision },
});

