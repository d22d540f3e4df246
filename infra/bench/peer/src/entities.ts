// The peer's tables. As in Nest's guide, one entity a table and a repository for each.
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Entity('feedback')
@Index(['tenant', 'source', 'externalId'], { unique: true })
export class Feedback {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') tenant!: string;
  @Column('text') source!: string;
  @Column('text', { nullable: true }) externalId!: string | null;
  @Column('jsonb') content!: object;
  @Column('timestamptz') receivedAt!: Date;
}

@Entity('score')
export class Score {
  @PrimaryColumn('uuid') feedbackId!: string;
  @Column('float8') polarity!: number;
  @Column('text') label!: string;
  @Column('jsonb') themes!: object;
}

@Entity('issue')
export class Issue {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text', { unique: true }) fingerprint!: string;
  @Column('text') touchpoint!: string;
  @Column('text') theme!: string;
  @Column('boolean') open!: boolean;
  @Column('int') feedbackCount!: number;
  @Column('float8') polaritySum!: number;
  @Column('timestamptz') firstSeenAt!: Date;
  @Column('timestamptz') lastSeenAt!: Date;
}

@Entity('evidence')
export class Evidence {
  @PrimaryColumn('uuid') feedbackId!: string;
  @Index() @Column('uuid') issueId!: string;
  @Column('text', { nullable: true }) customer!: string | null;
  @Column('text') text!: string;
  @Column('timestamptz') occurredAt!: Date;
}

@Entity('assignment')
export class Assignment {
  @PrimaryColumn('uuid') issueId!: string;
  @Column('text') pod!: string;
  @Column('text') reason!: string;
  @Column('jsonb') issue!: object;
  @Column('int') toldCount!: number;
}

@Entity('seen')
export class Seen {
  @PrimaryColumn('uuid') feedbackId!: string;
  @Column('jsonb') spoken!: object;
  @Column('float8', { nullable: true }) polarity!: number | null;
  @Column('timestamptz', { nullable: true }) scoredAt!: Date | null;
}

@Entity('rollup')
export class Rollup {
  @PrimaryColumn('text') dimension!: string;
  @PrimaryColumn('text') value!: string;
  @PrimaryColumn('date') day!: string;
  @Column('bigint') n!: number;
  @Column('float8') sum!: number;
}

@Entity('issue_seen')
export class IssueSeen {
  @PrimaryColumn('uuid') issueId!: string;
  @Column('jsonb') issue!: object;
}

export const entities = [Feedback, Score, Issue, Evidence, Assignment, Seen, Rollup, IssueSeen];
