import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An operational fact, in its highest revision. */
@Entity('fact')
@Index('fact_kind', ['tenantId', 'kind', 'observedAt'])
export class FactEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('int') revision!: number;
  @Column('text') kind!: string;
  @Column('double precision') value!: number;
  @Column('text', { nullable: true }) unit!: string | null;
  @Column('timestamptz', { name: 'observed_at' }) observedAt!: Date;
  @Column('text') source!: string;
  @Column('text', { nullable: true }) touchpoint!: string | null;
  @Column('text', { nullable: true }) product!: string | null;
  @Column('text', { nullable: true }) supplier!: string | null;
  @Column('text', { nullable: true }) segment!: string | null;
  @Column('text', { nullable: true }) customer!: string | null;
}

/** The facts of a day, by kind and unit ('' where there is none). */
@Entity('fact_sum')
export class FactSumEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('text') unit!: string;
  @PrimaryColumn('date') day!: string;
  @Column('bigint') n!: string;
  @Column('numeric') value!: string;
}
