import type { FieldError } from './problem.js';

/** What zod says of one wrong value; also any other Standard Schema's issue. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: string | undefined;
}
interface ZodIssue extends SchemaIssue {
  readonly expected?: string;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly ZodIssue[])[];
  readonly input?: unknown;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly origin?: string;
  readonly inclusive?: boolean;
}

const segmentOf = (segment: unknown): string => String(typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment);

/** A JSON pointer (RFC 6901) of a path; '' is the whole document. */
export const pointerOf = (path: readonly unknown[]): string => path.map((it) => `/${segmentOf(it).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A schema's issues as errors with pointers, codes and the mend; `prefix` is the pointer of the value that was checked. At most 100. */
export function fieldErrors(issues: readonly SchemaIssue[], prefix = ''): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue as ZodIssue, prefix)).slice(0, 100);
}

function errorsOf(issue: ZodIssue, prefix: string): FieldError[] {
  const pointer = prefix + pointerOf(issue.path ?? []);
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({ pointer: `${pointer}${pointerOf([key])}`, code: 'unknown_field', detail: `${JSON.stringify(key.slice(0, 100))} is not a field here; remove it, or mend its spelling` }));
  }
  if (issue.code === 'invalid_union' && issue.errors?.length) return closest(issue.errors).flatMap((it) => errorsOf(it, pointer));
  return [{ pointer, code: codeOf(issue), detail: detailOf(issue, pointer) }];
}

/** Of a union's branches, the one that got furthest into the value is the one that was meant. */
const closest = (branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] =>
  [...branches].sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0] ?? [];
const depthOf = (issues: readonly ZodIssue[]): number => Math.max(0, ...issues.map((it) => it.path?.length ?? 0));

const missing = (issue: ZodIssue): boolean => issue.code === 'invalid_type' && /received undefined/.test(issue.message);

function codeOf(issue: ZodIssue): string {
  if (missing(issue)) return 'missing';
  return { invalid_type: 'wrong_type', invalid_value: 'not_allowed', too_big: 'too_big', too_small: 'too_small', invalid_format: 'wrong_format' }[issue.code ?? ''] ?? 'invalid';
}

function detailOf(issue: ZodIssue, pointer: string): string {
  const field = pointer === '' ? 'the input' : pointer.slice(1);
  if (missing(issue)) return `${field} is missing; give ${article(issue.expected ?? 'value')}`;
  if (issue.code === 'invalid_type') return `${field} must be ${article(issue.expected ?? 'value')}${/received \w+$/.exec(issue.message)?.[0].replace('received ', ', not ') ?? ''}`;
  if (issue.code === 'invalid_value') return `${field} must be ${(issue.values?.length ?? 0) === 1 ? '' : 'one of '}${issue.values?.map((it) => JSON.stringify(it)).join(', ')}`;
  if (issue.code === 'too_big' || issue.code === 'too_small') return boundOf(issue, field);
  return `${field}: ${issue.message}`;
}

function boundOf(issue: ZodIssue, field: string): string {
  const most = issue.code === 'too_big';
  const bound = most ? issue.maximum : issue.minimum;
  const unit = { string: ' characters', array: ' items', object: ' fields', set: ' items' }[issue.origin ?? ''];
  if (unit) return `${field} must have at ${most ? 'most' : 'least'} ${bound}${unit}`;
  return `${field} must be ${issue.inclusive === false ? (most ? 'less than' : 'more than') : most ? 'at most' : 'at least'} ${bound}`;
}

const article = (noun: string): string => (noun === 'int' ? 'a whole number' : `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`);
