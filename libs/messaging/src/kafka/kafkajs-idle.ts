import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/**
 * kafkajs 2.2.4 looks for waiting requests again and again, on each connection, by a timer set to a moment in the past: a thousand times a
 * second (a twentieth of a core for each consumer at rest) and, on Node 24, with a TimeoutNegativeWarning. It need look only where one waits.
 */
export function quietenIdleConnections(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: RequestQueue & { quiet?: true } };
  if (prototype.quiet) return;
  prototype.quiet = true;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function onlyWhereOneWaits(this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
