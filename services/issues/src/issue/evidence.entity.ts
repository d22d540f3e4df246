import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('evidence')
@Index('evidence_by_issue', ['tenantId', 'issueId', 'occurredAt', 'feedbackId'])
// By customer, which is an expression: only the migration can say it.
@Index('evidence_by_customer', { synchronize: false })
export class EvidenceEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'feedback_id' })
  feedbackId!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'uuid', name: 'issue_id', nullable: true })
  issueId!: string | null;

  @Column({ type: 'text', nullable: true })
  scope!: string | null;

  @Column({ type: 'double precision', nullable: true })
  similarity!: number | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  customer!: string | null;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text' })
  channel!: string;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId!: string | null;

  @Column({ type: 'text', nullable: true })
  conversation!: string | null;

  @Column({ type: 'text', nullable: true })
  segment!: string | null;

  @Column({ type: 'boolean' })
  valued!: boolean;

  @Column({ type: 'text' })
  language!: string;

  @Column({ type: 'timestamptz', name: 'occurred_at' })
  occurredAt!: Date;

  @Column({ type: 'double precision' })
  polarity!: number;

  @Column({ type: 'double precision' })
  frustration!: number;

  @Column({ type: 'double precision' })
  urgency!: number;

  @Column({ type: 'text' })
  text!: string;

  /** The answer that its customer is due for it, whatever issue it is in by now. */
  @Column({ type: 'uuid', name: 'answer_id', nullable: true })
  answerId!: string | null;
}
