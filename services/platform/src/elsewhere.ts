import { createHash } from 'node:crypto';
import { Api, ApiError } from './api.js';
import { DataDir } from './data-dir.js';
import type { Receiver } from './loop.js';
import type { Summary } from './summary.js';

/** A platform that feedback can be sent to, with the folder that remembers what was sent. */
export interface Platform {
  readonly api: Api;
  readonly url: string;
  readonly key: string;
  readonly dataDir: DataDir;
  readonly log: Summary['log'];
  /** Who plays the pods' and the customers' systems; left out where the platform could not reach it. */
  readonly receiver?: Receiver;
  /** The Kafka that it works on, where it was started here. */
  readonly brokers?: string;
}

/** How long a service that is away is waited for, in the midst of a run. */
export const patienceMs = 60_000;

/** A platform that runs elsewhere, once it has shown that it answers to the key. What was sent to it is remembered in a data folder of its own, so that a second start goes on. */
export async function platformElsewhere({ url, key }: { url: string; key: string }, dataDir: string): Promise<Platform> {
  await answers(url, key);
  const own = new DataDir(new DataDir(dataDir).file('elsewhere', createHash('sha256').update(`${url} ${key}`).digest('hex').slice(0, 16)));
  own.lock();
  return { api: new Api(url, key, patienceMs), url, key, dataDir: own, log: 'elsewhere' };
}

async function answers(url: string, key: string): Promise<void> {
  try {
    await new Api(url, key).accounts();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const mend = error.status === 0 ? 'is the platform up, and is this its address?' : error.status === 401 || error.status === 403 ? 'give a key of that platform that has all scopes, with --key' : 'is it ready? See its /health/ready';
    throw new Error(`${url}: ${error.message}\n  ${mend}`, { cause: error });
  }
}
