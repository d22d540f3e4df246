import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many submissions came to which end and why: what the standing proof begins with. */
@Entity('intake_count')
export class CountEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'intake_count_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'intake_count_key' })
  status!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'intake_count_key' })
  reason!: string;

  @Column({ type: 'bigint' })
  count!: string;
}
