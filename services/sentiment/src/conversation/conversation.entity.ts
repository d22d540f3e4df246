import type { Turn } from '@vocloop/text';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Handoff } from './conversation.js';

/** A chat as far as hand-offs need it: the customer's last turns, and when and why it was handed off, if it was. */
@Entity('conversation')
@Index('conversation_by_name', ['tenantId', 'conversation'])
@Index('conversation_by_age', ['tenantId', 'changedAt'])
export class ConversationEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  /** Where it is held; empty while it was only scored, by a caller who named none. */
  @PrimaryColumn({ type: 'text' })
  source!: string;

  @PrimaryColumn({ type: 'text' })
  conversation!: string;

  @Column({ type: 'jsonb' })
  turns!: Turn[];

  @Column({ type: 'timestamptz', name: 'handed_off_at', nullable: true })
  handedOffAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  handoff!: Handoff | null;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
