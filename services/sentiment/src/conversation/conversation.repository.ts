import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Turn } from '@vocloop/text';
import type { Conversation, ConversationKey, Handoff } from './conversation.js';

interface Row { tenant_id: string; source: string; conversation: string; turns: Turn[]; handed_off_at: Date | null; handoff: Handoff | null }

const forgottenAtOnce = 100;

const columnsOf = (keys: readonly ConversationKey[]): [string[], string[], string[]] => [keys.map(({ tenant }) => tenant), keys.map(({ source }) => source), keys.map(({ conversation }) => conversation)];

@Injectable()
export class ConversationRepository {
  constructor(private readonly database: Database) {}

  /**
   * Nobody else follows these conversations, whatever source they name, until the transaction ends; in one order for everybody. Rows are not enough:
   * while a conversation is new, one who does not know its source and one who does would each insert a row of its own.
   */
  async own(names: readonly Pick<ConversationKey, 'tenant' | 'conversation'>[]): Promise<void> {
    await this.database.query(
      `SELECT pg_advisory_xact_lock(name) FROM (SELECT DISTINCT hashtextextended(tenant || E'\\n' || conversation, 0) AS name FROM unnest($1::text[], $2::text[]) AS it (tenant, conversation) ORDER BY 1) AS names`,
      [names.map(({ tenant }) => tenant), names.map(({ conversation }) => conversation)],
    );
  }

  /** The source of a tenant's conversation of this name that was last heard of; undefined where there is none. */
  async sourceOf(tenant: string, conversation: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ source: string }>(`SELECT source FROM conversation WHERE tenant_id = $1 AND conversation = $2 ORDER BY changed_at DESC, source LIMIT 1`, [tenant, conversation]);
    return row?.source;
  }

  /**
   * Locks these conversations until the transaction ends, new ones included, in one order for everybody, so that two writers cannot wait for each other.
   * One whose source was not known so far is the one of that name.
   */
  async lock(keys: readonly ConversationKey[], at: string): Promise<Conversation[]> {
    const parameters = columnsOf(keys);
    await this.database.query(
      `UPDATE conversation c SET source = it.source FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])) AS it (tenant, source, conversation)
       WHERE c.tenant_id = it.tenant AND c.conversation = it.conversation AND c.source = '' AND it.source <> ''
         AND NOT EXISTS (SELECT FROM conversation known WHERE known.tenant_id = it.tenant AND known.source = it.source AND known.conversation = it.conversation)`,
      parameters,
    );
    await this.database.query(
      `INSERT INTO conversation (tenant_id, source, conversation, turns, changed_at)
       SELECT DISTINCT tenant, source, conversation, '[]'::jsonb, $4::timestamptz FROM unnest($1::text[], $2::text[], $3::text[]) AS it (tenant, source, conversation) ORDER BY 1, 2, 3
       ON CONFLICT DO NOTHING`,
      [...parameters, at],
    );
    const rows = await this.database.query<Row>(
      `SELECT c.tenant_id, c.source, c.conversation, c.turns, c.handed_off_at, c.handoff FROM conversation c
       WHERE (c.tenant_id, c.source, c.conversation) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
       ORDER BY c.tenant_id, c.source, c.conversation FOR UPDATE OF c`,
      parameters,
    );
    return rows.map((it) => ({
      tenant: it.tenant_id, source: it.source, conversation: it.conversation, turns: it.turns,
      ...(it.handed_off_at && { handedOffAt: it.handed_off_at.toISOString() }), ...(it.handoff && { handoff: it.handoff }),
    }));
  }

  /** Stores conversations that are locked. */
  async save(conversations: readonly Conversation[], at: string): Promise<void> {
    await this.database.query(
      `UPDATE conversation SET turns = it.turns, handed_off_at = it.handed_off_at, handoff = it.handoff, changed_at = $7
       FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::jsonb[]) AS it (tenant_id, source, conversation, turns, handed_off_at, handoff)
       WHERE conversation.tenant_id = it.tenant_id AND conversation.source = it.source AND conversation.conversation = it.conversation`,
      [
        ...columnsOf(conversations), conversations.map(({ turns }) => JSON.stringify(turns)),
        conversations.map(({ handedOffAt }) => handedOffAt ?? null), conversations.map(({ handoff }) => (handoff ? JSON.stringify(handoff) : null)), at,
      ],
    );
  }

  /** Forgets some of these tenants' conversations that nobody spoke in since. Each batch forgets more than most batches add, so that they do not pile up. */
  async forget(tenants: readonly string[], before: string): Promise<void> {
    await this.database.query(
      `DELETE FROM conversation WHERE (tenant_id, source, conversation) IN
         (SELECT tenant_id, source, conversation FROM conversation WHERE tenant_id = ANY($1::text[]) AND changed_at < $2 LIMIT ${forgottenAtOnce} FOR UPDATE SKIP LOCKED)`,
      [tenants, before],
    );
  }
}
