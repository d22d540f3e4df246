import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Owners } from './ownership.js';

/** A tenant's pods and what they own, in the last version. */
@Entity('ownership')
export class OwnershipEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @Column('int', { name: 'rules_version' }) rulesVersion!: number;
  @Column('jsonb') owners!: Owners;
  @Column('timestamptz') at!: Date;
}
