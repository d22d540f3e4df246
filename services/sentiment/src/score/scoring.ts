import type { Event, Feedback, Score } from '@vocloop/contracts';
import { turnOf, unscored, type SentimentModel } from '@vocloop/text';
import type { Spoken } from '../conversation/conversation.js';

/** What a feedback says: its score, and the turn of a chat that it is, if it is one. */
export interface Understood { score: Score; spoken?: Spoken }

/**
 * Understands a feedback by a model. What an agent or a bot said, and what has no text, is passed on unscored: counted as arrived, but never as
 * how a customer feels. Only what a customer says in a chat can ask for a human.
 */
export function understand({ tenantid, time }: Pick<Event, 'tenantid' | 'time'>, feedback: Feedback, model: SentimentModel): Understood {
  const { channel, conversation, text, language, id, touchpoint, product, customer, source } = feedback;
  if (!isCustomers(feedback) || !text?.trim()) return { score: unscored({ code: language?.split('-')[0] ?? 'und', confidence: 0 }, model) };
  const understood = model.read(text, language);
  if (channel !== 'chat' || conversation === undefined) return { score: understood.score };
  const turn = turnOf(text, { turn: feedback.turn ?? 0, feedback: id }, understood);
  return { score: understood.score, spoken: { tenant: tenantid, source, conversation, at: feedback.occurredAt ?? time, turn: { ...turn, turn: feedback.turn }, touchpoint, product, customer } };
}

const isCustomers = ({ author }: Feedback): boolean => author === undefined || author === 'customer';

/** A batch in the order in which its conversations were spoken: by turn number where there is one, else as it came. */
export function inOrder<T extends { spoken: Spoken }>(brought: readonly T[]): T[] {
  return [...brought].sort((a, b) => (a.spoken.turn.turn ?? Infinity) - (b.spoken.turn.turn ?? Infinity) || 0);
}
