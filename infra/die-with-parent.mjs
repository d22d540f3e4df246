// A child that outlives a killed parent keeps its port and its data folder. A small shell holds a pipe from us: when we die,
// however we die, the pipe closes and the shell tells the child to stop.
import { spawn } from 'node:child_process';

/** Stops process `pid` by `signal` when this process ends; answers how to call that off (call it once the child is gone). */
export function dieWithParent(pid, signal = 'TERM') {
  if (process.platform === 'win32') return () => {};
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -${signal} ${Number(pid)} 2>/dev/null`], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  guard.stdin.unref?.();
  return () => {
    try {
      process.kill(-guard.pid, 'SIGKILL');
    } catch {
      // It went by itself.
    }
  };
}
