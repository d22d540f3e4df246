import { connectionOptions } from '@vocloop/database';
import pg from 'pg';
import type { Logger } from '../relay.js';
import { Signal } from '../signal.js';

const channel = 'voc_log';
const notifyMs = 20;
/** A process that is stopped, or gone without a word, leads no longer than Postgres waits to hear from it. */
const silence = '15s';
const beatMs = 5000;

/** Signals of this process, shared by all logs in it. */
const local = new Map<string, Signal>();

function signalOf(topic: string): Signal {
  let signal = local.get(topic);
  if (!signal) local.set(topic, (signal = new Signal()));
  return signal;
}

/**
 * Tells readers that there is something to read: those of this process at once; those of others by NOTIFY, at most every
 * 20 ms and never inside the transaction that appended, where it would take a lock on the whole database.
 * The same connection holds the locks by which one of several processes leads a group.
 */
export class Wakeups {
  private client: Promise<pg.Client> | undefined;
  private pending = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private notifiedAt = -Infinity;
  private closing = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  signalOf(topic: string): Signal {
    return signalOf(topic);
  }

  announce(topics: ReadonlySet<string>): void {
    for (const topic of topics) {
      signalOf(topic).raise();
      this.pending.add(topic);
    }
    if (this.closing) return;
    this.timer ??= setTimeout(() => void this.notify(), Math.max(0, this.notifiedAt + notifyMs - performance.now()));
  }

  /** Becomes the one reader of its name; answers how to step back, or undefined where another process leads. */
  async lead(name: string): Promise<(() => Promise<void>) | undefined> {
    const [row] = await this.query(`SELECT pg_try_advisory_lock(hashtext('voc_log lead'), hashtext($1)) AS led`, [name]);
    if (!row?.['led']) return undefined;
    return async () => { await this.query(`SELECT pg_advisory_unlock(hashtext('voc_log lead'), hashtext($1))`, [name]); };
  }

  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.timer);
    if (this.pending.size > 0) await this.notify();
    // What is asked already may still connect.
    await this.last;
    await (await this.client?.catch(() => undefined))?.end();
  }

  private async notify(): Promise<void> {
    this.timer = undefined;
    this.notifiedAt = performance.now();
    const topics = [...this.pending].join(',');
    this.pending = new Set();
    // A wake-up that is lost costs a poll's time, no more.
    await this.query(`SELECT pg_notify($1, $2)`, [channel, topics]).catch(() => undefined);
  }

  /** One statement at a time: the connection is shared by all subscriptions. */
  private async query(sql: string, parameters: unknown[]): Promise<Record<string, unknown>[]> {
    const result = this.last.then(async () => (await this.connect()).query<Record<string, unknown>>(sql, parameters));
    this.last = result.then(() => undefined, () => undefined);
    return (await result).rows;
  }

  private async connect(): Promise<pg.Client> {
    this.client ??= this.open().catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  private async open(): Promise<pg.Client> {
    const { pipeline, query_timeout, connectionTimeoutMillis } = connectionOptions;
    const client = new pg.Client({ connectionString: this.url, application_name: 'vocloop-log-wakeups', pipeline, query_timeout, connectionTimeoutMillis });
    client.on('notification', ({ payload }) => { for (const topic of payload?.split(',') ?? []) signalOf(topic).raise(); });
    client.on('error', (error) => {
      this.client = undefined;
      if (this.closing) return;
      this.logger.warn(`the log's wake-ups were interrupted: ${error.message}`);
      setTimeout(() => { if (!this.closing) void this.connect().catch(() => undefined); }, 1000).unref();
    });
    await client.connect();
    await client.query(`SET idle_session_timeout = '${silence}'; LISTEN ${channel}`);
    const beat = setInterval(() => void client.query('SELECT 1').catch(() => undefined), beatMs).unref();
    client.once('end', () => clearInterval(beat));
    return client;
  }
}
