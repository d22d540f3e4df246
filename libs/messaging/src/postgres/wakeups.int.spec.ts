import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { Wakeups } from './wakeups.js';

const leader = `
  import { Wakeups } from './wakeups.js';
  await new Wakeups(process.env.URL, console).lead('readers');
  console.log('leads');
  setInterval(() => undefined, 1000);`;

let fresh: FreshDatabase;
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(async () => fresh.drop());

it('who leads does so as long as he lives, and 15 s longer where his process is stopped and keeps its connection', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', leader], { cwd: join(import.meta.dirname, '../../dist/postgres'), env: { ...process.env, NODE_OPTIONS: '', URL: fresh.url }, stdio: ['ignore', 'pipe', 'inherit'] });
  const other = new Wakeups(fresh.url, console);
  try {
    await once(child.stdout, 'data');
    const began = performance.now();
    // Longer than anybody may be silent: what he is heard by is his beat.
    while (performance.now() - began < 17_000) {
      expect(await other.lead('readers')).toBeUndefined();
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    child.kill('SIGSTOP');
    await eventually(async () => expect(await other.lead('readers')).toBeDefined(), 20_000);
  } finally {
    child.kill('SIGKILL');
    await other.close();
  }
}, 60_000);
