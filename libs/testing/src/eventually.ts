import { setTimeout as sleep } from 'node:timers/promises';

/** Tries an assertion until it holds and answers what it answered; after `ms` it throws the assertion's own last error. */
export async function eventually<Result>(assertion: () => Result | Promise<Result>, ms = 10_000): Promise<Result> {
  const deadline = Date.now() + ms;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
