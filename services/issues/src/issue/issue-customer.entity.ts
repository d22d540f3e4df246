import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('issue_customer')
export class IssueCustomerEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  @PrimaryColumn({ type: 'text' })
  customer!: string;

  @Column({ type: 'int', name: 'feedback_count' })
  feedbackCount!: number;
}
