import pg from 'pg';
import { isTenantsStatement } from './tenancy.js';

/** Texts beyond so many are put together at run time: those are parsed each time, so that no connection hoards plans. */
const mostNames = 1000;
/** A plan suits the tables' size when it was made; one made while they were empty would read them from end to end once they are large. */
const planAgeMs = 30_000;
const names = new Map<string, string>();
/** The answer to what is not sent by itself. */
const nothing = { command: '', rowCount: null, oid: 0, fields: [], rows: [] } satisfies pg.QueryResult;

/**
 * A connection that costs little for each statement, of which a transaction has many that do little. What opens a transaction goes along with its first
 * statement, and all that is asked at once leaves in one write, without waiting for answers between.
 * Postgres parses and plans each statement with parameters once, not at every call. Plans are made anew after 30 s. Where a migration changed what a statement
 * answers, the connection ends with that one error, and callers try again.
 */
export class LeanClient extends pg.Client {
  private plannedAt = performance.now();
  /** What opens a transaction, until its first statement. */
  private opening = '';

  constructor(options?: pg.ClientConfig) {
    super(options);
    // A server that ends may say so in the packet that opens the connection, before the one who waits for it can listen. Its first statement is refused then.
    this.on('error', () => undefined);
  }

  override query(...parameters: unknown[]): never {
    const [text, values, ...rest] = parameters;
    if (text === 'START TRANSACTION') return this.open(this.isOutworn() ? `DISCARD PLANS; ${text}` : text);
    if (this.opening && isTenantsStatement(text)) return this.open(`${this.opening}; ${text}`);
    const opened = this.opening ? this.send(this.opening) as Promise<unknown> : undefined;
    this.opening = '';
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    if (!name) return both(opened, this.send(...parameters));
    const answer: unknown = this.send({ name, text, values }, ...rest);
    if (answer instanceof Promise) answer.catch((error: unknown) => { if (isOutdated(error)) void this.end(); });
    return both(opened, answer);
  }

  private open(text: string): never {
    this.opening = text;
    return Promise.resolve(nothing) as never;
  }

  /** Whether plans are to be made anew, once for each age. */
  private isOutworn(): boolean {
    const isOld = performance.now() - this.plannedAt > planAgeMs;
    if (isOld) this.plannedAt = performance.now();
    return isOld;
  }

  /** As pg.Client has it: `never` stands for its nine overloads, which are the caller's. */
  private send(...parameters: unknown[]): never {
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return (super.query as (...parameters: unknown[]) => never)(...parameters);
  }
}

/** The second's answer, unless the first has failed. */
const both = (opened: Promise<unknown> | undefined, answer: unknown): never => (opened ? Promise.all([opened, answer as Promise<unknown>]).then(([, it]) => it) : answer) as never;

const isOutdated = (error: unknown): boolean => /cached plan must not change result type/.test((error as Error).message);

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < mostNames) names.set(text, `v${names.size}`);
  return names.get(text);
}
