import type { Mood } from '@vocloop/text';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person said of a text's label: what a tenant's layer learns from. */
@Entity('correction')
@Index('correction_by_time', ['tenantId', 'madeAt'])
export class CorrectionEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'feedback_id' })
  feedbackId!: string;

  /** Masked, as all texts are. */
  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'text' })
  label!: Mood;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
}

/** What was learnt from a tenant's corrections at one time; never changed. */
@Entity('layer_version')
export class LayerVersionEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'bytea' })
  weights!: Buffer;

  /** The newest correction that it knows, and how many it knows: with another newest or another number there is more to learn. */
  @Column({ type: 'timestamptz', name: 'learned_until', nullable: true })
  learnedUntil!: Date | null;

  @Column({ type: 'integer' })
  corrections!: number;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
}

/** The version that a tenant holds on to, where it does not follow the newest. */
@Entity('layer_choice')
export class LayerChoiceEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  /** 0 for the model without a layer. */
  @Column({ type: 'integer' })
  version!: number;
}
