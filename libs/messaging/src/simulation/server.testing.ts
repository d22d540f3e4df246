import { coded, Connection } from './connection.testing.js';
import type { Process, World } from './world.testing.js';

export type Row = Record<string, unknown>;
/** What a statement does in its transaction, given its parameters; resolves to its rows. May run again from its begin where it had to wait for a lock. */
export type Statement = (transaction: Transaction, parameters: readonly unknown[]) => readonly unknown[];

interface Version { readonly at: number; readonly row: Row | null }

/** Thrown where a statement has to wait for another transaction's end. */
class Blocked extends Error {
  constructor(readonly by: Transaction) {
    super('waits for a lock');
  }
}

/** One schema of a Postgres in memory: versions of rows, row locks until the end of the transaction, read committed, deadlocks, connections that break. */
export class Server {
  /** True while nobody can connect. */
  away = false;
  private readonly tables = new Map<string, Map<string, Version[]>>();
  private readonly locks = new Map<string, Transaction>();
  private readonly open = new Set<Transaction>();
  private readonly sequences = new Map<string, number>();
  private readonly known = new Map<string, Statement>();
  commits = 0;
  /** How many statements wait for a lock. */
  waiting = 0;

  constructor(
    readonly world: World,
    readonly name: string,
    private readonly statements: readonly (readonly [RegExp, Statement])[],
  ) {}

  /** What stands in Database's place of TypeORM's DataSource: connections of one process. */
  dataSource(): object {
    return { createQueryRunner: () => new Connection(this, this.world.process) };
  }

  begin(owner: Process): Transaction {
    const transaction = new Transaction(this);
    this.open.add(transaction);
    // The server hears of a dead client when it hears of it; until then the transaction keeps its locks.
    const bereaved = (): void => { this.world.after(this.world.random.between(0, 1500), `${this.name} gives up a dead client`, () => transaction.end(false)); };
    owner.onDeath.add(bereaved);
    transaction.onEnd = () => owner.onDeath.delete(bereaved);
    return transaction;
  }

  /** Ends every transaction and every connection, and refuses new ones for a while. */
  restart(ms: number): void {
    this.away = true;
    for (const transaction of [...this.open]) transaction.end(false);
    this.world.after(ms, `${this.name} is back`, () => { this.away = false; });
  }

  /** Ends transactions that wait for their clients, as an administrator or a timeout does. */
  terminate(share: number): void {
    for (const transaction of [...this.open]) if (this.world.random.chance(share)) transaction.end(false);
  }

  rows<R extends Row>(table: string): R[] {
    return [...this.table(table).values()].flatMap((versions) => (versions.at(-1)!.row ? [versions.at(-1)!.row as R] : []));
  }

  statement(sql: string): Statement {
    let found = this.known.get(sql);
    if (!found) {
      const flat = sql.replace(/\s+/g, ' ').trim();
      found = this.statements.find(([pattern]) => pattern.test(flat))?.[1];
      if (!found) throw new Error(`the memory's Postgres does not know this statement; teach it in statements.testing.ts: ${flat}`);
      this.known.set(sql, found);
    }
    return found;
  }

  table(name: string): Map<string, Version[]> {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Map()));
    return table;
  }

  /** Older versions are kept for statements that began before and wait. */
  store(table: Map<string, Version[]>, key: string, row: Row | null): void {
    const version = { at: this.commits, row };
    if (this.waiting > 0) table.set(key, [...(table.get(key) ?? []), version]);
    else if (row) table.set(key, [version]);
    else table.delete(key);
  }

  next(sequence: string): number {
    const value = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, value);
    return value;
  }

  holder(lock: string): Transaction | undefined {
    return this.locks.get(lock);
  }

  hold(lock: string, by: Transaction): void {
    this.locks.set(lock, by);
  }

  close(transaction: Transaction, locks: Iterable<string>): void {
    this.open.delete(transaction);
    for (const it of locks) this.locks.delete(it);
  }
}

/** A transaction at the server; its client may be long gone. */
export class Transaction {
  tenants: readonly string[] = [];
  ended = false;
  onEnd: () => void = () => undefined;
  private failed = false;
  private snapshot = 0;
  private readonly written = new Map<string, Map<string, Row | null>>();
  private readonly held = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  private waitsFor: Transaction | undefined;

  constructor(readonly server: Server) {}

  execute(statement: Statement, parameters: readonly unknown[], done: (outcome: { value: readonly unknown[] } | { error: unknown }) => void): void {
    this.snapshot = this.server.commits;
    const run = (): void => {
      if (this.waitsFor) this.server.waiting--;
      this.waitsFor = undefined;
      if (this.ended) return done({ error: new Error('Connection terminated unexpectedly') });
      if (this.failed) return done({ error: coded('25P02', 'current transaction is aborted, commands ignored until end of transaction block') });
      try {
        done({ value: statement(this, parameters) });
      } catch (error) {
        if (error instanceof Blocked && !this.waitForEver(error.by)) {
          this.server.world.count('lock waited for');
          this.waitsFor = error.by;
          this.server.waiting++;
          error.by.waiting.push(run);
          return;
        }
        if (error instanceof Blocked) this.server.world.count('deadlock');
        this.failed = true;
        done({ error: error instanceof Blocked ? coded('40P01', 'deadlock detected') : error });
      }
    };
    run();
  }

  /** Commits or rolls back; answers whether it was committed: a transaction in which a statement failed is not, whatever it is told. */
  end(commit: boolean): boolean {
    if (this.ended) return false;
    this.ended = true;
    const committed = commit && !this.failed;
    if (committed) {
      this.server.commits++;
      for (const [name, rows] of this.written) {
        const table = this.server.table(name);
        for (const [key, row] of rows) this.server.store(table, key, row);
      }
    }
    this.onEnd();
    this.server.close(this, this.held);
    const { world } = this.server;
    for (const go of this.waiting) world.after(world.random.between(0, 3), `${this.server.name} frees a lock`, go);
    return committed;
  }

  /** The rows that the running statement sees: those committed when it began, and its own transaction's. */
  scan<R extends Row>(name: string): [string, R][] {
    const own = this.written.get(name);
    const seen: [string, R][] = [];
    for (const [key, versions] of this.server.table(name)) {
      const row = own?.has(key) ? own.get(key) : versions.findLast(({ at }) => at <= this.snapshot)?.row;
      if (row) seen.push([key, row as R]);
    }
    for (const [key, row] of own ?? []) if (row && !this.server.table(name).has(key)) seen.push([key, row as R]);
    return name === 'dead_letter' ? seen.filter(([, row]) => this.tenants.includes(row['tenant_id'] as string)) : seen;
  }

  select<R extends Row>(name: string, where: (row: R) => boolean): R[] {
    return this.scan<R>(name).map(([, row]) => row).filter(where);
  }

  /** Takes a row's lock, or any other, until the end of the transaction; waits for who has it. */
  lock(lock: string): void {
    if (!this.tryLock(lock)) throw new Blocked(this.server.holder(lock)!);
  }

  tryLock(lock: string): boolean {
    const holder = this.server.holder(lock);
    if (holder && holder !== this) return false;
    this.held.add(lock);
    this.server.hold(lock, this);
    return true;
  }

  /** Locks the rows that fit, and looks at each again once it has its lock, as read committed does. */
  forUpdate<R extends Row>(name: string, where: (row: R) => boolean): [string, R][] {
    const found = this.scan<R>(name).filter(([, row]) => where(row));
    for (const [key] of found) this.lock(`${name}/${key}`);
    return found.flatMap(([key]) => {
      const row = this.latest<R>(name, key);
      return row && where(row) ? [[key, row] as [string, R]] : [];
    });
  }

  update<R extends Row>(name: string, where: (row: R) => boolean, change: (row: R) => R | null): R[] {
    return this.forUpdate(name, where).map(([key, row]) => {
      const changed = change(row);
      this.write(name, key, changed);
      return changed ?? row;
    });
  }

  /** Inserts rows by their unique keys; those that exist stay, or become what `merge` makes of both. Answers what was new. */
  insert<R extends Row>(name: string, rows: readonly (readonly [string, R])[], merge?: (old: R, given: R) => R): R[] {
    for (const [key] of rows) this.lock(`${name}/${key}`);
    return rows.flatMap(([key, row]) => {
      const old = this.latest<R>(name, key);
      if (!old || merge) this.write(name, key, old ? merge!(old, row) : row);
      return old ? [] : [row];
    });
  }

  private write(name: string, key: string, row: Row | null): void {
    let own = this.written.get(name);
    if (!own) this.written.set(name, (own = new Map()));
    own.set(key, row);
  }

  latest<R extends Row>(name: string, key: string): R | null {
    const own = this.written.get(name);
    return (own?.has(key) ? own.get(key) : this.server.table(name).get(key)?.at(-1)?.row) as R | null ?? null;
  }

  private waitForEver(holder: Transaction): boolean {
    for (let it: Transaction | undefined = holder; it; it = it.waitsFor) if (it === this) return true;
    return false;
  }
}
