import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntitySchema } from 'typeorm';
import { Database } from './database.js';
import { LeanClient } from './lean-client.js';

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
 * again; a transaction that waits for anything but Postgres in between bounds that itself. A server that is gone without a word is found out; nobody waits
 * for a connection for ever.
 */
export const connectionOptions = { Client: LeanClient, pipeline: true, idle_in_transaction_session_timeout: 15_000, lock_timeout: 20_000, keepAlive: true, connectionTimeoutMillis: 10_000 } as const;

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

@Injectable()
class Connection implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
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
      providers: [{ provide: Database, useFactory: async () => new Database(await dataSourceOf(options).initialize()) }, Connection],
      exports: [Database],
    };
  }
}
