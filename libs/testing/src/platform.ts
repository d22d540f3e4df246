import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { nodeFlags } from '../../../infra/install.mjs';

const main = join(import.meta.dirname, '../../../services/platform/dist/main.js');
// A test's own engines are none of the platform's business.
const notOurs = /^(DATABASE_URL|KAFKA_BROKERS|PORT|HOST|VOC_.*|JEST_.*|NODE_OPTIONS)$/;

/** How a run of the platform ended. */
export interface Ending {
  /** The exit status; undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly seconds: number;
  /** What it told people. */
  readonly said: string;
}

/** One run of the platform, as a process in a group of its own. */
export class PlatformRun {
  readonly ended: Promise<Ending>;
  private said = '';
  private printed = '';
  private over: Ending | undefined;

  constructor(private readonly child: ChildProcess) {
    const began = performance.now();
    child.stderr?.on('data', (chunk: Buffer) => { this.said += chunk.toString(); });
    child.stdout?.on('data', (chunk: Buffer) => { this.printed += chunk.toString(); });
    this.ended = new Promise((resolve) => child.once('close', (status) => resolve((this.over = { status: status ?? undefined, seconds: (performance.now() - began) / 1000, said: this.said }))));
  }

  /** How it ended, where it has. */
  get ending(): Ending | undefined {
    return this.over;
  }

  /** Where it answers, with its first key; waits until it is there. */
  async address(): Promise<{ url: string; key: string }> {
    const [, url, key] = await this.until(() => /ready after .*: (http\S+)\/#key=(\S+)/.exec(this.said) ?? undefined);
    return { url: url!.replace('localhost', '127.0.0.1'), key: key! };
  }

  /** What `--json` printed, waited for; the services' own log lines go the same way. */
  async summary<Summary>(ms?: number): Promise<Summary> {
    return JSON.parse(await this.until(() => /^\{"log":.*\}$/m.exec(this.printed)?.[0], ms)) as Summary;
  }

  /** Waits for what `look` finds; fails with what the platform said where it ends before that, or where it takes too long. */
  async until<Found>(look: () => Found | undefined | false | Promise<Found | undefined | false>, ms = 120_000): Promise<Found> {
    const deadline = Date.now() + ms;
    for (;;) {
      const { over } = this;
      const found = await look();
      if (found) return found;
      if (over) throw new Error(`the platform ended (${over.status}):\n${over.said}`);
      if (Date.now() > deadline) throw new Error(`the platform took longer than ${ms / 1000} s:\n${this.said}`);
      await sleep(50);
    }
  }

  /** kill -9, of this one process. */
  async kill(): Promise<Ending> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Ctrl-C: SIGINT to the whole group. */
  async interrupt(): Promise<Ending> {
    if (!this.over && this.child.pid) process.kill(-this.child.pid, 'SIGINT');
    return this.ended;
  }
}

/** The platform as people start it (`npm start -- …`), on a data folder that it may be started on again. Wants dist/ to be built. */
export class PlatformTrial {
  readonly folder = mkdtempSync(join(tmpdir(), 'vocloop-trial-'));
  private running: PlatformRun | undefined;

  constructor(private readonly env: Readonly<Record<string, string>> = {}) {
    // Root runs Postgres as another user, who must be able to pass.
    chmodSync(this.folder, 0o711);
  }

  start(...args: string[]): PlatformRun {
    const mine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !notOurs.test(name)));
    const child = spawn(process.execPath, [...nodeFlags(''), main, '--port', '0', '--json', ...args], { env: { ...mine, VOC_DATA_DIR: this.folder, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    return (this.running = new PlatformRun(child));
  }

  /** Asks the database of the run as its owner, who sees every tenant; empty while there is none. */
  async query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const [pid, secrets] = ['postgres/postmaster.pid', 'secrets.json'].map((name) => join(this.folder, name));
    const port = existsSync(pid!) ? readFileSync(pid!, 'utf8').split('\n')[3] : undefined;
    if (!port) return [];
    const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'vocloop', database: 'vocloop', password: (JSON.parse(readFileSync(secrets!, 'utf8')) as { owner: string }).owner });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql, parameters)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** How many rows of its file an import has sent so far. */
  imported(): number {
    const [counts] = globSync(join(this.folder, 'imported-*.json'));
    return counts ? (JSON.parse(readFileSync(counts, 'utf8')) as { rows: number }).rows : 0;
  }

  /** The processes that work on the folder: node, postgres, java, and what guards them. */
  processes(kind = ''): number[] {
    const lines = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
    return lines.filter((line) => line.includes(this.folder) && line.includes(kind) && !/^\s*\d+ ps /.test(line)).map((line) => Number.parseInt(line, 10));
  }

  /** Stops what still runs and deletes the folder. */
  async remove(): Promise<void> {
    await this.running?.interrupt();
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
