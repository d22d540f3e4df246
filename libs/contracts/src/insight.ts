import { z } from 'zod';
import { defineEvent, type Topic } from './event.js';
import { exampleFeedback, feedback } from './feedback.js';
import { moment, name } from './vocabulary.js';

const share = z.number().min(0).max(1);
const polarity = z.number().min(-1).max(1);

/** A word of the text (as written) and how far it moved the score, signed; `at` is its first character's index. */
export const reason = z.looseObject({ word: z.string(), at: z.int().min(0).optional(), weight: z.number() });
export type Reason = z.output<typeof reason>;

/** What a model made of a text. An unscored text (a language without a model, or no text) has polarity 0 and confidence 0. */
export const score = z.looseObject({
  polarity,
  label: z.enum(['negative', 'neutral', 'positive', 'unscored']),
  confidence: share,
  frustration: share,
  urgency: share,
  /** The feeling that speaks most clearly, of Ekman's six, or neutral; absent where a language's model does not tell. */
  emotion: z.looseObject({ label: z.string(), confidence: share }).optional(),
  /** True where the customer tells of something that went wrong, whatever the tone. */
  problem: z.boolean(),
  language: z.looseObject({ code: z.string(), confidence: share }),
  /** Most confident first; empty where none fits. Each with how it is spoken of, which may be another way than the text as a whole; absent where the model does not tell. */
  themes: z.array(z.looseObject({ id: z.string(), confidence: share, words: z.array(z.string()), polarity: polarity.optional() })),
  /** What else the examples of a tenant's taxonomy took the text for, likeliest first; absent where it has none. */
  alternatives: z.array(z.looseObject({ id: z.string(), confidence: share })).optional(),
  /** The version of the tenant's taxonomy that told the themes; absent for the default. */
  taxonomy: z.int().min(1).optional(),
  reasons: z.looseObject({ polarity: z.array(reason), frustration: z.array(reason), urgency: z.array(reason), emotion: z.array(reason).optional() }),
  model: z.looseObject({ name: z.string(), version: z.string() }),
  /** The version of the tenant's own layer, learnt from corrections, that was asked too; absent without one. */
  layer: z.int().min(1).optional(),
  /** True where a person's correction decided, beside or against the model. */
  corrected: z.boolean().optional(),
});
export type Score = z.output<typeof score>;

export const insight: Topic = { name: 'voc.insight.v1', summary: 'Feedback with its score.', keyedBy: 'touchpoint' };
export const handoff: Topic = { name: 'voc.handoff.v1', summary: 'Conversations that need a human now.', keyedBy: 'conversation' };

const exampleScore = {
  polarity: -0.62,
  label: 'negative' as const,
  confidence: 0.81,
  frustration: 0.4,
  urgency: 0.1,
  problem: true,
  language: { code: 'en', confidence: 0.99 },
  themes: [{ id: 'delivery', confidence: 0.9, words: ['parcel', 'late'], polarity: -0.62 }],
  reasons: { polarity: [{ word: 'late', at: 26, weight: -0.5 }], frustration: [], urgency: [] },
  model: { name: 'lexicon', version: '1' },
};

export const FeedbackScored = defineEvent({
  type: 'FeedbackScored.v1',
  topic: insight,
  summary: 'A revision of a feedback was scored.',
  schema: z.looseObject({ feedback, score }),
  key: (it) => it.feedback.touchpoint,
  subject: (it) => it.feedback.id,
  example: { feedback: exampleFeedback, score: exampleScore },
});

export const HandoffRequested = defineEvent({
  type: 'HandoffRequested.v1',
  topic: handoff,
  summary: 'A conversation turned frustrated and needs a human; raised once for a conversation.',
  schema: z.looseObject({
    conversation: name,
    touchpoint: name,
    product: name.optional(),
    customer: name.optional(),
    source: name.optional(),
    reason: z.string().describe('explicit_request, frustration, repetition or not_understood. More may come: who reads it takes those that it does not know.'),
    explanation: z.string(),
    turn: z.int().min(0),
    requestedAt: moment,
  }),
  key: (it) => it.conversation,
  subject: (it) => it.conversation,
  example: { conversation: 'chat-9', touchpoint: 'support', reason: 'explicit_request', explanation: 'Turn 4 asks for a human: "let me talk to a real person".', turn: 4, requestedAt: '2026-03-02T09:31:00.000Z' },
});

export { exampleScore };
