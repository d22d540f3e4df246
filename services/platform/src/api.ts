import type { Account } from '@vocloop/messaging';
import { services } from './services.js';

/** The platform's own API, as any client sees it. */
export class Api {
  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  async ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(text !== undefined && { 'content-type': typeof body === 'string' ? 'text/yaml' : 'application/json' }), ...headers },
      ...(text !== undefined && { body: text }),
    });
    const said = await answer.text();
    if (!answer.ok) throw new ApiError(method, path, answer.status, said);
    return (said ? JSON.parse(said) : undefined) as T;
  }

  /** Every item of a paged list. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: T[]; nextCursor: string | null } = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** The standing proof of every service. */
  async accounts(): Promise<Account[]> {
    return Promise.all(services.map(async ({ name }) => this.get<Account>(`/v1/services/${name}/reconciliation`)));
  }
}

/** An answer that was no success, with what it said. */
export class ApiError extends Error {
  constructor(method: string, path: string, readonly status: number, readonly said: string) {
    super(`${method} ${path} answered ${status}: ${explain(said)}`);
  }
}

function explain(said: string): string {
  try {
    const { detail, title, errors } = JSON.parse(said) as { detail?: string; title?: string; errors?: { pointer: string; detail: string }[] };
    return [detail ?? title, ...(errors ?? []).map((it) => `${it.pointer}: ${it.detail}`)].join('\n  ');
  } catch {
    return said.slice(0, 300);
  }
}
