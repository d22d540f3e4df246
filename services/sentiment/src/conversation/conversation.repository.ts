import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Turn } from '@vocloop/text';
import type { Conversation } from './conversation.js';

interface Row { tenant_id: string; conversation: string; turns: Turn[]; handed_off_at: Date | null }

@Injectable()
export class ConversationRepository {
  constructor(private readonly database: Database) {}

  /** Locks these conversations until the transaction ends, new ones included, in one order for everybody, so that two writers cannot wait for each other. */
  async lock(keys: readonly { tenant: string; conversation: string }[], at: string): Promise<Conversation[]> {
    const parameters = [keys.map(({ tenant }) => tenant), keys.map(({ conversation }) => conversation)];
    await this.database.query(
      `INSERT INTO conversation (tenant_id, conversation, turns, changed_at)
       SELECT DISTINCT tenant, conversation, '[]'::jsonb, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS it (tenant, conversation) ORDER BY 1, 2
       ON CONFLICT DO NOTHING`,
      [...parameters, at],
    );
    const rows = await this.database.query<Row>(
      `SELECT c.tenant_id, c.conversation, c.turns, c.handed_off_at FROM conversation c
       WHERE (c.tenant_id, c.conversation) IN (SELECT * FROM unnest($1::text[], $2::text[]))
       ORDER BY c.tenant_id, c.conversation FOR UPDATE OF c`,
      parameters,
    );
    return rows.map((it) => ({ tenant: it.tenant_id, conversation: it.conversation, turns: it.turns, ...(it.handed_off_at && { handedOffAt: it.handed_off_at.toISOString() }) }));
  }

  /** Stores conversations that are locked. */
  async save(conversations: readonly Conversation[], at: string): Promise<void> {
    await this.database.query(
      `UPDATE conversation SET turns = it.turns, handed_off_at = it.handed_off_at, changed_at = $5
       FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[]) AS it (tenant_id, conversation, turns, handed_off_at)
       WHERE conversation.tenant_id = it.tenant_id AND conversation.conversation = it.conversation`,
      [
        conversations.map(({ tenant }) => tenant),
        conversations.map(({ conversation }) => conversation),
        conversations.map(({ turns }) => JSON.stringify(turns)),
        conversations.map(({ handedOffAt }) => handedOffAt ?? null),
        at,
      ],
    );
  }
}
