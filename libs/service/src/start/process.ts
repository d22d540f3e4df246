import { processLogger } from '../telemetry/logging.js';
import { startTelemetry, stopTelemetry } from '../telemetry/telemetry.js';
import type { CommonSettings } from '../settings/settings.js';

/** What there is once for a process, however many services it holds. */
let prepared = false;

/** Starts the process's logger and telemetry; once, before the first service is made. */
export async function prepareProcess(name: string, settings: Pick<CommonSettings, 'LOG_LEVEL'>): Promise<void> {
  if (prepared) return;
  prepared = true;
  processLogger(settings.LOG_LEVEL);
  await startTelemetry(name);
}

/** So long a process may take to stop whose parent is gone, and its database with it as like as not. */
const orphanSeconds = 5;

/**
 * Ends the process in order at SIGTERM or SIGINT, when the parent that it has a channel to is gone, or when an error that nobody caught
 * leaves it in an unknown state. A second signal, or the time being up, ends it at once.
 */
export function stopOnSignals(stop: () => Promise<void>, seconds: number): void {
  const log = processLogger();
  let stopping = false;
  const end = async (status: number, within = seconds): Promise<void> => {
    stopping = true;
    setTimeout(() => {
      log.fatal(`not stopped within ${within} s`);
      process.exit(1);
    }, within * 1000).unref();
    try {
      await stop();
      await stopTelemetry();
      process.exit(status);
    } catch (err) {
      log.fatal({ err }, 'the stop failed');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      log.info({ signal }, 'stopping');
      void end(0);
    });
  }
  if (process.channel) process.once('disconnect', () => { if (!stopping) void end(1, Math.min(seconds, orphanSeconds)); });
  const fail = (err: unknown): void => {
    log.fatal({ err }, 'an error that nobody caught');
    if (!stopping) void end(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
