import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker } from '@vocloop/testing';

/** Every service dies once at each of its crash points under load, and the checker finds nothing wrong; what it said is the error otherwise. */
async function short(log: string): Promise<unknown> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'chaos.mjs'), '--short', '--log', log], { maxBuffer: 1e8 }, (error, _, said) => resolve(error ? said : 'passed'));
  });
}

describe('five services under load, each dying at each of its crash points', () => {
  it('lose nothing and do nothing twice on the log in Postgres', async () => expect(await short('postgres')).toBe('passed'), 900_000);
});

describeWithOwnBroker('five services under load on Kafka, each dying at each of its crash points', () => {
  it('lose nothing and do nothing twice', async () => expect(await short('kafka')).toBe('passed'), 900_000);
});
