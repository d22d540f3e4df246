import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A version of a tenant's rules file, its secrets masked; never changed. */
@Entity('rules_version')
export class RulesVersionEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'rules_version_pkey' }) tenantId!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'rules_version_pkey' }) version!: number;
  @Column({ type: 'text' }) yaml!: string;
  /** Of the file with its secrets: the same content again is no new version. */
  @Column({ type: 'text' }) digest!: string;
  /** `api` or `file`. */
  @Column({ type: 'text' }) origin!: string;
  @Column({ name: 'made_by', type: 'text' }) madeBy!: string;
  @Column({ name: 'made_at', type: 'timestamptz' }) madeAt!: Date;
}

/** The secret of a pod's webhook; outlives the version that brought it, so that an old version can be put back. */
@Entity('pod_secret')
export class PodSecretEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'pod_secret_pkey' }) tenantId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pod_secret_pkey' }) pod!: string;
  @Column({ type: 'text' }) secret!: string;
}
