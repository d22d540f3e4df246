// Loaded before a service of the test build (node --import): ends its process, as kill -9 does, at a named point.
//   VOC_CHAOS_CRASH_AT  name:nth or name:nth:SIGNAL, any number of them with commas: the first that is reached counts; the parent may name more later
//   VOC_CHAOS_HITS      the file that each hit is written to, a JSON line
import { fdatasyncSync, openSync, writeSync } from 'node:fs';

const left = new Map();
const arm = (list) => {
  if (list === '') left.clear();
  for (const it of list.split(',').filter(Boolean)) {
    const [name, nth = '1', signal = 'SIGKILL'] = it.split(':');
    left.set(name, { nth: Number(nth), signal });
  }
};
arm(process.env.VOC_CHAOS_CRASH_AT ?? '');
process.on('message', ({ crashAt }) => { if (crashAt !== undefined) arm(crashAt); });
const file = openSync(process.env.VOC_CHAOS_HITS, 'a');

globalThis.crashPoint = (name) => {
  const at = left.get(name);
  if (!at || --at.nth > 0) return;
  left.delete(name);
  writeSync(file, `${JSON.stringify({ pid: process.pid, name, signal: at.signal, at: Date.now() })}\n`);
  fdatasyncSync(file);
  process.kill(process.pid, at.signal);
};
