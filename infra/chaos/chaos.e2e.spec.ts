import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker } from '@vocloop/testing';

/** Some service dies at each crash point under load, and the checker finds nothing wrong; what it said is the error otherwise. */
async function brief(log: string): Promise<unknown> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'chaos.mjs'), '--brief', '--log', log], { maxBuffer: 1e8 }, (error, _, said) => resolve(error ? said : 'passed'));
  });
}

describe('five services under load, one dying at each crash point', () => {
  it('lose nothing and do nothing twice on the log in Postgres', async () => expect(await brief('postgres')).toBe('passed'), 900_000);
});

describeWithOwnBroker('five services under load on Kafka, one dying at each crash point', () => {
  it('lose nothing and do nothing twice', async () => expect(await brief('kafka')).toBe('passed'), 900_000);
});
