import type { Decision, IssueSnapshot } from '@vocloop/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Told, Wish } from './assignment.js';

/** Who has an issue; or, without a pod, what came before the issue itself did. */
@Entity('assignment')
@Index('assignment_by_time', ['tenantId', 'assignedAt', 'issueId'])
@Index('assignment_by_pod', ['tenantId', 'pod', 'assignedAt', 'issueId'])
@Index('assignment_open', ['tenantId', 'assignedAt', 'issueId'], { where: 'is_open' })
export class AssignmentEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'assignment_pkey' }) tenantId!: string;
  @PrimaryColumn({ name: 'issue_id', type: 'uuid', primaryKeyConstraintName: 'assignment_pkey' }) issueId!: string;
  @Column({ type: 'text', nullable: true }) pod!: string | null;
  @Column({ name: 'made_by', type: 'text', nullable: true }) madeBy!: string | null;
  @Column({ type: 'boolean', default: false }) pinned!: boolean;
  @Column({ type: 'jsonb', nullable: true }) decision!: Decision | null;
  @Column({ type: 'jsonb', nullable: true }) issue!: IssueSnapshot | null;
  @Column({ name: 'is_open', type: 'boolean', default: false }) isOpen!: boolean;
  @Column({ type: 'jsonb', nullable: true }) told!: Told | null;
  @Column({ type: 'boolean', default: false }) withdrawn!: boolean;
  @Column({ type: 'jsonb', nullable: true }) wish!: Wish | null;
  @Column({ name: 'assigned_at', type: 'timestamptz', nullable: true }) assignedAt!: Date | null;
}
