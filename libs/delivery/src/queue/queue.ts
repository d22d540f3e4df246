import { Logger } from '@nestjs/common';
import { connectionOptions, type Database } from '@vocloop/database';
import { PgBoss, type Db, type JobWithMetadata } from 'pg-boss';
import { queueSchema } from '../migrations/1700000001000-create-delivery.js';

/** What a job says: which delivery is to be tried, and how many attempts it had then. A delivery that has had more was tried already. */
export interface Turn {
  readonly tenant: string;
  readonly id: string;
  readonly attempts: number;
}

/** A job that this process holds. */
export type Claim = Pick<JobWithMetadata<Turn>, 'id' | 'retryCount' | 'data'>;

export interface QueueOptions {
  readonly service: string;
  readonly url: string;
  /** After so many seconds a claim whose process died is given to another. Longer than a try takes. */
  readonly claimSeconds: number;
  /** Tries at one time of one host, over all processes. */
  readonly perHost: number;
}

const QUEUE = 'delivery';

/** When each delivery is tried, kept by pg-boss: jobs are written in the running transaction and claimed by one process at a time. */
export class Queue {
  private readonly log = new Logger('delivery');
  private readonly boss: PgBoss;

  constructor(private readonly database: Database, private readonly options: QueueOptions) {
    // Its pool takes what every pool does, though its types do not say so.
    const { query_timeout, keepAlive, keepAliveInitialDelayMillis } = connectionOptions;
    this.boss = new PgBoss({
      ...{ query_timeout, keepAlive, keepAliveInitialDelayMillis },
      connectionString: options.url,
      schema: queueSchema(options.service),
      application_name: `vocloop-${options.service}-queue`,
      max: 2,
      // The schema is the owner's: it is made and changed by migrations only.
      migrate: false, createSchema: false, reindex: false, schedule: false,
      superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, maintenanceIntervalSeconds: 3600,
    });
    this.boss.on('error', (err) => this.log.warn({ err }, 'the queue of deliveries'));
  }

  async start(): Promise<void> {
    await this.boss.start();
    const { claimSeconds: expireInSeconds } = this.options;
    const rules = {
      expireInSeconds,
      // A claim may fail as often as it likes: how often a receiver is tried is decided by the delivery, not here.
      retryLimit: 1_000_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 60,
      retentionSeconds: 30 * 24 * 3600, deleteAfterSeconds: 3600,
    };
    await this.boss.createQueue(QUEUE, rules);
    await this.boss.updateQueue(QUEUE, rules);
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }

  /** In the running transaction: has these tried, each at its time. */
  async put(turns: readonly { readonly turn: Turn; readonly host: string; readonly at: Date }[]): Promise<void> {
    if (turns.length === 0) return;
    const jobs = turns.map(({ turn, host, at }) => ({ data: turn, group: { id: host }, startAfter: at }));
    await this.boss.insert(QUEUE, jobs, { db: this.running() });
  }

  /** Claims at most so many jobs that are due. */
  async claim(most: number): Promise<Claim[]> {
    return this.boss.fetch<Turn>(QUEUE, { batchSize: most, groupConcurrency: this.options.perHost });
  }

  /** In the running transaction: the job is done. */
  async done({ id, retryCount }: Claim): Promise<void> {
    await this.boss.complete(QUEUE, { id, retryCount }, null, { db: this.running() });
  }

  /** The job could not be worked on; it comes back soon. */
  async giveBack({ id, retryCount }: Claim, error: Error): Promise<void> {
    await this.boss.fail(QUEUE, { id, retryCount }, { message: error.message });
  }

  /** The running transaction, as pg-boss wants it. */
  private running(): Db {
    const runner = this.database.manager.queryRunner;
    if (!runner) throw new Error('no transaction is running');
    return { executeSql: async (text, values) => ({ rows: (await runner.query(text, values, true)).records as unknown[] }) };
  }
}
