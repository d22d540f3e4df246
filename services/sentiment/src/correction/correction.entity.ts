import type { TaughtLanguage, Mood } from '@vocloop/text';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person said of a text's label, its themes or both: what a tenant's layer learns from. Withdrawn, it has no text and says nothing, and tells older revisions so that come late. */
@Entity('correction')
@Index('correction_by_time', ['tenantId', 'madeAt'])
export class CorrectionEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'feedback_id' })
  feedbackId!: string;

  /** The feedback's revision that brought it. */
  @Column({ type: 'integer' })
  revision!: number;

  /** Masked, as all texts are; its beginning, where it is long. */
  @Column({ type: 'text', nullable: true })
  text!: string | null;

  /** As its source declared it. */
  @Column({ type: 'text', nullable: true })
  language!: string | null;

  @Column({ type: 'text', nullable: true })
  label!: Mood | null;

  /** All themes that the text speaks of. */
  @Column({ type: 'jsonb', nullable: true })
  themes!: string[] | null;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
}

/** What was learnt from a tenant's corrections at one time; never changed. */
@Entity('layer')
export class LayerEntity {
  @PrimaryColumn({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'bytea' })
  weights!: Buffer;

  /** For each language what of it is followed, and how right it and the model were about corrections that were held out. */
  @Column({ type: 'jsonb' })
  learned!: TaughtLanguage[];

  /** Which model and which version of the taxonomy it corrects: beside others there is more to learn. */
  @Column({ type: 'text', name: 'learned_beside' })
  learnedBeside!: string;

  /** The newest correction that it knows, and how many it knows: with another newest or another number there is more to learn. */
  @Column({ type: 'timestamptz', name: 'learned_until', nullable: true })
  learnedUntil!: Date | null;

  @Column({ type: 'integer' })
  corrections!: number;

  @Column({ type: 'timestamptz', name: 'made_at' })
  madeAt!: Date;
}

/** A tenant of whom there may be more to learn, and from when on somebody is to look. Whoever looks knows no tenant yet, so it is no table of tenants. */
@Entity('unlearnt')
export class UnlearntEntity {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt!: Date;
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
