import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '@vocloop/messaging';
import { services } from './services.js';

/** The platform's own API, as any client sees it. A service that is away for a moment is asked again, for `patienceMs` at most. */
export class Api {
  constructor(
    readonly url: string,
    readonly key: string,
    private readonly patienceMs = 0,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  async ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const request: RequestInit = {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(text !== undefined && { 'content-type': typeof body === 'string' ? 'text/yaml' : 'application/json' }), ...headers },
      ...(text !== undefined && { body: text }),
    };
    for (const until = Date.now() + this.patienceMs; ; await sleep(250)) {
      const { status, said } = await this.try(path, request);
      if (status >= 200 && status < 300) return (said ? JSON.parse(said) : undefined) as T;
      if (!(away.has(status) && Date.now() < until)) throw new ApiError(method, status === 0 ? `${this.url}${path}` : path, status, said);
    }
  }

  private async try(path: string, request: RequestInit): Promise<{ status: number; said: string }> {
    try {
      const answer = await fetch(`${this.url}${path}`, request);
      return { status: answer.status, said: await answer.text() };
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      return { status: 0, said: cause?.code ?? message };
    }
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

/** No answer (0), an answer without the service behind it, or a service that stops: it may come back. */
const away: ReadonlySet<number> = new Set([0, 502, 503, 504]);

/** An answer that was no success, with what it said; status 0 where there was none. */
export class ApiError extends Error {
  constructor(method: string, path: string, readonly status: number, readonly said: string) {
    super(status === 0 ? `${method} ${path} got no answer: ${said}` : `${method} ${path} answered ${status}: ${explain(said)}`);
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
