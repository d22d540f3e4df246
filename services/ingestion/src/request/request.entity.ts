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

  @Column({ type: 'timestamptz', name: 'locked_until' })
  lockedUntil!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'int', nullable: true })
  status!: number | null;

  @Column({ type: 'text', nullable: true })
  answer!: string | null;
}
