import { handoffOf, placeOf, withTurn, type HandoffDecision, type Turn } from '@vocloop/text';

/** A chat of a tenant: the customer's last turns, and when it was handed off. */
export interface Conversation {
  tenant: string;
  conversation: string;
  turns: Turn[];
  /** ISO 8601; absent while no human was asked for. */
  handedOffAt?: string;
}

/** A customer's turn that belongs to a conversation; `turn.turn` is absent where its source does not number turns. */
export interface Spoken {
  tenant: string;
  conversation: string;
  turn: Omit<Turn, 'turn'> & { turn?: number };
  touchpoint: string;
  product?: string | undefined;
  customer?: string | undefined;
  source?: string | undefined;
}

/** What became of a conversation when somebody spoke: its next state, and the hand-off if it is due now for the first time. */
export interface Heard {
  next: Conversation;
  decision: HandoffDecision;
  /** True where this is the moment to ask for a human: due, and not asked for before. */
  first: boolean;
}

/** A customer spoke: the turn joins (or replaces the one that it revises), and the whole is judged. Once handed off, a conversation stays so. */
export function hear(conversation: Conversation, spoken: Spoken, at: string): Heard {
  const turn: Turn = { ...spoken.turn, turn: spoken.turn.turn ?? placeOf(conversation.turns, spoken.turn) };
  const turns = withTurn(conversation.turns, turn);
  const decision = handoffOf(turns);
  const first = decision.due && conversation.handedOffAt === undefined;
  return { next: { ...conversation, turns, ...(first && { handedOffAt: at }) }, decision, first };
}

/** A conversation's key across tenants. */
export const keyOf = ({ tenant, conversation }: { tenant: string; conversation: string }): string => JSON.stringify([tenant, conversation]);

