import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An issue whose customers are still to be answered. Read across tenants when a process starts, so it is no tenant's table and holds no customer's data. */
@Entity('answering')
export class AnsweringEntity {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  /** The envelope of the event that resolved it. */
  @Column({ type: 'jsonb', nullable: true })
  cause!: unknown;
}
