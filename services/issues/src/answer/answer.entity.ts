import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('answer')
@Index('answer_once', ['tenantId', 'issueId', 'resolution', 'customer'], { unique: true })
export class AnswerEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  @Column({ type: 'int' })
  resolution!: number;

  @Column({ type: 'text' })
  customer!: string;

  @Column({ type: 'uuid', name: 'feedback_id' })
  feedbackId!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}
