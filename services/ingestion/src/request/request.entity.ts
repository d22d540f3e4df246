import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request with an Idempotency-Key: in flight while it has no status, then its answer until it expires. */
@Entity('request')
@Index('request_expiry', ['tenantId', 'expiresAt'])
export class RequestEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id', primaryKeyConstraintName: 'request_key' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text', name: 'key_hash', primaryKeyConstraintName: 'request_key' })
  keyHash!: string;

  @Column({ type: 'text', name: 'body_hash' })
  bodyHash!: string;

  /** When this request was first begun: together with the key it stands for what the request holds, so that tomorrow's of the same key is another. */
  @Column({ type: 'timestamptz', name: 'begun_at' })
  begunAt!: Date;

  /** -infinity where it failed and was given back: then another body may come under the key. */
  @Column({ type: 'timestamptz', name: 'locked_until' })
  lockedUntil!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'int', nullable: true })
  status!: number | null;

  /** Item by item what was taken so far, kept in the transaction that took it: a request that is begun again answers these as it would have. */
  @Column({ type: 'jsonb', default: {} })
  receipts!: Record<string, object>;

  @Column({ type: 'text', nullable: true })
  answer!: string | null;
}
