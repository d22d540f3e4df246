import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An issue whose customers are still to be answered. Read across tenants when a process starts, so it is no tenant's table and holds no customer's data. */
@Entity('answering')
export class AnsweringEntity {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'uuid', name: 'issue_id' })
  issueId!: string;

  /** Another one each time that it is asked for. */
  @Column({ type: 'uuid' })
  round!: string;

  /** Ids of the event that resolved it: its own, its chain's and its trace's. */
  @Column({ type: 'jsonb', nullable: true })
  cause!: unknown;
}
