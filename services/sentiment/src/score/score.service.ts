import { Injectable } from '@nestjs/common';
import { FeedbackScored, type EventOf, type FeedbackReceived, type FeedbackRevised, type Score } from '@vocloop/contracts';
import { Publisher, derivedId } from '@vocloop/messaging';
import { handoffOf, turnOf, withTurn, type HandoffDecision, type Turn } from '@vocloop/text';
import { ConversationService } from '../conversation/conversation.service.js';
import type { ScoreQuestion } from './question.js';
import { inOrder, model, scoreOf, spokenIn } from './scoring.js';

/** What `/v1/score` answers. */
export interface ScoreAnswer { score: Score; handoff?: HandoffDecision }

@Injectable()
export class ScoreService {
  constructor(
    private readonly publisher: Publisher,
    private readonly conversations: ConversationService,
  ) {}

  /** Scores a batch of feedback, and follows the conversations in it. */
  async receive(events: readonly EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    const brought = events.flatMap((event) => {
      const spoken = spokenIn(event, event.data.feedback);
      return spoken ? [{ spoken, causedBy: event }] : [];
    });
    await this.conversations.follow(inOrder(brought));
    for (const event of events) {
      const { feedback } = event.data;
      const options = { id: derivedId(event.id, 'score'), time: event.time, causedBy: event };
      this.publisher.publish(FeedbackScored, event.tenantid, { feedback, score: scoreOf(feedback) }, options);
    }
  }

  /** Scores a text, or the customer's turns so far, at once; a named conversation is remembered, and its hand-off asked for once. */
  async answer(tenant: string, question: ScoreQuestion): Promise<ScoreAnswer> {
    const { conversation, language, touchpoint = 'unknown', product, customer, source } = question;
    const asked = question.turns ?? [{ text: question.text ?? '', turn: question.turn, author: 'customer' as const }];
    const own = asked.flatMap(({ author, text, turn }, at) => (author === 'customer' ? [{ text, turn: turn ?? (question.turns ? at : undefined) }] : []));
    const last = own.at(-1);
    const score = model.score(last?.text ?? '', language);
    const turns = own.map(({ text, turn }) => ({ ...turnOf(text, { turn: turn ?? 0, ...(language && { language }) }), turn }));
    if (conversation === undefined) return { score, ...(question.turns && { handoff: decide(turns) }) };
    const decisions = await this.conversations.follow(turns.map((turn) => ({ spoken: { tenant, conversation, turn, touchpoint, product, customer, source } })));
    return { score, handoff: decisions.at(-1) ?? { due: false } };
  }
}

/** The decision over turns that nothing is remembered of. */
const decide = (turns: readonly (Omit<Turn, 'turn'> & { turn: number | undefined })[]): HandoffDecision =>
  handoffOf(turns.reduce<Turn[]>((all, turn, at) => withTurn(all, { ...turn, turn: turn.turn ?? at }), []));
