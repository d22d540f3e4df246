import type { DataSource } from 'typeorm';

/** Seconds after which a transaction that writes and is still open is told of: ours take well under one, and are ended by Postgres after 15 s without a word. */
export const longOpenSeconds = 60;

// Whoever writes holds a lock on the number of his transaction, which everybody may see; one that was prepared holds it without a process.
const oldestNow = `SELECT l.transactionid::text AS id, l.pid, a.usename AS "user", a.application_name AS application
  FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted ORDER BY age(l.transactionid) DESC LIMIT 1`;

interface Holder { readonly id: string; readonly pid: number | null; readonly user: string | null; readonly application: string | null }

/**
 * Watches the oldest transaction of the server that has written and not ended. While it is open, Postgres can clean nothing up that was deleted since: outboxes and indexes bloat, and all slows down.
 * A role without privileges is not told when others' transactions began: one is as old as it has been seen to be the oldest.
 */
export class OldestTransaction {
  private open: { readonly id: string; readonly since: number; told: boolean } | undefined;
  private looking = false;

  constructor(private readonly dataSource: DataSource, private readonly warn: (message: string) => void, private readonly now = () => performance.now()) {}

  /** For how many seconds it has been open, at least; 0 where none is. */
  get seconds(): number {
    return this.open ? (this.now() - this.open.since) / 1000 : 0;
  }

  /** Looks which one it is now, and warns once of one that is open for long. Where it cannot look, since all connections wait for just that one, or the server is away, what it knows stays; it asks one question at a time. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const answer = await this.dataSource.query<Holder[]>(oldestNow).catch(() => undefined);
    this.looking = false;
    if (!answer) return;
    const [oldest] = answer;
    if (oldest?.id !== this.open?.id) this.open = oldest && { id: oldest.id, since: this.now(), told: false };
    if (!oldest || !this.open || this.open.told || this.seconds < longOpenSeconds) return;
    this.open.told = true;
    const [whose, mend] = oldest.pid ? [`of ${oldest.user} (${oldest.application || 'without an application_name'}, pid ${oldest.pid})`, `SELECT pg_terminate_backend(${oldest.pid})`] : ['that was prepared', 'ROLLBACK PREPARED what pg_prepared_xacts names'];
    this.warn(`a transaction ${whose} has written and been open for ${Math.round(this.seconds)} s: until it ends, Postgres cleans nothing up that was deleted since. Where it was forgotten, end it: ${mend}`);
  }
}
