import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('issue')
@Index('issue_by_severity', ['tenantId', 'severityScore', 'id'], { where: `status <> 'candidate'` })
@Index('issue_by_recency', ['tenantId', 'lastSeenAt', 'id'], { where: `status <> 'candidate'` })
@Index('issue_candidate', ['tenantId', 'feedbackCount', 'id'], { where: `status = 'candidate'` })
export class IssueEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  status!: string;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  touchpoint!: string;

  @Column({ type: 'text' })
  theme!: string;

  @Column({ type: 'text', nullable: true })
  product!: string | null;

  @Column({ type: 'text', nullable: true })
  supplier!: string | null;

  @Column({ type: 'int', name: 'feedback_count' })
  feedbackCount!: number;

  @Column({ type: 'int', name: 'customer_count' })
  customerCount!: number;

  @Column({ type: 'int', name: 'valued_count' })
  valuedCount!: number;

  @Column({ type: 'double precision', name: 'polarity_sum' })
  polaritySum!: number;

  @Column({ type: 'double precision', name: 'frustration_sum' })
  frustrationSum!: number;

  @Column({ type: 'double precision', name: 'urgency_sum' })
  urgencySum!: number;

  @Column({ type: 'timestamptz', name: 'first_seen_at' })
  firstSeenAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Column({ type: 'jsonb' })
  days!: unknown;

  @Column({ type: 'jsonb' })
  segments!: unknown;

  @Column({ type: 'jsonb' })
  terms!: unknown;

  @Column({ type: 'jsonb' })
  examples!: unknown;

  @Column({ type: 'text', name: 'severity_level' })
  severityLevel!: string;

  @Column({ type: 'double precision', name: 'severity_score' })
  severityScore!: number;

  @Column({ type: 'jsonb', name: 'severity_reasons' })
  severityReasons!: unknown;

  @Column({ type: 'timestamptz', name: 'detected_at', nullable: true })
  detectedAt!: Date | null;

  @Column({ type: 'text', name: 'open_reason', nullable: true })
  openReason!: string | null;

  @Column({ type: 'text', nullable: true })
  pod!: string | null;

  @Column({ type: 'boolean' })
  muted!: boolean;

  @Column({ type: 'uuid', name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  @Column({ type: 'int' })
  resolution!: number;

  @Column({ type: 'timestamptz', name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  @Column({ type: 'text', name: 'answer_text', nullable: true })
  answerText!: string | null;

  @Column({ type: 'int', name: 'since_resolved' })
  sinceResolved!: number;

  @Column({ type: 'int' })
  version!: number;
}
