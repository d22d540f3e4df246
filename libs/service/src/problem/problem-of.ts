import { Problem, invalid, unavailable } from './problem.js';
import { fieldErrors, type SchemaIssue } from './field-errors.js';

interface Coded {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly message?: unknown;
  readonly issues?: unknown;
  readonly cause?: unknown;
  readonly driverError?: unknown;
  readonly errors?: unknown;
  readonly name?: unknown;
  getStatus?: () => number;
}

/** What Postgres and the network say when the database is away, full, going down, or holds what is asked for back for too long. */
const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'ENOENT', '57P01', '57P02', '57P03', '53100', '53200', '53300', '08000', '08001', '08003', '08004', '08006', '25006', '25P03', '55P03']);
const awayText = /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|Cannot use a pool after calling end|server closed the connection|the database system is|cached plan must not change result type/i;

/** True where the error, or what caused it, says that the database cannot be reached or cannot write for now. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, message, cause, driverError, errors, name } = error as Coded;
  if (typeof code === 'string' && code !== 'ENOENT' && away.has(code)) return true;
  if (typeof message === 'string' && name !== 'Problem' && awayText.test(message)) return true;
  return [cause, driverError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])].some((it) => isDatabaseAway(it, depth + 1));
}

const titles: Record<number, [code: string, title: string, detail: string]> = {
  400: ['bad_request', 'Bad request', 'The request cannot be read.'],
  404: ['not_found', 'Not found', 'There is nothing at this address; the paths are listed in /v1/services/<name>/openapi.json.'],
  405: ['method_not_allowed', 'Method not allowed', 'This address does not take this method.'],
  408: ['timeout', 'Request timeout', 'The request took too long to arrive; send it again.'],
  413: ['too_large', 'Too large', 'The body is larger than this service takes; send fewer items at once.'],
  414: ['too_long', 'Address too long', 'The address is too long.'],
  415: ['wrong_media_type', 'Wrong media type', 'Send JSON with the header "Content-Type: application/json".'],
  431: ['headers_too_large', 'Headers too large', 'The headers are too large.'],
};

/** Any error as the problem that its caller may see. What nobody foresaw is a 500 that tells nothing. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (typeof error !== 'object' || error === null) return internal(error);
  const it = error as Coded;
  if (it.name === 'ZodError' && Array.isArray(it.issues)) return internal(error);
  if (isDatabaseAway(error)) return unavailable('The database cannot be reached for now; try again.', 5, error);
  const status = typeof it.getStatus === 'function' ? it.getStatus() : typeof it.statusCode === 'number' ? it.statusCode : 500;
  if (it.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return invalid([{ pointer: '', code: 'missing', detail: 'The body is empty; send a JSON document.' }]);
  const known = titles[status];
  if (known) return new Problem({ status, code: known[0], title: known[1], detail: known[2], cause: error });
  if (status >= 400 && status < 500) return new Problem({ status, code: 'refused', title: 'Refused', detail: String(it.message ?? ''), cause: error });
  return internal(error);
}

const internal = (cause: unknown): Problem =>
  new Problem({ status: 500, code: 'internal', title: 'Something went wrong here', detail: 'It is logged under the traceId; the request may be sent again.', cause });

/** The problem of a value that its schema refused. */
export const invalidBy = (issues: readonly SchemaIssue[], prefix = ''): Problem => invalid(fieldErrors(issues, prefix));
