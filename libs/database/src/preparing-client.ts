import pg from 'pg';

/** Texts beyond so many are put together at run time: those are parsed each time, so that no connection hoards plans. */
const mostNames = 1000;
/** A plan suits the tables' size when it was made; one made while they were empty would read them from end to end once they are large. */
const planAgeMs = 30_000;
const names = new Map<string, string>();

/**
 * A connection that has Postgres parse and plan each statement with parameters once, not at every call: of what a small statement costs Postgres, most is that.
 * Plans are made anew after 30 s. Where a migration changed what a statement answers, the connection ends with that one error, and callers try again.
 */
export class PreparingClient extends pg.Client {
  private plannedAt = performance.now();

  override query(...parameters: unknown[]): never {
    const [text, values, ...rest] = parameters;
    if (text === 'START TRANSACTION' && performance.now() - this.plannedAt > planAgeMs) {
      this.plannedAt = performance.now();
      return this.send(`DISCARD PLANS; ${text}`);
    }
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    if (!name) return this.send(...parameters);
    const answer: unknown = this.send({ name, text, values }, ...rest);
    if (answer instanceof Promise) answer.catch((error: unknown) => { if (isOutdated(error)) void this.end(); });
    return answer as never;
  }

  /** As pg.Client has it: `never` stands for its nine overloads, which are the caller's. */
  private send(...parameters: unknown[]): never {
    return (super.query as (...parameters: unknown[]) => never)(...parameters);
  }
}

const isOutdated = (error: unknown): boolean => /cached plan must not change result type/.test((error as Error).message);

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < mostNames) names.set(text, `v${names.size}`);
  return names.get(text);
}
