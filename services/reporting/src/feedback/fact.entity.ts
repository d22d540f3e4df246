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
