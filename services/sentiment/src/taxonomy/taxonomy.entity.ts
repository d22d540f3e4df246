import type { TaxonomyDefinition } from '@vocloop/text';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A version of a tenant's taxonomy; never changed. */
@Entity('taxonomy_version')
export class TaxonomyVersionEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'jsonb' })
  definition!: TaxonomyDefinition;

  /** The id of the key that put it. */
  @Column({ type: 'text', name: 'made_by' })
  madeBy!: string;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
}
