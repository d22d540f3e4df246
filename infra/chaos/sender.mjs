// Sends requests and writes records, each noted in the ledger before and after: ok, fail or unknown.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a request waits for its answer: longer than the platform takes to say that it is busy. */
export const giveUpMs = 30_000;

export class Sender {
  /** Nothing is tried for long any more. */
  over = false;

  constructor({ url, keys, log, book }) {
    Object.assign(this, { url, keys, log, book });
  }

  async append(kind, tenant, items, records, mark) {
    const op = randomUUID();
    await this.book.note({ op, kind, tenant, items, mark, began: Date.now() });
    for (let tries = 0; !this.over || tries < 20; tries++) {
      const outcome = await this.log.append(records).then(() => 'ok', () => 'unknown');
      await this.book.note({ op, outcome, ended: Date.now() });
      if (outcome === 'ok') return;
      await sleep(300);
    }
  }

  /** Sends a request until its outcome is known, where it may be sent again. Answers what it was answered; undefined where nobody knows, or where it was refused. */
  async request(tenant, kind, path, items, { key, again, mark }) {
    const op = randomUUID();
    await this.book.note({ op, kind, tenant, items, key, mark, began: Date.now() });
    const body = JSON.stringify(kind === 'batch' ? { items } : items[0]);
    for (let tries = 0; tries < 200; tries++) {
      const tried = Date.now();
      const { status, answer, retryAfter } = await this.post(tenant, path, body, key);
      // 409 speaks of the same request while it is carried out: of what became of it, it says nothing.
      const outcome = status >= 200 && status < 300 ? 'ok' : status >= 400 && status < 500 && status !== 409 && status !== 429 ? 'fail' : 'unknown';
      await this.book.note({ op, outcome, status, code: outcome === 'ok' ? undefined : answer.code, retryAfter, answer: outcome === 'ok' ? (answer.items ?? [answer]) : undefined, tried, ended: Date.now() });
      if (outcome === 'ok') return answer;
      if (outcome === 'fail' || !again) return undefined;
      await sleep(Math.min(2000, 100 * 2 ** tries));
    }
    return undefined;
  }

  async post(tenant, path, body, key) {
    try {
      const answer = await fetch(`${this.url}${path}`, {
        method: 'POST', body, signal: AbortSignal.timeout(giveUpMs),
        headers: { authorization: `Bearer ${this.keys[tenant]}`, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
      });
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') ?? undefined, answer: await answer.json().catch(() => ({})) };
    } catch {
      return { status: 0, answer: {} };
    }
  }

  async get(tenant, path) {
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.keys[tenant]}` }, signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    return answer?.ok ? answer.json().catch(() => undefined) : undefined;
  }
}
