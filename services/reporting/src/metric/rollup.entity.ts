import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The sums of one metric on one day at one place, in whole numbers. */
@Entity('rollup')
export class RollupEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('text') audience!: string;
  @PrimaryColumn('text') dimension!: string;
  @PrimaryColumn('text') metric!: string;
  @PrimaryColumn('text') value!: string;
  @PrimaryColumn('date') day!: string;
  @Column('bigint') n!: string;
  @Column('bigint') sum!: string;
  @Column('bigint') squares!: string;
  @Column('bigint') high!: string;
  @Column('bigint') low!: string;
}
