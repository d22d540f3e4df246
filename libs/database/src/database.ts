import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { tenantsStatement } from './tenancy.js';

interface Running {
  readonly manager: EntityManager;
  readonly tenants: ReadonlySet<string>;
  readonly beforeCommit: Map<unknown, () => void>;
  readonly afterCommit: Map<unknown, () => void>;
  readonly atCommit: (readonly [sql: string, parameters: readonly unknown[]])[];
  /** Resolves once the statement asked for last has its answer. */
  asked?: Promise<unknown>;
  /** Why the transaction cannot commit any more. */
  failure?: unknown;
}

/** A service's database: its own schema and role, and transactions that see exactly the tenants they name. */
export class Database {
  private readonly running = new AsyncLocalStorage<Running>();

  constructor(readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction that may see exactly these tenants, or joins the running one.
   * Commits when it resolves, rolls back when it rejects. Joining with a tenant that the running one did not name is an error.
   */
  async transaction<T>(tenants: readonly string[], work: () => Promise<T>): Promise<T> {
    const outer = this.running.getStore();
    if (outer) {
      const stranger = tenants.find((it) => !outer.tenants.has(it));
      if (stranger) throw new Error(`the running transaction does not name the tenant "${stranger}"`);
      return work();
    }
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      const running: Running = { manager: runner.manager, tenants: new Set(tenants), beforeCommit: new Map(), afterCommit: new Map(), atCommit: [] };
      let result: T;
      try {
        if (tenants.length > 0) await runner.query(tenantsStatement(tenants));
        result = await this.running.run(running, async () => {
          const value = await work();
          for (const hook of running.beforeCommit.values()) hook();
          return value;
        });
        await commit(runner, running.atCommit);
      } catch (error) {
        // A lost connection cannot roll back; the error that led here is the one to tell.
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
      for (const hook of running.afterCommit.values()) hook();
      return result;
    } finally {
      await runner.release();
    }
  }

  /** The entity manager of the running transaction; throws outside of one, where row-level security would show nothing. */
  get manager(): EntityManager {
    return this.current().manager;
  }

  /** A parametrised statement in the running transaction; resolves to its rows. Statements asked for at once are carried out in that order, and cost one trip. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const running = this.current();
    const before = running.asked;
    const answer = running.manager.query<unknown>(sql, [...parameters]).catch(async (error: unknown) => {
      // Those asked after the one that failed say only that the transaction is aborted.
      await before;
      throw (running.failure ??= error);
    });
    running.asked = answer.catch(() => undefined);
    const result = await answer;
    // TypeORM answers [rows, count] for UPDATE and DELETE, and rows for the rest.
    return (/^\s*(?:update|delete)\b/i.test(sql) && Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result) as Row[];
  }

  /** Leaves a statement whose answer nobody needs for the commit of the running transaction, which fails with it. They go together: rows that everybody changes are held as shortly as can be. */
  atCommit(sql: string, parameters: readonly unknown[]): void {
    this.current().atCommit.push([sql, parameters]);
  }

  /** Runs a hook before the running transaction commits; once for a key. The hook may leave statements for it. */
  beforeCommit(key: unknown, hook: () => void): void {
    const { beforeCommit } = this.current();
    if (!beforeCommit.has(key)) beforeCommit.set(key, hook);
  }

  /** Runs a hook after the running transaction has committed; once for a key. */
  afterCommit(key: unknown, hook: () => void): void {
    const { afterCommit } = this.current();
    if (!afterCommit.has(key)) afterCommit.set(key, hook);
  }

  private current(): Running {
    const running = this.running.getStore();
    if (!running) throw new Error('no transaction is running: wrap the use case in database.transaction(tenants, work)');
    return running;
  }
}

/** Sends what was left for it, and COMMIT, in one write. Where a statement fails, Postgres answers COMMIT by rolling back, without an error: the first that failed is told. */
async function commit(runner: QueryRunner, last: Running['atCommit']): Promise<void> {
  const outcomes = await Promise.allSettled([...last, ['COMMIT', []] as const].map(async ([sql, parameters]) => { await runner.query(sql, [...parameters]); }));
  const failed = outcomes.find((it) => it.status === 'rejected');
  if (failed) throw failed.reason;
}
