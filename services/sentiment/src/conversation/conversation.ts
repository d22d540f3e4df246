import { handoffOf, placeOf, withTurn, type HandoffDecision, type Turn } from '@vocloop/text';

/** What a chat is known by: sources name their chats by themselves. The source is empty where a chat was only scored, by a caller who named none. */
export interface ConversationKey {
  tenant: string;
  source: string;
  conversation: string;
}

/** A chat of a tenant: the customer's last turns, and when it was handed off. */
export interface Conversation extends ConversationKey {
  turns: Turn[];
  /** ISO 8601; absent while no human was asked for. */
  handedOffAt?: string;
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

/** What became of a conversation when somebody spoke: its next state, and the hand-off if it is due now for the first time. */
export interface Heard {
  next: Conversation;
  decision: HandoffDecision;
  /** True where this is the moment to ask for a human: due, not asked for before, and not said too long ago. */
  first: boolean;
}

/**
 * A customer spoke: the turn joins (or replaces the one that it revises, where that is still kept), and the whole is judged. Once handed off, a conversation stays so. What was said
 * before `oldest` asks for nobody; who goes on in such a chat later does.
 */
export function hear(conversation: Conversation, spoken: Spoken, oldest = ''): Heard {
  const turn = spoken.turn.turn ?? placeOf(conversation.turns, spoken.turn, spoken.revision);
  if (turn === undefined) return { next: conversation, decision: handoffOf(conversation.turns), first: false };
  const turns = withTurn(conversation.turns, { ...spoken.turn, turn });
  const decision = handoffOf(turns);
  const first = decision.due && conversation.handedOffAt === undefined && spoken.at >= oldest;
  return { next: { ...conversation, turns, ...(first && { handedOffAt: spoken.at }) }, decision, first };
}

/** A conversation's key across tenants. */
export const keyOf = ({ tenant, source, conversation }: ConversationKey): string => JSON.stringify([tenant, source, conversation]);

