import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('fact')
@Unique('fact_identity', ['tenantId', 'source', 'identity'])
export class FactEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'fact_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'fact_key' })
  id!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text', nullable: true })
  identity!: string | null;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'jsonb' })
  content!: object;

  @Column({ type: 'text', name: 'content_hash' })
  contentHash!: string;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt!: Date;
}
