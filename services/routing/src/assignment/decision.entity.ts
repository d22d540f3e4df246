import type { Decision } from '@vocloop/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Every decision ever made, about an issue or a conversation; never changed. Its id is a UUIDv7, so that ids are in order. */
@Entity('decision')
@Index('decision_about', ['tenantId', 'about', 'id'])
export class DecisionEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'decision_pkey' }) tenantId!: string;
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'decision_pkey' }) id!: string;
  @Column({ type: 'text' }) about!: string;
  @Column({ type: 'text' }) pod!: string;
  @Column({ name: 'previous_pod', type: 'text', nullable: true }) previousPod!: string | null;
  @Column({ name: 'made_by', type: 'text' }) madeBy!: string;
  @Column({ type: 'jsonb' }) decision!: Decision;
  @Column({ name: 'made_at', type: 'timestamptz' }) madeAt!: Date;
}
