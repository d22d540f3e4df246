import type { AnswerDue, DataOf } from '@vocloop/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An answer that a customer is due, and what became of it. */
@Entity('answer')
@Index('answer_by_time', ['tenantId', 'createdAt', 'answerId'])
@Index('answer_unsent', ['tenantId', 'source'], { where: "reason = 'no_webhook'" })
export class AnswerEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'answer_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'answer_id', primaryKeyConstraintName: 'answer_key' })
  answerId!: string;

  @Column({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  @Column({ type: 'uuid', name: 'feedback_id' })
  feedbackId!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text', nullable: true })
  customer!: string | null;

  /** due, answered, failed */
  @Column({ type: 'text' })
  state!: string;

  /** Why it failed: no_webhook, gave_up */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** The whole of what is to be said, so that it can be sent later. */
  @Column({ type: 'jsonb' })
  due!: DataOf<typeof AnswerDue>;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
