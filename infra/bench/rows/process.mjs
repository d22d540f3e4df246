import { execFileSync } from 'node:child_process';
import { median } from '../harness.mjs';
import { wholeLoop } from './loop.mjs';

/** What a process holds in memory. */
export const megabytesOf = (pid) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

/** What the one process holds while half of what it bears flows, Postgres apart. */
export const memory = {
  name: 'memory',
  lines: [
    { path: 'memory, all in one process at steady load, without Postgres: most', of: ({ most }) => most, unit: 'MB', goal: { most: 400 } },
    { path: 'memory, all in one process at steady load, without Postgres: usually', of: ({ megabytes }) => megabytes, unit: 'MB' },
  ],
  async prepare(stand) {
    const platform = await stand.oneProcess();
    await platform.putRules();
    const { pid } = platform;
    let capacity;
    return {
      ours: async (turn) => {
        capacity ??= (await wholeLoop(stand, platform, { run: 'capacity', count: stand.events(10_000) })).perSecond;
        const seconds = Math.max(5, 30 * stand.scale);
        const samples = [];
        const sampling = setInterval(() => samples.push(megabytesOf(pid)), 250);
        await stand.send({ url: platform.urlOf(), key: platform.key, run: `steady-${turn}`, count: Math.round((capacity / 2) * seconds), perSecond: capacity / 2 });
        clearInterval(sampling);
        await platform.settled();
        return { megabytes: median(samples), most: Math.max(...samples), halfLoad: capacity / 2 };
      },
    };
  },
};

/** From the command to the address that answers, on a data folder that was started on before. */
export const start = {
  name: 'start',
  lines: [{ path: 'start to ready, all in one process, after the first time', of: ({ seconds }) => seconds, unit: 's', goal: { most: 5 } }],
  async prepare(stand) {
    const platform = await stand.oneProcess();
    return {
      ours: async () => {
        await platform.halt();
        return { seconds: await platform.start() };
      },
    };
  },
};
