import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A feedback as it stands: masked content, and for each part of it the stamp of the submission that it came from. */
@Entity('feedback')
@Unique('feedback_identity', ['tenantId', 'source', 'identity'])
export class FeedbackEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'feedback_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'feedback_key' })
  id!: string;

  @Column({ type: 'text' })
  source!: string;

  /** What makes a second submission the same feedback: the source's id, else the event's or the request's; null where nothing does. */
  @Column({ type: 'text', nullable: true })
  identity!: string | null;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'jsonb' })
  content!: object;

  @Column({ type: 'text', name: 'content_hash' })
  contentHash!: string;

  @Column({ type: 'jsonb' })
  stamps!: object;

  /** The source's clock of the newest submission. */
  @Column({ type: 'timestamptz', name: 'revised_at' })
  revisedAt!: Date;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
