import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { problem } from './gateway.js';

/** Where the receiver stands at the one address. */
export const inboxPath = '/sample/inbox';

/** Plays the customers' and the pods' systems for the sample: takes signed webhooks, verifies them, and keeps the newest to be looked at. */
export class SampleInbox {
  private readonly messages = new Map<string, { at: string; to: string; type: string; body: unknown }>();

  constructor(private readonly secret: string) {}

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: [...this.messages.values()].toReversed() }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.take(request, response, Buffer.concat(chunks).toString()));
  };

  private take(request: IncomingMessage, response: ServerResponse, body: string): void {
    const id = String(request.headers['webhook-id'] ?? '');
    try {
      const parsed = new Webhook(this.secret).verify(body, request.headers as Record<string, string>) as { type?: string };
      // The same id again is the same message: at least once on the way, once in effect.
      this.messages.set(id, { at: new Date().toISOString(), to: (request.url ?? '').slice(inboxPath.length + 1), type: parsed.type ?? '', body: parsed });
      if (this.messages.size > 200) this.messages.delete(this.messages.keys().next().value!);
      response.writeHead(204).end();
    } catch {
      problem(response, 401, 'bad_signature', 'the signature does not fit the body and the secret');
    }
  }
}
