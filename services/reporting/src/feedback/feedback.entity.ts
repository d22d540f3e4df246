import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scored, Spoken } from './reading.js';

/** One feedback as reporting knows it. */
@Entity('feedback')
@Index('feedback_newest', ['tenantId', 'receivedAt'])
@Index('feedback_customer', ['tenantId', 'customer', 'receivedAt'])
export class FeedbackEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('jsonb', { nullable: true }) spoken!: Spoken | null;
  @Column('jsonb', { nullable: true }) scored!: Scored | null;
  @Column('text', { nullable: true }) customer!: string | null;
  @Column('timestamptz', { name: 'occurred_at', nullable: true }) occurredAt!: Date | null;
  @Column('timestamptz', { name: 'received_at', nullable: true }) receivedAt!: Date | null;
  @Column('timestamptz', { name: 'scored_at', nullable: true }) scoredAt!: Date | null;
  @Column('timestamptz', { name: 'gathered_at', nullable: true }) gatheredAt!: Date | null;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
}
