import type { Correction, Event, Feedback, Score } from '@vocloop/contracts';
import { leans, turnOf, unscored, type Own, type SentimentModel } from '@vocloop/text';
import type { Spoken } from '../conversation/conversation.js';

/** What a feedback says: its score, and the turn of a chat that it is, if it is one. */
export interface Understood { score: Score; spoken?: Spoken }

/**
 * Understands a feedback by a model and what its tenant has of its own. What an agent or a bot said, and what has no text, is passed on unscored: counted as arrived, but never as
 * how a customer feels. Only what a customer says in a chat can ask for a human. What a person said of the score holds.
 */
export function understand({ tenantid, time }: Pick<Event, 'tenantid' | 'time'>, feedback: Feedback, model: SentimentModel, own?: Own): Understood {
  const { channel, conversation, text, language, id, touchpoint, product, customer, source, correction } = feedback;
  const unread = () => unscored({ code: language?.split('-')[0] ?? 'und', confidence: 0 }, model);
  if (!isCustomers(feedback)) return { score: unread() };
  if (!text?.trim()) return { score: corrected(unread(), correction) };
  const understood = model.read(text, language, own);
  const score = corrected(understood.score, correction);
  if (channel !== 'chat' || conversation === undefined) return { score };
  const turn = turnOf(text, { turn: feedback.turn ?? 0, feedback: id, botConfidence: feedback.botConfidence }, understood);
  return { score, spoken: { tenant: tenantid, source, conversation, revision: feedback.revision, at: feedback.occurredAt ?? time, turn: { ...turn, turn: feedback.turn }, touchpoint, product, customer } };
}

/** A score as a person corrected it: what he said is certain, and the rest is as it was read. */
function corrected(score: Score, correction: Correction | undefined): Score {
  if (!correction) return score;
  const { label = score.label, themes } = correction;
  const polarity = label === score.label || label === 'unscored' ? score.polarity : leans[label];
  // What is said of a theme follows the text's label, where that was read wrong.
  const read = label === score.label ? score.themes : score.themes.map((it) => ({ ...it, polarity }));
  return {
    ...score, label, polarity, corrected: true,
    ...(correction.label && { confidence: 1, problem: label === 'neutral' ? score.problem : label === 'negative' }),
    themes: themes?.map((id) => ({ ...(read.find((it) => it.id === id) ?? { id, words: [], polarity }), confidence: 1 })) ?? read,
  };
}

/** Whether a customer spoke. */
export const isCustomers = ({ author }: Pick<Feedback, 'author'>): boolean => author === undefined || author === 'customer';

/** A batch in the order in which its conversations were spoken: by turn number where there is one, else as it came. */
export function inOrder<T extends { spoken: Spoken }>(brought: readonly T[]): T[] {
  return [...brought].sort((a, b) => (a.spoken.turn.turn ?? Infinity) - (b.spoken.turn.turn ?? Infinity) || 0);
}
