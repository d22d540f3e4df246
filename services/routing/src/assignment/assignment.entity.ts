import type { Decision, IssueSnapshot } from '@vocloop/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Told } from './assignment.js';

@Entity('assignment')
@Index('assignment_by_time', ['tenantId', 'assignedAt', 'issueId'])
@Index('assignment_by_pod', ['tenantId', 'pod', 'assignedAt', 'issueId'])
export class AssignmentEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'assignment_pkey' }) tenantId!: string;
  @PrimaryColumn({ name: 'issue_id', type: 'uuid', primaryKeyConstraintName: 'assignment_pkey' }) issueId!: string;
  @Column({ type: 'text' }) pod!: string;
  @Column({ name: 'made_by', type: 'text' }) madeBy!: string;
  @Column({ type: 'boolean' }) pinned!: boolean;
  @Column({ type: 'jsonb' }) decision!: Decision;
  @Column({ type: 'jsonb' }) issue!: IssueSnapshot;
  @Column({ name: 'is_open', type: 'boolean' }) isOpen!: boolean;
  @Column({ type: 'jsonb', nullable: true }) told!: Told | null;
  @Column({ type: 'boolean' }) withdrawn!: boolean;
  @Column({ name: 'assigned_at', type: 'timestamptz' }) assignedAt!: Date;
}
