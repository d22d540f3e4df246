import type { Event, Feedback, Score } from '@vocloop/contracts';
import { lexiconModel, turnOf, unscored, type SentimentModel } from '@vocloop/text';
import type { Spoken } from '../conversation/conversation.js';

/** The model in use. */
export const model: SentimentModel = lexiconModel;

/**
 * Scores a feedback. What an agent or a bot said, and what has no text, is passed on unscored: counted as arrived, but never as how a customer feels.
 */
export function scoreOf(feedback: Feedback): Score {
  if (!isCustomers(feedback) || !feedback.text?.trim()) return unscored({ code: feedback.language?.split('-')[0] ?? 'und', confidence: 0 });
  return model.score(feedback.text, feedback.language);
}

/** The turn of a conversation that a feedback is, or nothing: only what a customer says in a chat can ask for a human. */
export function spokenIn({ tenantid }: Event, feedback: Feedback): Spoken | undefined {
  const { channel, conversation, text, touchpoint, product, customer, source, language, id } = feedback;
  if (channel !== 'chat' || conversation === undefined || !isCustomers(feedback) || !text?.trim()) return undefined;
  const turn = turnOf(text, { turn: feedback.turn ?? 0, feedback: id, ...(language && { language }) });
  return { tenant: tenantid, conversation, turn: { ...turn, turn: feedback.turn }, touchpoint, product, customer, source };
}

const isCustomers = ({ author }: Feedback): boolean => author === undefined || author === 'customer';

/** A batch in the order in which its conversations were spoken: by turn number where there is one, else as it came. */
export function inOrder<T extends { spoken: Spoken }>(brought: readonly T[]): T[] {
  return [...brought].sort((a, b) => (a.spoken.turn.turn ?? Infinity) - (b.spoken.turn.turn ?? Infinity) || 0);
}
