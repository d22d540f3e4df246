import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedbackInput } from '@vocloop/contracts';
import type { SentBatch } from './import.service.js';

/** Why nothing more can be sent: `refused` will not change by itself, `away` may. */
export class SendError extends Error {
  constructor(readonly kind: 'refused' | 'away', message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

export interface SenderOptions {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof globalThis.fetch;
  /** How long to go on trying a server that does not answer; default five minutes. */
  readonly patienceMs?: number;
}

type Try = { readonly done: SentBatch } | { readonly again: string; readonly afterMs: number } | { readonly tooLarge: true };

/** Posts batches to a server's /v1/feedback/batch; waits for one that is busy or away, and halves what it finds too large. */
export function httpSender(options: SenderOptions): (items: readonly FeedbackInput[], key: string) => Promise<SentBatch> {
  const { patienceMs = 300_000 } = options;
  return async function send(items: readonly FeedbackInput[], key: string): Promise<SentBatch> {
    if (items.length === 0) return { items: [] };
    const until = Date.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      const result = await post(options, items, key, attempt);
      if ('done' in result) return result.done;
      if ('tooLarge' in result) {
        const half = Math.ceil(items.length / 2);
        if (items.length === 1) throw new SendError('refused', 'the server finds a single row too large; raise its VOC_BODY_LIMIT');
        const [first, second] = [await send(items.slice(0, half), `${key}a`), await send(items.slice(half), `${key}b`)];
        return { items: [...first.items, ...second.items.map((it) => ({ ...it, index: it.index + half }))] };
      }
      if (Date.now() + result.afterMs > until) throw new SendError('away', `${options.url}: ${result.again}. Start the same command again when it is back: it goes on where it stopped.`);
      await sleep(result.afterMs);
    }
  };
}

async function post({ url, key: apiKey, fetch }: SenderOptions, items: readonly FeedbackInput[], key: string, attempt: number): Promise<Try> {
  const backoff = Math.min(5000, 100 * 2 ** attempt);
  let answer: Response;
  try {
    answer = await fetch(new URL('/v1/feedback/batch', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ items }),
    });
  } catch (error) {
    return { again: `no answer (${String((error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message)})`, afterMs: backoff };
  }
  const text = await answer.text();
  if (answer.ok) return { done: JSON.parse(text) as SentBatch };
  if (answer.status === 413) return { tooLarge: true };
  if ([409, 429, 502, 503, 504].includes(answer.status)) return { again: `it answers ${answer.status}`, afterMs: Math.max(backoff, 1000 * Number(answer.headers.get('retry-after') ?? 0)) };
  throw new SendError('refused', `${url} answers ${answer.status}: ${detailOf(text)}`);
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text.slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
}
