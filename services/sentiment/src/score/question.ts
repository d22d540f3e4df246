import { feedbackInput, name } from '@vocloop/contracts';
import { maskNames, maskText, type Masking } from '@vocloop/text';
import { z } from 'zod';

const text = z.string().min(1, 'must not be empty').max(20_000, 'must have at most 20,000 characters');
const turn = z.int().min(0).max(100_000);
const { language, botConfidence } = feedbackInput.shape;

/** The body of `POST /v1/score`. */
export const scoreQuestion = z
  .strictObject({
    text: text.optional().describe('What the customer just said.'),
    turn: turn.optional().describe('Its place in the conversation, the same as in its feedback; needed with `conversation`. Sent again, it is the same turn; one that was told of a hand-off `now` is so again.'),
    botConfidence,
    turns: z
      .array(z.strictObject({ author: z.enum(['customer', 'agent', 'bot']).default('customer'), text, turn: turn.optional(), botConfidence }))
      .min(1, 'must have at least one turn')
      .max(200, 'must have at most 200 turns')
      .optional()
      .describe('The conversation so far, instead of `text`; only the customer is scored.'),
    language,
    conversation: name.optional().describe('Remembered with its turns; HandoffRequested is raised once for it, and the answer to one turn tells of it `now`. One text of it needs `turn`.'),
    touchpoint: name.optional(),
    product: name.optional(),
    customer: name.optional(),
    source: name.optional().describe("Whose conversation it is, as its feedback will say; without it, the tenant's conversation of that name that was last heard of."),
  })
  .refine((it) => (it.text === undefined) !== (it.turns === undefined), { message: 'give either text or turns', path: ['text'] })
  // Without a number, what is sent again after a timeout would be said again, and could call a human.
  .refine((it) => it.conversation === undefined || it.text === undefined || it.turn !== undefined, { message: 'is needed with conversation: number its turns, and send one again with the same number', path: ['turn'] })
  .refine((it) => it.turns === undefined || it.turn === undefined, { message: 'numbers the one text; number each of turns instead', path: ['turn'] })
  .refine((it) => it.turns === undefined || it.botConfidence === undefined, { message: 'is said of the one text; say it of each of turns instead', path: ['botConfidence'] });
export type ScoreQuestion = z.output<typeof scoreQuestion>;

/** A question without personal data, as its feedback will be: so both name the same conversation and the same customer. */
export function maskQuestion({ text, turns, ...names }: ScoreQuestion, masking: Masking): ScoreQuestion {
  const mask = (said: string): string => maskText(said, masking).text;
  return {
    ...names, ...maskNames(names, masking),
    ...(text !== undefined && { text: mask(text) }),
    ...(turns && { turns: turns.map((it) => ({ ...it, text: mask(it.text) })) }),
  };
}
