import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker, PlatformTrial } from '@vocloop/testing';
import { makeSample } from './loop.js';
import type { Summary } from './summary.js';

let trial: PlatformTrial;
afterEach(async () => trial.remove());
const started = (env: Record<string, string>, ...args: string[]) => {
  trial = new PlatformTrial(env);
  return trial.start('--once', ...args).ended;
};

describe('what a start needs and does not have is said plainly, with the mend', () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    port = (taken.address() as { port: number }).port;
  });
  afterAll(() => void taken.close());

  it.each<[string, () => Record<string, string>, () => string[], RegExp]>([
    ['a port that is taken', () => ({}), () => ['--port', String(port)], /port \d+ is taken: stop what listens there, or choose another with --port N/],
    ['a port that is none', () => ({}), () => ['--port', '70000'], /--port must be a whole number from 0 to 65535/],
    ['Java', () => ({ JAVA_HOME: '/nowhere' }), () => ['--kafka'], /Kafka needs Java 17 and "\/nowhere\/bin\/java" does not run: install a JDK 17 .*KAFKA_BROKERS/],
    ['a file to import', () => ({}), () => ['--import', '/nowhere/feedback.csv'], /\/nowhere\/feedback\.csv/],
    ['an option', () => ({}), () => ['--colour'], /--colour/],
    ['a data folder', () => ({ VOC_DATA_DIR: '/proc/vocloop' }), () => [], /the data folder \/proc\/vocloop cannot be written .*VOC_DATA_DIR/],
  ])('%s', async (_, env, args, says) => {
    const { status, said, seconds } = await started(env(), ...args());
    expect(said).toMatch(says);
    expect(said).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
    expect(seconds).toBeLessThan(30);
    expect(trial.processes()).toEqual([]);
  }, 60_000);

  (process.getuid?.() === 0 && process.platform === 'linux' ? it : it.skip)('room on the disk', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'vocloop-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0711', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      // No right to mount, as in most containers: nothing to try here.
      return rmSync(disk, { recursive: true });
    }
    try {
      const { status, said, seconds } = await started({ VOC_DATA_DIR: disk });
      expect(said).toMatch(/the disk is full\. Make room, or name another folder with VOC_DATA_DIR/);
      expect(status).toBe(1);
      expect(seconds).toBeLessThan(30);
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
    }
  }, 60_000);

  it('a data folder that another start works on', async () => {
    trial = new PlatformTrial();
    const file = join(trial.folder, 'one.jsonl');
    writeFileSync(file, `${JSON.stringify({ source: 'shop', externalId: '1', channel: 'survey', text: 'Good.' })}\n`);
    const run = trial.start('--import', file);
    await run.address();
    const { status, said } = await new PlatformTrial({ VOC_DATA_DIR: trial.folder }).start('--once').ended;
    expect(said).toMatch(/Vocloop already runs on .* \(process \d+\): stop it, or name another folder with VOC_DATA_DIR/);
    expect(status).toBe(1);
    await run.interrupt();
  }, 60_000);
});

const tried = (kafka: boolean) => async () => {
  trial = new PlatformTrial();
  const rows = (await makeSample()).feedback.slice(0, 6000);
  const file = join(trial.folder, 'feedback.jsonl');
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const args = ['--import', file, ...(kafka ? ['--kafka'] : [])];
  const run = trial.start(...args);
  await run.until(() => trial.imported() >= 500);
  expect(trial.processes().length).toBeGreaterThan(kafka ? 7 : 1);

  const began = performance.now();
  const { status, said } = await run.interrupt();
  expect(said).toContain('stopping in order');
  expect(status).toBe(130);
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(trial.processes()).toEqual([]);

  const next = trial.start('--once', ...args);
  const { status: ended, said: told } = await next.ended;
  expect(told).toMatch(/goes on after row [\d,]+, where it was stopped/);
  expect(ended).toBe(0);
  const { accepted, duplicates, refused, scored, inFlight } = await next.summary<Summary>();
  // What was sent before the stop and is sent again must be told as the first time: else fewer were accepted than were scored.
  expect({ accepted, rows: accepted + duplicates + refused, inFlight }).toEqual({ accepted: scored, rows: rows.length, inFlight: 0 });
  expect(trial.processes()).toEqual([]);
};

describe('Ctrl-C in the midst of an import stops everything in order, leaves no process, and the next start goes on', () => {
  it('on Postgres', tried(false), 120_000);
});
describeWithOwnBroker('and the same', () => {
  it('on Kafka', tried(true), 180_000);
});
