import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A webhook on its way out. */
@Entity('delivery')
@Check('delivery_state_check', `state IN ('queued', 'arrived', 'gave_up')`)
@Index('delivery_newest', ['tenantId', 'createdAt', 'id'])
@Index('delivery_about', ['tenantId', 'about', 'createdAt', 'id'])
export class DeliveryEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'delivery_pkey' }) tenantId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'delivery_pkey' }) id!: string;
  @Column({ type: 'text' }) about!: string;
  @Column({ type: 'text', nullable: true }) tag!: string | null;
  @Column({ type: 'text' }) url!: string;
  @Column({ type: 'text' }) secret!: string;
  @Column({ type: 'text' }) type!: string;
  /** The very bytes that are signed and sent. */
  @Column({ type: 'text' }) body!: string;
  @Column({ type: 'text', default: 'queued' }) state!: string;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ type: 'integer', default: 0 }) attempts!: number;
  /** How many attempts had been made when it was last queued by a person: they do not count against the schedule. */
  @Column({ name: 'attempts_before', type: 'integer', default: 0 }) attemptsBefore!: number;
  @Column({ type: 'text', nullable: true }) traceparent!: string | null;
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'next_at', type: 'timestamptz', nullable: true }) nextAt!: Date | null;
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true }) endedAt!: Date | null;
}

/** One try of a delivery. */
@Entity('delivery_attempt')
export class DeliveryAttemptEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'text', primaryKeyConstraintName: 'delivery_attempt_pkey' }) tenantId!: string;
  @PrimaryColumn({ name: 'delivery_id', type: 'text', primaryKeyConstraintName: 'delivery_attempt_pkey' }) deliveryId!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'delivery_attempt_pkey' }) attempt!: number;
  @Column({ type: 'timestamptz' }) at!: Date;
  @Column({ type: 'integer', nullable: true }) status!: number | null;
  @Column({ type: 'text', nullable: true }) error!: string | null;
  @Column({ type: 'integer' }) ms!: number;
  @Column({ type: 'text', nullable: true }) answer!: string | null;
}
