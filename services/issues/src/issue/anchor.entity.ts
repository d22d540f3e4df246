import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('anchor')
@Index('anchor_by_scope', ['tenantId', 'scope'])
@Index('anchor_by_issue', ['tenantId', 'issueId'])
export class AnchorEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'text' })
  scope!: string;

  @Column({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  @Column({ type: 'jsonb', nullable: true })
  sketch!: unknown;

  @Column({ type: 'boolean' })
  learned!: boolean;

  @Column({ type: 'uuid', name: 'feedback_id', nullable: true })
  feedbackId!: string | null;

  @Column({ type: 'timestamptz', name: 'occurred_at', nullable: true })
  occurredAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  meaning!: unknown;
}
