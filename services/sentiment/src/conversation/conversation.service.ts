import { Inject, Injectable } from '@nestjs/common';
import { HandoffRequested, type Event } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher, derivedId } from '@vocloop/messaging';
import { Clock, SETTINGS } from '@vocloop/service';
import type { Turn } from '@vocloop/text';
import type { SentimentSettings } from '../config.js';
import { hear, keyOf, tell, type Conversation, type HandoffAnswer, type Spoken } from './conversation.js';
import { ConversationRepository } from './conversation.repository.js';

/** A turn with the event that brought it, where one did. */
export interface Brought { spoken: Spoken; causedBy?: Event }

/** A turn that somebody waits to be answered about. */
export type Said = Pick<Spoken, 'touchpoint' | 'product' | 'customer'> & { turn: Turn };

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

  /** Takes turns in their order; answers the conversations as they are then. */
  follow(brought: readonly Brought[]): Promise<Conversation[]> {
    if (brought.length === 0) return Promise.resolve([]);
    const tenants = [...new Set(brought.map(({ spoken }) => spoken.tenant))];
    return this.database.transaction(tenants, async () => {
      await this.conversations.own(brought.map(({ spoken }) => spoken));
      const now = this.clock.now();
      const known = new Map((await this.conversations.lock(brought.map(({ spoken }) => spoken), now.toISOString())).map((it) => [keyOf(it), it]));
      for (const it of brought) this.take(it, known, now);
      await this.conversations.save([...known.values()], now.toISOString());
      await this.conversations.forget(tenants, ago(now, kept));
      return [...known.values()];
    });
  }

  /** Follows a conversation whose source its caller may not have named: it is the one of that name that was last heard of. Answers its last turn. */
  answer(tenant: string, conversation: string, source: string | undefined, turns: readonly Said[]): Promise<HandoffAnswer> {
    return this.database.transaction([tenant], async () => {
      await this.conversations.own([{ tenant, conversation }]);
      const of = source ?? (await this.conversations.sourceOf(tenant, conversation)) ?? '';
      const at = this.clock.now().toISOString();
      const [heard] = await this.follow(turns.map((it) => ({ spoken: { ...it, tenant, conversation, source: of, at } })));
      const last = turns.at(-1);
      if (!heard || !last) return { due: false };
      const { next, answer } = tell(heard, last.turn.turn);
      if (next !== heard) await this.conversations.save([next], at);
      return answer;
    });
  }

  private take({ spoken, causedBy }: Brought, known: Map<string, Conversation>, now: Date): void {
    const { tenant, conversation, touchpoint, product, customer, source, at } = spoken;
    const before = known.get(keyOf(spoken)) ?? { tenant, source, conversation, turns: [] };
    const hours = this.settings.VOC_HANDOFF_MAX_AGE_HOURS;
    const { next, raised } = hear(before, spoken, hours === 0 ? undefined : ago(now, hours * anHour));
    known.set(keyOf(spoken), next);
    if (raised) {
      const { reason, explanation, turn } = raised;
      const options = { id: derivedId(keyOf(spoken), 'handoff'), ...(causedBy && { causedBy }) };
      this.publisher.publish(HandoffRequested, tenant, { conversation, touchpoint, product, customer, source: source || undefined, reason, explanation, turn, requestedAt: at }, options);
    }
  }
}

const ago = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();
