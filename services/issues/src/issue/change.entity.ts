import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('issue_change')
@Index('issue_change_by_issue', ['tenantId', 'issueId', 'id'])
export class ChangeEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  by!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'jsonb' })
  detail!: unknown;
}
