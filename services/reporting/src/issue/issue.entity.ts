import type { Decision, IssueSnapshot } from '@vocloop/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An issue as reporting knows it: its last snapshot, its pod and its clock. */
@Entity('issue')
@Index('issue_gravest', ['tenantId', 'isOpen', 'severityScore', 'id'])
@Index('issue_gravest_of_pod', ['tenantId', 'pod', 'isOpen', 'severityScore', 'id'])
export class IssueEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) status!: string | null;
  @Column('text', { nullable: true }) severity!: string | null;
  @Column('double precision', { name: 'severity_score', nullable: true }) severityScore!: number | null;
  @Column('jsonb', { nullable: true }) snapshot!: IssueSnapshot | null;
  @Column('timestamptz', { name: 'snapshot_at', nullable: true }) snapshotAt!: Date | null;
  @Column('text', { nullable: true }) pod!: string | null;
  @Column('jsonb', { nullable: true }) decision!: Decision | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt!: Date | null;
  @Column('timestamptz', { name: 'routed_at', nullable: true }) routedAt!: Date | null;
  @Column('timestamptz', { name: 'delivered_at', nullable: true }) deliveredAt!: Date | null;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true }) acknowledgedAt!: Date | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt!: Date | null;
  @Column('int', { default: 0 }) reopened!: number;
  @Column('boolean', { name: 'is_open', default: false }) isOpen!: boolean;
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto!: string | null;
  @Column('timestamptz', { name: 'merged_at', nullable: true }) mergedAt!: Date | null;
  /** Answers to its customers: all, those that arrived, those that failed. */
  @Column('int', { default: 0 }) due!: number;
  @Column('int', { default: 0 }) answered!: number;
  @Column('int', { default: 0 }) failed!: number;
}

/** Whether a feedback belongs to an issue, and why. */
@Entity('link')
@Index('link_issue', ['tenantId', 'issueId', 'feedbackId'])
export class LinkEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('uuid', { name: 'feedback_id' }) feedbackId!: string;
  @PrimaryColumn('uuid', { name: 'issue_id' }) issueId!: string;
  @Column('boolean') belongs!: boolean;
  @Column('timestamptz') at!: Date;
  @Column('text') reason!: string;
  @Column('double precision', { nullable: true }) similarity!: number | null;
}

/** An answer that a customer is due, and what became of it. */
@Entity('answer')
@Index('answer_latest', ['tenantId', 'lastAt', 'id'])
export class AnswerEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'issue_id' }) issueId!: string;
  @Column('uuid', { name: 'feedback_id' }) feedbackId!: string;
  @Column('text') source!: string;
  @Column('text', { nullable: true }) customer!: string | null;
  @Column('text', { nullable: true }) message!: string | null;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  @Column('timestamptz', { name: 'failed_at', nullable: true }) failedAt!: Date | null;
  @Column('text', { nullable: true }) error!: string | null;
  /** When it was heard of last. */
  @Column('timestamptz', { name: 'last_at' }) lastAt!: Date;
}
