import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '@vocloop/messaging';
import type { Api } from './api.js';

/** How often each event was seen by reporting, by its type. */
export async function eventCounts(api: Api): Promise<ReadonlyMap<string, number>> {
  const { topics } = await api.get<{ topics: { type: string; events: number }[] }>('/v1/pipeline');
  return new Map(topics.map(({ type, events }) => [type, events]));
}

/** What of the accounts tells whether anything still moves. */
const fingerprint = (accounts: readonly Account[]): string => JSON.stringify(accounts.map(({ consumers, outbox }) => [outbox.rows, consumers.map(({ next, end }) => [next, end])]));

/**
 * Waits until nothing moves any more: nothing in flight and no delivery on its first way, twice in a row, since an event may have
 * been between two services at the first look.
 */
export async function settled(api: Api): Promise<Account[]> {
  const answersMove = answering(api);
  for (let before = ''; ; ) {
    const accounts = await api.accounts().catch(() => undefined);
    if (accounts) {
      const quiet = accounts.every(({ inFlight }) => inFlight === 0) && !(await delivering(api).catch(() => true)) && !(await answersMove().catch(() => true));
      const now = quiet ? fingerprint(accounts) : '';
      if (quiet && now === before) return accounts;
      before = now;
    }
    await sleep(before ? 100 : 250);
  }
}

/** True while a webhook to a pod was not tried yet. One that failed is tried again for hours; nobody waits for that. */
async function delivering(api: Api): Promise<boolean> {
  const { items } = await api.get<{ items: { attempts: number | unknown[] }[] }>('/v1/deliveries?state=queued&limit=200');
  return items.some(({ attempts }) => (Array.isArray(attempts) ? attempts.length : attempts) === 0);
}

/** So long answers may stand still before they count as failed for now: longer than the claim lasts that a killed process left on one. */
const stillMs = 45_000;

/** Looks whether answers to customers are on their way: some are due, and something became of one not long ago. */
function answering(api: Api): () => Promise<boolean> {
  let before = -1;
  let movedAt = 0;
  return async () => {
    const { answers } = await api.get<{ answers: { due: number; answered: number; failed: number } }>('/v1/metrics/issues?limit=1');
    const open = answers.due - answers.answered - answers.failed;
    if (open !== before) movedAt = performance.now();
    before = open;
    return open > 0 && performance.now() - movedAt < stillMs;
  };
}
