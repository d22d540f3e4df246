import { z } from 'zod';
import { defineEvent, type Topic } from './event.js';
import { isSettled, settles } from './settled.js';
import { channel, moment, name, rating, themeId } from './vocabulary.js';

const attributeText = z.string().max(1000);
const attributes = z
  .record(z.string().min(1).max(100), settles(z.union([attributeText, z.number(), z.boolean()]).transform(String), (value) => isSettled(attributeText, value)))
  .refine((map) => Object.keys(map).length <= 50, 'at most 50 attributes')
  .refine((map) => !['__proto__', 'constructor', 'prototype'].some((key) => Object.hasOwn(map, key)), 'attribute names must not be __proto__, constructor or prototype');

const fields = {
  source: name.describe('The system it came from, as you call it: "app-survey". Answers go back to the source.'),
  channel,
  touchpoint: name.describe('The moment of the journey it speaks of: "delivery", "checkout".'),
  product: name.optional(),
  customer: name.optional().describe('Your reference of the customer. E-mail addresses and phone numbers are replaced by a keyed hash.'),
  rating: rating.optional(),
  text: z.string().max(20_000).optional(),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag such as "en" or "pt-BR"').optional(),
  occurredAt: moment.describe('When the customer spoke.'),
  conversation: name.optional().describe('Joins the turns of a chat, call or ticket.'),
  turn: z.int().min(0).max(100_000).optional(),
  author: z.enum(['customer', 'agent', 'bot']).optional().describe('Who spoke this turn; only the customer is scored.'),
  botConfidence: z.number().min(0).max(1).optional().describe('How sure a chatbot was that it understood this turn of the customer, 0 to 1. Below 0.4 twice in a row, or once in a turn that tells of a problem or sounds frustrated, asks for a human.'),
  supplier: name.optional(),
  segment: name.optional(),
  externalId: name.optional().describe("The source's own id of it; the same id again is a revision or a duplicate."),
};

/**
 * A feedback as a producer gives it. Either a text or a rating is needed. With `externalId`, sending it again is safe:
 * the same content is a duplicate; other content with a later `revisedAt` is a revision, with an earlier one is stale.
 */
export const feedbackInput = z
  .strictObject({
    ...fields,
    touchpoint: fields.touchpoint.default('unknown'),
    occurredAt: fields.occurredAt.optional().describe('When the customer spoke; now, where it is left out.'),
    attributes: attributes.optional(),
    revisedAt: moment.optional().describe("The source's own clock of this revision; occurredAt, where it is left out."),
  })
  .refine((input) => input.text?.trim() || input.rating, { message: 'give a text or a rating', path: ['text'] });
export type FeedbackInput = z.output<typeof feedbackInput>;

const mood = z.enum(['negative', 'neutral', 'positive']);

/** What a person says a feedback's score should be: its label, its themes, or both. It makes a revision of the feedback, and goes when another text takes the place of the one that was read. */
export const correction = z.looseObject({ label: mood.optional(), themes: z.array(z.string().min(1).max(64)).optional(), by: name, at: moment });
export type Correction = z.output<typeof correction>;

/** A correction as a person gives it. */
export const correctionInput = z
  .strictObject({
    label: mood.optional().describe('What the customer meant, in place of what was read.'),
    themes: z.array(themeId).max(20).transform((ids) => [...new Set(ids)]).optional().describe('Ids of all the themes it speaks of; [] for none.'),
    by: name.describe('Who says so.'),
  })
  .refine((it) => it.label !== undefined || it.themes !== undefined, { message: 'give a label, themes, or both', path: ['label'] });
export type CorrectionInput = z.output<typeof correctionInput>;

/** A feedback as the platform keeps it: identified, masked, with its revision counted from 1. */
export const feedback = z.looseObject({ ...fields, id: z.uuid(), revision: z.int().min(1), attributes, correction: correction.optional() });
export type Feedback = z.output<typeof feedback>;

/** An operational fact that is not feedback: a count or a sum of something in a period ending at `observedAt`. */
export const factInput = z.strictObject({
  kind: z.enum(['units_built', 'units_passed_first_time', 'units_shipped', 'units_returned', 'deliveries', 'deliveries_on_time', 'customers', 'customers_churned', 'revenue', 'cost', 'invested']),
  value: z.number().finite(),
  unit: name.optional().describe('"EUR", "pieces"; needed for money.'),
  observedAt: moment,
  source: name,
  touchpoint: name.optional(),
  product: name.optional(),
  supplier: name.optional(),
  segment: name.optional(),
  customer: name.optional(),
  externalId: name.optional().describe('The same id again is a correction: the last one counts.'),
});
export type FactInput = z.output<typeof factInput>;

export const inbound: Topic = { name: 'voc.inbound.v1', summary: 'Feedback and facts from native producers, in any language.', keyedBy: "the producer's choice", open: true };
export const feedbackTopic: Topic = { name: 'voc.feedback.v1', summary: 'Feedback as accepted: identified, masked, revised.', keyedBy: 'conversation, else customer, else feedback' };
export const factTopic: Topic = { name: 'voc.fact.v1', summary: 'Operational facts.', keyedBy: 'kind' };

const exampleInput = {
  source: 'app-survey',
  channel: 'survey' as const,
  touchpoint: 'delivery',
  product: 'garden-chair',
  customer: 'C-1042',
  rating: { kind: 'nps' as const, value: 2 },
  text: 'The parcel came four days late and nobody told me.',
  occurredAt: '2026-03-02T09:30:00.000Z',
  externalId: 'resp-77',
};
const exampleFeedback = { ...exampleInput, id: '01965a3c-8f00-7000-8000-000000000001', revision: 1, language: 'en', attributes: { app: '4.2.0' } };

/** The order of a feedback: with its conversation, else its customer, else alone. */
export const feedbackKey = (it: Feedback): string => it.conversation ?? it.customer ?? it.id;

export const FeedbackSubmitted = defineEvent({
  type: 'FeedbackSubmitted.v1',
  topic: inbound,
  summary: 'A producer hands in a feedback.',
  schema: feedbackInput,
  key: (it) => it.conversation ?? it.customer ?? it.externalId ?? it.source,
  subject: (it) => it.externalId ?? it.source,
  example: exampleInput,
});

export const FactSubmitted = defineEvent({
  type: 'FactSubmitted.v1',
  topic: inbound,
  summary: 'A producer hands in an operational fact.',
  schema: factInput,
  key: (it) => it.kind,
  subject: (it) => it.externalId ?? it.kind,
  example: { kind: 'deliveries', value: 412, observedAt: '2026-03-02T00:00:00Z', source: 'warehouse', touchpoint: 'delivery' },
});

export const FeedbackReceived = defineEvent({
  type: 'FeedbackReceived.v1',
  topic: feedbackTopic,
  summary: 'A feedback was accepted for the first time.',
  schema: z.looseObject({ feedback }),
  key: ({ feedback: it }) => feedbackKey(it),
  subject: ({ feedback: it }) => it.id,
  example: { feedback: exampleFeedback },
});

export const FeedbackRevised = defineEvent({
  type: 'FeedbackRevised.v1',
  topic: feedbackTopic,
  summary: 'The source completed or changed a feedback, or a person corrected its score, or it is scored anew; this revision replaces the one before.',
  schema: z.looseObject({ feedback, rescored: z.literal(true).optional().describe('Nothing changed but its score, which is asked for anew, corrected by a person, or corrected no more: nobody spoke in a chat.') }),
  key: ({ feedback: it }) => feedbackKey(it),
  subject: ({ feedback: it }) => it.id,
  example: { feedback: { ...exampleFeedback, revision: 2, text: 'It came late, but the courier was kind.' } },
});

export const FactObserved = defineEvent({
  type: 'FactObserved.v1',
  topic: factTopic,
  summary: 'An operational fact was accepted, or corrected: the highest revision of an id counts.',
  schema: z.looseObject({ ...factInput.shape, id: z.uuid(), revision: z.int().min(1) }),
  key: (it) => it.kind,
  subject: (it) => it.id,
  example: { id: '01965a3c-8f00-7000-8000-000000000002', revision: 1, kind: 'deliveries', value: 412, observedAt: '2026-03-02T00:00:00.000Z', source: 'warehouse', touchpoint: 'delivery' },
});

export { exampleFeedback };
