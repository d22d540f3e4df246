import type { Event } from '@vocloop/contracts';

/** An event that had no effect, and why: an outcome of its own, not an error. */
export interface Dropped {
  readonly event: Event;
  readonly reason: string;
}

/** This event is at fault, or these are, and no retry will help: they go to the dead letters, their neighbours go through. */
export class PoisonError extends Error {
  constructor(readonly event: Event | readonly Event[], readonly code: string, message: string, options?: ErrorOptions) {
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

// Postgres: connections, resources, a server going down or coming up, transactions that met, a standby. Node: the socket's, a full disk.
const passing = new Set([
  '08000', '08001', '08003', '08004', '08006', '53000', '53100', '53200', '53300', '57P01', '57P02', '57P03', '40001', '40P01', '55P03', '25P03', '25006',
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENOSPC',
]);
const lost = /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|is not queryable|Query runner already released|cached plan must not change result type/i;

/** True for errors that pass by themselves: the database or the network is away, or two transactions met; also where that is only the cause. */
export function isPassing(error: unknown, depth = 0): boolean {
  if (error instanceof RetryLater) return true;
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, driverError, cause, message } = error as { code?: unknown; driverError?: unknown; cause?: unknown; message?: string };
  return (typeof code === 'string' && passing.has(code)) || lost.test(message ?? '') || isPassing(driverError, depth + 1) || isPassing(cause, depth + 1);
}
