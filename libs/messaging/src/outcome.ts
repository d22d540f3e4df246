import type { Event } from '@vocloop/contracts';

/** An event that had no effect, and why: an outcome of its own, not an error. */
export interface Dropped {
  readonly event: Event;
  readonly reason: string;
}

/** This event is at fault, and no retry will help: it goes to the dead letters, its neighbours go through. */
export class PoisonError extends Error {
  constructor(readonly event: Event, readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PoisonError';
  }
}

/** Something that the handler needs is away: the partition waits, without limit, and says so. */
export class RetryLater extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RetryLater';
  }
}

/** Another consumer has moved on from where this one stands (a zombie after a rebalance): it must ask for its positions again. */
export class StaleConsumer extends Error {
  constructor(topic: string) {
    super(`another consumer of ${topic} has moved on`);
    this.name = 'StaleConsumer';
  }
}

// Postgres: connection exceptions, resources, operator intervention, serialization, deadlock, lock timeout. Node: the socket's.
const passing = /^(08|53|57|40001|40P01|55P03|25P03|25006)|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOSPC)/;

/** True for errors that pass by themselves: the database or the network is away, or two transactions met. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RetryLater) return true;
  const { code, driverError, message } = error as { code?: unknown; driverError?: { code?: unknown }; message?: string };
  return [code, driverError?.code].some((it) => typeof it === 'string' && passing.test(it)) || /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(message ?? '');
}
