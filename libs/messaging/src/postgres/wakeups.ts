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
    const client = await this.connect();
    const { rows: [row] } = await client.query<{ led: boolean }>(`SELECT pg_try_advisory_lock(hashtext('voc_log lead'), hashtext($1)) AS led`, [name]);
    if (!row?.led) return undefined;
    return async () => { await client.query(`SELECT pg_advisory_unlock(hashtext('voc_log lead'), hashtext($1))`, [name]); };
  }

  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.timer);
    if (this.pending.size > 0) await this.notify();
    await (await this.client?.catch(() => undefined))?.end();
  }

  private async notify(): Promise<void> {
    this.timer = undefined;
    this.notifiedAt = performance.now();
    const topics = [...this.pending].join(',');
    this.pending = new Set();
    // A wake-up that is lost costs a poll's time, no more.
    await this.connect().then(async (client) => client.query(`SELECT pg_notify($1, $2)`, [channel, topics])).catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    return (this.client ??= this.open());
  }

  /** Opens a connection, which is this process's until it fails. */
  private open(): Promise<pg.Client> {
    const { pipeline, query_timeout, connectionTimeoutMillis, keepAlive, keepAliveInitialDelayMillis } = connectionOptions;
    const client = new pg.Client({ connectionString: this.url, application_name: 'vocloop-log-wakeups', pipeline, query_timeout, connectionTimeoutMillis, keepAlive, keepAliveInitialDelayMillis });
    const opening = (async () => {
      await client.connect();
      await client.query(`SET idle_session_timeout = '${silence}'; LISTEN ${channel}`);
      return client;
    })();
    const forget = (): boolean => {
      if (this.client !== opening) return false;
      this.client = undefined;
      return true;
    };
    client.on('notification', ({ payload }) => { for (const topic of payload?.split(',') ?? []) signalOf(topic).raise(); });
    // Told twice where Postgres says that it ends: by the second time, another connection may be in its place.
    client.on('error', (error) => {
      if (!forget() || this.closing) return;
      this.logger.warn(`the log's wake-ups were interrupted: ${error.message}`);
      setTimeout(() => { if (!this.closing) void this.connect().catch(() => undefined); }, 1000).unref();
    });
    opening.catch(() => {
      forget();
      return client.end();
    }).catch(() => undefined);
    const beat = setInterval(() => void opening.then(async () => client.query('SELECT 1')).catch(() => undefined), beatMs).unref();
    client.once('end', () => clearInterval(beat));
    return opening;
  }
}
