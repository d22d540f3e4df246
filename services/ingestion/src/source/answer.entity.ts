import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An answer that a customer is due, and what became of it. */
@Entity('answer')
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

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
