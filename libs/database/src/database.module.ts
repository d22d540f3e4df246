import { type DynamicModule, Inject, Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics, type ObservableCallback } from '@opentelemetry/api';
import { DataSource, type EntitySchema } from 'typeorm';
import { Database } from './database.js';
import { LeanClient } from './lean-client.js';
import { OldestTransaction } from './oldest-transaction.js';

/** What a service connects with: its own role, its entities, and how many connections it may hold. */
export interface DatabaseOptions {
  readonly service: string;
  /** Connection of the service's own role. */
  readonly url: string;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM names entities by their classes
  readonly entities: readonly (Function | EntitySchema)[];
  readonly poolSize?: number;
}

/**
 * What every connection is bound by. Who stops in the midst of a transaction holds others up for 15 s, who wait a little longer than that, and then try
 * again; a transaction that waits for anything but Postgres in between bounds that itself. Nobody waits for a connection for longer than 10 s. A server that
 * is gone without a word is found out, by the network within half a minute, and where that is silent too, because no statement takes five minutes from when it
 * was asked: with `pipeline`, the driver ends the connection then. Requests have their own, shorter deadline.
 */
export const connectionOptions = {
  Client: LeanClient, pipeline: true, idle_in_transaction_session_timeout: 15_000, lock_timeout: 20_000, connectionTimeoutMillis: 10_000, query_timeout: 300_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000,
} as const;

/** A data source for a service's own role: its entities, no synchronisation, and no migrations, which are the owner's. */
export const dataSourceOf = ({ service, url, entities, poolSize = 10 }: DatabaseOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: service,
    entities: [...entities],
    synchronize: false,
    poolSize,
    applicationName: `vocloop-${service}`,
    extra: connectionOptions,
  });

const OPTIONS = Symbol('options of the database');
const lookEveryMs = 10_000;

/** Watches what the server is held up by while the service runs, and closes the service's connections last. */
@Injectable()
class Connection implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private forget?: () => void;

  constructor(@Inject(Database) private readonly database: Database, @Inject(OPTIONS) private readonly options: DatabaseOptions) {}

  onApplicationBootstrap(): void {
    const { service } = this.options;
    const logger = new Logger(`database:${service}`);
    const oldest = new OldestTransaction(this.database.dataSource, (message) => logger.warn(message));
    const gauge = metrics.getMeter('@vocloop/database').createObservableGauge('voc_database_oldest_transaction_seconds', { description: 'For how long the oldest transaction of the server that has written has been seen open' });
    const observe: ObservableCallback = (result) => result.observe(oldest.seconds, { service });
    gauge.addCallback(observe);
    this.forget = () => gauge.removeCallback(observe);
    this.timer = setInterval(() => void oldest.look(), lookEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.forget?.();
    if (this.database.dataSource.isInitialized) await this.database.dataSource.destroy();
  }
}

/** Gives a service its `Database`, connected at start and closed last. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: OPTIONS, useValue: options }, { provide: Database, useFactory: async () => new Database(await dataSourceOf(options).initialize()) }, Connection],
      exports: [Database],
    };
  }
}
