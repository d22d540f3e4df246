import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A source that feedback came from, or whose answer webhook was set. */
@Entity('source')
export class SourceEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'source_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'source_key' })
  name!: string;

  @Column({ type: 'bigint', name: 'feedback_count', default: 0 })
  feedbackCount!: string;

  @Column({ type: 'timestamptz', name: 'first_seen_at', nullable: true })
  firstSeenAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'last_seen_at', nullable: true })
  lastSeenAt!: Date | null;

  @Column({ type: 'text', name: 'answer_url', nullable: true })
  answerUrl!: string | null;

  @Column({ type: 'text', name: 'answer_secret', nullable: true })
  answerSecret!: string | null;

  /** Counts the changes of the settings, for ETag and If-Match. */
  @Column({ type: 'int', default: 0 })
  version!: number;
}
