import { askedPause } from './backoff.js';
import { SetupError } from './errors.js';
import type { FieldError, Waiting } from './feedback.js';

/** What became of a batch: answered item by item, to be tried again, too much at once, refused as a whole, or sent to a door that is closed to us. */
export type Outcome =
  | { readonly kind: 'answered'; readonly refused: readonly { it: Waiting; errors: readonly FieldError[] }[]; readonly left: readonly Waiting[] }
  | { readonly kind: 'later'; readonly reason: string; readonly askedMs?: number }
  | { readonly kind: 'refused'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'closed'; readonly error: SetupError };

export interface Door {
  readonly url: URL;
  readonly key: string;
  readonly timeoutMs: number;
}

interface AnsweredItem {
  readonly index: number;
  readonly status: string;
  readonly errors?: readonly FieldError[];
}

const settledStatuses = new Set(['accepted', 'duplicate', 'revised', 'stale']);
const passing = new Set([408, 409, 423, 425, 429]);
/** What the platform says of an item that it could not store for now. */
const passingCodes = new Set(['unavailable', 'internal']);
const ownFault = new Set([400, 413, 422]);

/** Hands a batch in: POST /v1/feedback/batch. Never throws: what cannot be reached is an outcome too. */
export async function post(batch: readonly Waiting[], door: Door, stop: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(door.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${door.key}`, 'content-type': 'application/json' },
      body: `{"items":[${batch.map((it) => it.json).join(',')}]}`,
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(door.timeoutMs)]),
    });
    return outcomeOf(response, await response.text(), batch, door);
  } catch (error) {
    return { kind: 'later', reason: unreachable(error) };
  }
}

function outcomeOf(response: Response, text: string, batch: readonly Waiting[], door: Door): Outcome {
  const { status } = response;
  const body = parsed(text);
  if (response.ok) return answered(body, batch);
  const askedMs = askedPause(response.headers.get('retry-after'), Date.now());
  if (status >= 500 || passing.has(status)) return { kind: 'later', reason: `the platform answered ${status}`, askedMs };
  if (ownFault.has(status)) return { kind: 'refused', errors: errorsOf(body, status) };
  return { kind: 'closed', error: new SetupError(status, setupProblem(status, body, door)) };
}

/** What the answer does not mention, or what failed by no fault of its own, is left, to be sent again: its id keeps it from being counted twice. */
function answered(body: unknown, batch: readonly Waiting[]): Outcome {
  const items = (body as { items?: unknown } | undefined)?.items;
  if (!Array.isArray(items)) return { kind: 'later', reason: 'the answer could not be read' };
  const byIndex = new Map((items as (AnsweredItem | null)[]).map((item) => [item?.index, item]));
  const isRefused = (item: AnsweredItem | null | undefined): boolean => item?.status === 'refused' && !item.errors?.some(({ code }) => passingCodes.has(code ?? ''));
  const refused = batch.flatMap((it, index) => (isRefused(byIndex.get(index)) ? [{ it, errors: byIndex.get(index)?.errors ?? [] }] : []));
  const left = batch.filter((_, index) => !settledStatuses.has(byIndex.get(index)?.status ?? '') && !isRefused(byIndex.get(index)));
  if (left.length === batch.length) return { kind: 'later', reason: 'the platform took none of the feedback for now' };
  return { kind: 'answered', refused, left };
}

function errorsOf(body: unknown, status: number): readonly FieldError[] {
  const problem = body as { errors?: unknown; detail?: unknown; title?: unknown } | undefined;
  if (Array.isArray(problem?.errors) && problem.errors.length > 0) return problem.errors as FieldError[];
  return [{ pointer: '', code: String(status), detail: String(problem?.detail ?? problem?.title ?? `the platform answered ${status}`) }];
}

function setupProblem(status: number, body: unknown, { url }: Door): string {
  const said = (body as { detail?: unknown; title?: unknown } | undefined)?.detail ?? (body as { title?: unknown } | undefined)?.title;
  const mend: Record<number, string> = {
    401: 'the key is not known; check `key`',
    403: 'the key may not write feedback; it needs the scope feedback:write',
    404: 'there is no platform at this address; check `url`',
  };
  return `${url.href} answered ${status}: ${mend[status] ?? 'check `url`'}${typeof said === 'string' ? ` ("${said}")` : ''}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
