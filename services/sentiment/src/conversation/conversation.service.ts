import { Injectable } from '@nestjs/common';
import { HandoffRequested, type Event } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher, derivedId } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import type { HandoffDecision } from '@vocloop/text';
import { hear, keyOf, type Conversation, type Spoken } from './conversation.js';
import { ConversationRepository } from './conversation.repository.js';

/** A turn with the event that brought it, where one did. */
export interface Brought { spoken: Spoken; causedBy?: Event }

/** Follows conversations, and asks for a human once in each. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  /** Takes turns in their order; answers what was decided after each. */
  follow(brought: readonly Brought[]): Promise<HandoffDecision[]> {
    if (brought.length === 0) return Promise.resolve([]);
    const tenants = [...new Set(brought.map(({ spoken }) => spoken.tenant))];
    return this.database.transaction(tenants, async () => {
      const now = this.clock.now().toISOString();
      const known = new Map((await this.conversations.lock(brought.map(({ spoken }) => spoken), now)).map((it) => [keyOf(it), it]));
      const decisions = brought.map((it) => this.take(it, known, now));
      await this.conversations.save([...known.values()], now);
      return decisions;
    });
  }

  private take({ spoken, causedBy }: Brought, known: Map<string, Conversation>, now: string): HandoffDecision {
    const { tenant, conversation, touchpoint, product, customer, source } = spoken;
    const before = known.get(keyOf(spoken)) ?? { tenant, conversation, turns: [] };
    const at = causedBy?.time ?? now;
    const { next, decision, first } = hear(before, spoken, at);
    known.set(keyOf(spoken), next);
    if (first && decision.due) {
      const { reason, explanation, turn } = decision;
      const options = { id: derivedId(keyOf(spoken), 'handoff'), time: at, ...(causedBy && { causedBy }) };
      this.publisher.publish(HandoffRequested, tenant, { conversation, touchpoint, product, customer, source, reason, explanation, turn, requestedAt: at }, options);
    }
    return decision;
  }
}
