import { ApiHeader } from '@nestjs/swagger';
import { Problem, invalid } from '../problem/problem.js';

const tag = /^(?:W\/)?"([^"]*)"$/;

/**
 * Lets a change through only where `If-Match` names the version that there is now: one ETag or several, or "*" for any. Without the header anything goes.
 * A weak tag counts like a strong one, because proxies weaken tags on their way. Throws 412 where the version is another, 400 where the header holds no ETag.
 */
export function checkIfMatch(ifMatch: string | undefined, version: number, what: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const named = ifMatch.split(',').map((it) => tag.exec(it.trim())?.[1]);
  if (named.includes(undefined)) throw invalid([{ pointer: '/If-Match', code: 'wrong_format', detail: `If-Match must be the ETag that this ${what} was read with, such as ${etagOf(version)}, or *` }]);
  if (!named.includes(String(version))) {
    throw new Problem({ status: 412, code: 'changed_meanwhile', title: 'Changed meanwhile', detail: `The ${what} has version ${etagOf(version)} now; read it again, and send its ETag as If-Match.` });
  }
}

/** The ETag of a version. */
export const etagOf = (version: number): string => `"${version}"`;

/** Tells in the OpenAPI document that a route takes `If-Match`. */
export const TakesIfMatch = (): MethodDecorator & ClassDecorator => ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of a version: nothing is changed where another is in force.', schema: { type: 'string' } });
