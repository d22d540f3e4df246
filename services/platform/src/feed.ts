import { createHash } from 'node:crypto';
import type { Api } from './api.js';
import type { DataDir } from './data-dir.js';

/** What became of what was sent, counted over all starts: a batch that is sent again after a crash gets the answer that it got before. */
export interface Sent {
  readonly rows: number;
  readonly accepted: number;
  readonly revised: number;
  readonly duplicates: number;
  readonly refused: number;
}

interface BatchAnswer { readonly items: readonly { readonly index: number; readonly status: 'accepted' | 'revised' | 'duplicate' | 'stale' | 'refused'; readonly errors?: readonly { pointer: string; detail: string }[] }[] }

const batchSize = 500;

/**
 * Sends feedback in batches, each under an idempotency key made of the whole and its place, and remembers how far it came.
 * Killed anywhere, the next start goes on and comes to the same counts.
 */
export async function sendFeedback(api: Api, dataDir: DataDir, name: string, items: readonly object[], progress: (sent: Sent, of: number) => void): Promise<Sent> {
  const hash = createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 24);
  const file = `${name}-${hash}.json`;
  let sent = JSON.parse(dataDir.read(file) ?? '{"rows":0,"accepted":0,"revised":0,"duplicates":0,"refused":0}') as Sent;
  while (sent.rows < items.length) {
    const batch = items.slice(sent.rows, sent.rows + batchSize);
    const answer = await api.ask<BatchAnswer>('POST', '/v1/feedback/batch', { items: batch }, { 'idempotency-key': `${name}-${hash}-${sent.rows}` });
    const count = (...statuses: string[]) => answer.items.filter(({ status }) => statuses.includes(status)).length;
    sent = {
      rows: sent.rows + batch.length,
      accepted: sent.accepted + count('accepted'),
      revised: sent.revised + count('revised'),
      duplicates: sent.duplicates + count('duplicate', 'stale'),
      refused: sent.refused + count('refused'),
    };
    dataDir.write(file, JSON.stringify(sent));
    progress(sent, items.length);
  }
  return sent;
}
