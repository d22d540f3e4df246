/** One thing that is wrong with an input: where (JSON pointer), a code for programs, and a sentence that says what to mend. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What a problem document says (RFC 9457). */
export interface ProblemOptions {
  readonly status: number;
  /** For programs: lower_snake_case. */
  readonly code: string;
  readonly title: string;
  /** For people: what happened and what to mend. Never holds a secret, a stack or another tenant's data. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds, where trying again may help. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** An answer that is not a success; becomes an RFC 9457 problem document in the one exception filter. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor({ status, code, title, detail, errors, retryAfter, cause }: ProblemOptions) {
    super(detail ?? title, { cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** The document of RFC 9457, with `code`, `errors` and `traceId` as extensions. */
  toDocument(traceId?: string): Record<string, unknown> {
    const { status, code, title, detail, errors } = this;
    return { type: `urn:vocloop:problem:${code}`, title, status, code, ...(detail && { detail }), ...(errors && { errors }), ...(traceId && { traceId }) };
  }
}

const quoted = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** 404: there is no such thing, or it belongs to another tenant. `what` is a noun: "issue". */
export const notFound = (what: string, id: string): Problem =>
  new Problem({ status: 404, code: 'not_found', title: 'Not found', detail: `There is no ${what} ${quoted(id)}.` });

/** 409: the request does not fit the present state; the detail says which state that is and what would fit. */
export const conflict = (code: string, detail: string): Problem => new Problem({ status: 409, code, title: 'Conflict', detail });

/** 400: the input is wrong; one error for each thing to mend. */
export const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem({ status: 400, code: 'invalid_input', title: 'The input is not valid', detail: errors.length === 1 ? errors[0]?.detail ?? '' : `${errors.length} things are to be mended; see errors.`, errors });

/** 401: who asks is not known; says what to send. */
export const unauthorized = (detail: string): Problem => new Problem({ status: 401, code: 'unauthorized', title: 'Unauthorized', detail });

/** 403: who asks is known and may not; says what is needed. */
export const forbidden = (detail: string): Problem => new Problem({ status: 403, code: 'forbidden', title: 'Forbidden', detail });

/** 429: too many requests; try again after so many seconds. */
export const tooMany = (detail: string, retryAfter: number): Problem => new Problem({ status: 429, code: 'too_many_requests', title: 'Too many requests', detail, retryAfter });

/** 503: something that is needed is away for now; try again after so many seconds (default 5). */
export const unavailable = (detail: string, retryAfter = 5, cause?: unknown): Problem =>
  new Problem({ status: 503, code: 'unavailable', title: 'Unavailable for now', detail, retryAfter, cause });
