import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What is secret on this machine: made at the first start, kept readable by its owner only. */
export interface Secrets {
  /** Password of the embedded Postgres' owner. */
  readonly owner: string;
  /** Password of the services' roles. */
  readonly service: string;
  readonly pepper: string;
  /** Signs what the sample's receiver gets. */
  readonly webhook: string;
  readonly apiKey?: string;
}

/** The folder that everything is kept in, with its secrets. */
export class DataDir {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
    try {
      make(this.path);
      accessSync(this.path, constants.W_OK);
    } catch (error) {
      throw new Error(`the data folder ${this.path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''}): name another with VOC_DATA_DIR`, { cause: error });
    }
  }

  /** Makes this process the folder's only user; a lock that a dead process left is taken over. */
  lock(): void {
    const holder = Number(this.read('running.pid'));
    if (holder > 0 && holder !== process.pid && isRunning(holder)) {
      throw new Error(`Vocloop already runs on ${this.path} (process ${holder}): stop it, or name another folder with VOC_DATA_DIR`);
    }
    this.write('running.pid', String(process.pid));
  }

  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  secrets(): Secrets {
    const file = this.file('secrets.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    const secret = () => randomBytes(24).toString('base64url');
    return this.keep({ owner: secret(), service: secret(), pepper: randomBytes(48).toString('base64url'), webhook: `whsec_${randomBytes(24).toString('base64')}` });
  }

  keep(secrets: Secrets): Secrets {
    this.write('secrets.json', JSON.stringify(secrets, null, 2), 0o600);
    return secrets;
  }

  /** Writes a file whole or not at all. */
  write(name: string, text: string, mode = 0o644): void {
    writeFileSync(`${this.file(name)}.new`, text, { mode });
    renameSync(`${this.file(name)}.new`, this.file(name));
  }

  read(name: string): string | undefined {
    return existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : undefined;
  }
}

/** How to reach the embedded Postgres of the platform that runs on a data folder, as its owner, and its pepper; undefined where none runs. */
export function environmentOn(folder: string): { DATABASE_URL: string; VOC_KEY_PEPPER: string } | undefined {
  const [secrets, postgres] = [join(folder, 'secrets.json'), join(folder, 'postgres', 'postmaster.pid')];
  if (!existsSync(secrets) || !existsSync(postgres)) return undefined;
  const { owner, pepper } = JSON.parse(readFileSync(secrets, 'utf8')) as Secrets;
  return { DATABASE_URL: `postgres://vocloop:${owner}@127.0.0.1:${readFileSync(postgres, 'utf8').split('\n')[3]}/vocloop`, VOC_KEY_PEPPER: pepper };
}

/** Not by `recursive`, which tries for ever where the system answers that there is no such folder, as below /proc. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder, { mode: 0o711 });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/cmdline') || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The usual data folder: `.voc` beside the code. Started by root, Postgres runs as a user of its own, who cannot enter
 * a closed home such as /root; then it lies below /var/lib.
 */
export function usualDataDir(root: string): string {
  if (process.getuid?.() !== 0 || isOpen(realpathSync(root))) return join(root, '.voc');
  return join('/var/lib/vocloop', Buffer.from(root).toString('hex').slice(-40));
}

const isOpen = (path: string): boolean => (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isOpen(dirname(path)));
