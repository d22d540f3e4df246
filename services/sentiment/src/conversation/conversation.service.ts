import { Inject, Injectable } from '@nestjs/common';
import { HandoffRequested, type Event } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher, derivedId } from '@vocloop/messaging';
import { Clock, SETTINGS } from '@vocloop/service';
import type { HandoffDecision } from '@vocloop/text';
import type { SentimentSettings } from '../config.js';
import { hear, keyOf, type Conversation, type Spoken } from './conversation.js';
import { ConversationRepository } from './conversation.repository.js';

/** A turn with the event that brought it, where one did. */
export interface Brought { spoken: Spoken; causedBy?: Event }

const anHour = 60 * 60 * 1000;
const kept = 90 * 24 * anHour;

/** Follows conversations, and asks for a human once in each. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SentimentSettings,
  ) {}

  /** Takes turns in their order; answers what was decided after each. */
  follow(brought: readonly Brought[]): Promise<HandoffDecision[]> {
    if (brought.length === 0) return Promise.resolve([]);
    const tenants = [...new Set(brought.map(({ spoken }) => spoken.tenant))];
    return this.database.transaction(tenants, async () => {
      await this.conversations.own(brought.map(({ spoken }) => spoken));
      const now = this.clock.now();
      const known = new Map((await this.conversations.lock(brought.map(({ spoken }) => spoken), now.toISOString())).map((it) => [keyOf(it), it]));
      const decisions = brought.map((it) => this.take(it, known, now));
      await this.conversations.save([...known.values()], now.toISOString());
      await this.conversations.forget(tenants, ago(now, kept));
      return decisions;
    });
  }

  /** Follows a conversation whose source its caller may not have named: it is the one of that name that was last heard of. */
  followNamed(tenant: string, conversation: string, source: string | undefined, turns: readonly Omit<Spoken, 'tenant' | 'conversation' | 'source' | 'at'>[]): Promise<HandoffDecision[]> {
    return this.database.transaction([tenant], async () => {
      await this.conversations.own([{ tenant, conversation }]);
      const of = source ?? (await this.conversations.sourceOf(tenant, conversation)) ?? '';
      const at = this.clock.now().toISOString();
      return this.follow(turns.map((it) => ({ spoken: { ...it, tenant, conversation, source: of, at } })));
    });
  }

  private take({ spoken, causedBy }: Brought, known: Map<string, Conversation>, now: Date): HandoffDecision {
    const { tenant, conversation, touchpoint, product, customer, source, at } = spoken;
    const before = known.get(keyOf(spoken)) ?? { tenant, source, conversation, turns: [] };
    const hours = this.settings.VOC_HANDOFF_MAX_AGE_HOURS;
    const { next, decision, first } = hear(before, spoken, hours === 0 ? undefined : ago(now, hours * anHour));
    known.set(keyOf(spoken), next);
    if (first && decision.due) {
      const { reason, explanation, turn } = decision;
      const options = { id: derivedId(keyOf(spoken), 'handoff'), ...(causedBy && { causedBy }) };
      this.publisher.publish(HandoffRequested, tenant, { conversation, touchpoint, product, customer, source: source || undefined, reason, explanation, turn, requestedAt: at }, options);
    }
    return decision;
  }
}

const ago = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();
