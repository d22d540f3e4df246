import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { growthOf, slopeOf } from '../harness.mjs';
import { wholeLoop } from './loop.mjs';
import { megabytesOf } from './process.mjs';

const path = 'a soak of the one process, without Postgres, at a third of what it bears';
const line = (what, key, unit, most) => ({ path: `${path}: ${what}`, of: (figures) => figures[key], over: ({ minutes }) => [minutes, 'minutes'], unit, goal: { most, from: 60 } });
// Pools open a connection or two more while the machine is busy and let them go when it is not, so the middles of two quarters of an hour differ by as many. What leaks does not stop at three.
const sway = 3;
const everyMs = 10_000;

/** Memory, open handles and connections of the process that `npm start` runs, looked at every ten seconds while feedback flows steadily. */
export const soak = {
  name: 'soak',
  onlyNamed: true,
  repetitions: 1,
  lines: [
    line('memory, slope', 'slope', 'MB/min', 1), line('memory, most', 'most', 'MB', 400),
    line('open handles, growth', 'handles', '', sway), line('connections to the database, growth', 'connections', '', sway),
  ],
  async prepare(stand) {
    const platform = await stand.oneProcess();
    await platform.putRules();
    const minutes = stand.options.minutes * Math.min(1, stand.scale);
    let perSecond;
    return {
      // The warm-up tells what it bears.
      ours: async (turn) => {
        if (turn === 0) {
          perSecond = (await wholeLoop(stand, platform, { run: 'capacity', count: stand.events(10_000) })).perSecond / 3;
          return { perSecond };
        }
        const samples = await sampledWhile(platform, steadily(stand, platform, perSecond, minutes));
        await platform.settled();
        return { minutes, perSecond, ...figuresOf(samples) };
      },
    };
  },
};

/** Sends a minute's feedback again and again, so that the load's own memory stays as it is. */
async function steadily(stand, platform, perSecond, minutes) {
  for (let left = minutes, n = 0; left > 0; left--, n++) {
    await stand.send({ url: platform.urlOf(), key: platform.key, run: `soak-${n}`, count: Math.max(1, Math.round(perSecond * 60 * Math.min(1, left))), perSecond, connections: 16 });
  }
}

async function sampledWhile(platform, work) {
  const samples = [];
  const { pid } = platform;
  const began = performance.now();
  let over = false;
  const ended = work.finally(() => { over = true; });
  while (!over) {
    const [{ connections }] = await platform.query(`SELECT count(*)::int AS connections FROM pg_stat_activity WHERE usename LIKE 'voc\\_%'`);
    samples.push({
      minute: (performance.now() - began) / 60_000, connections, handles: readdirSync(`/proc/${pid}/fd`).length,
      megabytes: megabytesOf(pid),
    });
    await Promise.race([sleep(everyMs), ended]);
  }
  await ended;
  return samples;
}

/** The first third is warm-up: caches fill, code is compiled, the heap finds its size. */
function figuresOf(samples) {
  const steady = samples.slice(Math.floor(samples.length / 3));
  return {
    slope: slopeOf(steady.map(({ minute, megabytes }) => [minute, megabytes])), most: Math.max(...samples.map(({ megabytes }) => megabytes)),
    handles: growthOf(steady.map(({ handles }) => handles)), connections: growthOf(steady.map(({ connections }) => connections)), samples: samples.length,
  };
}
