import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A step of a feedback's, an issue's or a conversation's way. */
@Entity('hop')
@Index('hop_oldest', ['tenantId', 'at'])
export class HopEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('text') subject!: string;
  @PrimaryColumn('text') step!: string;
  @PrimaryColumn('uuid', { name: 'event_id' }) eventId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text', { name: 'trace_id', nullable: true }) traceId!: string | null;
  @Column('jsonb') detail!: Record<string, unknown>;
}

/** How many passed a stage on a day, by the bucket of their latency. */
@Entity('stage_count')
export class StageCountEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('text') stage!: string;
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('int') bucket!: number;
  @Column('bigint') n!: string;
}

/** How many events of a type were seen, and when the last one was made. */
@Entity('topic_count')
export class TopicCountEntity {
  @PrimaryColumn('text', { name: 'tenant_id' }) tenantId!: string;
  @PrimaryColumn('text') topic!: string;
  @PrimaryColumn('text') type!: string;
  @Column('bigint') events!: string;
  @Column('timestamptz', { name: 'last_at' }) lastAt!: Date;
}
