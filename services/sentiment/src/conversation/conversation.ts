import { handoffOf, placeOf, withTurn, type HandoffDecision, type Turn } from '@vocloop/text';

/** What a chat is known by: sources name their chats by themselves. The source is empty where a chat was only scored, by a caller who named none. */
export interface ConversationKey {
  tenant: string;
  source: string;
  conversation: string;
}

type Due = Extract<HandoffDecision, { due: true }>;

/** A hand-off as it was raised. */
export interface Handoff extends Due {
  /** The turn in whose answer it was told first; absent while nobody was answered. */
  toldIn?: number;
}

/** What is answered about a turn: `now` is told of one turn, the first that was answered so, however often it is asked again; `before` of all others. */
export type HandoffAnswer = { due: false } | (Due & { told: 'now' | 'before' });

/** A chat of a tenant: the customer's last turns, and when and why it was handed off. */
export interface Conversation extends ConversationKey {
  turns: Turn[];
  /** ISO 8601; absent while no human was asked for. */
  handedOffAt?: string;
  /** What was raised then; absent also where that was not kept yet. */
  handoff?: Handoff;
}

/** A customer's turn that belongs to a conversation; `turn.turn` is absent where its source does not number turns. */
export interface Spoken extends ConversationKey {
  /** When it was said, ISO 8601. */
  at: string;
  turn: Omit<Turn, 'turn'> & { turn?: number };
  /** Which of its feedback this is, where it came as one. */
  revision?: number;
  touchpoint: string;
  product?: string | undefined;
  customer?: string | undefined;
}

/** What became of a conversation when somebody spoke. */
export interface Heard {
  next: Conversation;
  /** Present where this is the moment to ask for a human: due, not asked for before, and not said too long ago. */
  raised?: Due;
}

/**
 * A customer spoke: the turn joins (or replaces the one that it revises, where that is still kept), and the whole is judged. Once handed off, a conversation stays so. What was said
 * before `oldest` asks for nobody; who goes on in such a chat later does.
 */
export function hear(conversation: Conversation, spoken: Spoken, oldest = ''): Heard {
  const turn = spoken.turn.turn ?? placeOf(conversation.turns, spoken.turn, spoken.revision);
  if (turn === undefined) return { next: conversation };
  const turns = withTurn(conversation.turns, { ...spoken.turn, turn });
  const decision = handoffOf(turns);
  const heard = { ...conversation, turns };
  if (!decision.due || conversation.handoff) return { next: heard };
  // Handed off before what was raised was kept: it is told as it is seen now.
  if (conversation.handedOffAt !== undefined) return { next: { ...heard, handoff: decision } };
  return spoken.at < oldest ? { next: heard } : { next: { ...heard, handedOffAt: spoken.at, handoff: decision }, raised: decision };
}

/** Answers who asks about a turn that was heard, and remembers in which answer the hand-off was told first. */
export function tell(conversation: Conversation, turn: number): { next: Conversation; answer: HandoffAnswer } {
  if (!conversation.handoff) return { next: conversation, answer: { due: false } };
  const { toldIn, ...raised } = conversation.handoff;
  if (toldIn === undefined) return { next: { ...conversation, handoff: { ...raised, toldIn: turn } }, answer: { ...raised, told: 'now' } };
  return { next: conversation, answer: { ...raised, told: toldIn === turn ? 'now' : 'before' } };
}

/** A conversation's key across tenants. */
export const keyOf = ({ tenant, source, conversation }: ConversationKey): string => JSON.stringify([tenant, source, conversation]);

