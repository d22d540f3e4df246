import type { Server, Transaction } from './server.testing.js';
import type { Process } from './world.testing.js';

/** An error as Postgres or the network gives it: with its code. */
export const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** A connection as TypeORM's QueryRunner, as far as Database needs it. */
export class Connection {
  readonly manager = { query: async (sql: string, parameters?: readonly unknown[]) => this.query(sql, parameters) };
  isTransactionActive = false;
  private transaction: Transaction | undefined;
  /** What was asked before: a connection's statements are carried out in their order. */
  private before: Promise<unknown> = Promise.resolve();
  /** Deaf where the server still hears what its client sends, but is not heard; cut where neither hears the other. */
  private connection: 'whole' | 'deaf' | 'cut' = 'whole';

  constructor(
    private readonly server: Server,
    private readonly owner: Process,
  ) {}

  async connect(): Promise<void> {
    if (!this.server.away) return;
    await this.server.world.call(`${this.server.name} connect`, (answer) => answer(this.server.away ? { error: coded('ECONNREFUSED', 'connect ECONNREFUSED') } : { value: undefined }));
  }

  async startTransaction(): Promise<void> {
    this.transaction = this.server.begin(this.owner);
    this.isTransactionActive = true;
  }

  async query(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    const tenants = /^SELECT set_config\('voc\.tenants', '([^']*)'/.exec(sql)?.[1];
    if (tenants !== undefined) {
      // Goes with the next statement, which saves this world a step.
      this.transaction!.tenants = tenants.split(',');
      return [];
    }
    if (sql === 'COMMIT') return this.commit();
    const statement = this.server.statement(sql);
    const rows = await this.send<readonly unknown[]>(named(sql), (transaction, done) => transaction.execute(statement, parameters, done));
    return /^\s*(?:update|delete)\b/i.test(sql) ? [rows, rows.length] : rows;
  }

  private async commit(): Promise<void> {
    await this.send<undefined>('COMMIT', (transaction, done) => {
      if (transaction.ended) return done({ error: new Error('Connection terminated unexpectedly') });
      transaction.end(true);
      done({ value: undefined });
    });
    this.isTransactionActive = false;
  }

  async rollbackTransaction(): Promise<void> {
    await this.send<undefined>('ROLLBACK', (transaction, done) => {
      transaction.end(false);
      done({ value: undefined });
    });
    this.isTransactionActive = false;
  }

  async release(): Promise<void> {
    return undefined;
  }

  /** What is sent may be lost, or be carried out and only its answer lost: nobody can tell which. Of what is sent behind it, a part is carried out, from the first on. */
  private async send<T>(what: string, work: (transaction: Transaction, done: (outcome: { value: T } | { error: unknown }) => void) => void): Promise<T> {
    const { world, name } = this.server;
    const transaction = this.transaction!;
    const answered = this.before.then(() => world.call<T>(`${name} ${what}`, (answer) => {
      const lost = this.connection !== 'whole' || world.random.chance(world.rates.lose);
      if (!lost) return work(transaction, answer);
      const tell = (): void => answer({ error: new Error('Connection terminated unexpectedly') });
      if (this.connection === 'whole') {
        world.count(what === 'COMMIT' ? 'commit in doubt' : 'connection lost');
        world.after(world.random.between(0, 500), `${name} gives up a lost connection`, () => transaction.end(false));
      }
      this.connection = this.connection === 'cut' || world.random.chance(0.5) ? 'cut' : 'deaf';
      if (this.connection === 'cut') tell();
      else work(transaction, tell);
    }));
    this.before = answered.catch(() => undefined);
    return answered;
  }
}

const names = new Map<string, string>();
function named(sql: string): string {
  let name = names.get(sql);
  if (!name) names.set(sql, (name = sql.replace(/\s+/g, ' ').trim().slice(0, 60)));
  return name;
}
