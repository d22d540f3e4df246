import type { Turn } from '@vocloop/text';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A chat as far as hand-offs need it: the customer's last turns, and when it was handed off, if it was. */
@Entity('conversation')
export class ConversationEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text' })
  conversation!: string;

  @Column({ type: 'jsonb' })
  turns!: Turn[];

  @Column({ type: 'timestamptz', name: 'handed_off_at', nullable: true })
  handedOffAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
