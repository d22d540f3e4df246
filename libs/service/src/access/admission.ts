import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { tooMany } from '../problem/problem.js';
import type { CalledRequest } from './allow.decorator.js';
import type { ApiKeys } from './api-keys.js';
import type { CallerOf } from './scopes.js';
import type { TokenBuckets } from './token-bucket.js';

/** A token for each kilobyte, and at least one. */
const tokensOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Tells who calls, and refuses a tenant that has asked for too much: before a body is read, so that what is refused costs next to nothing. */
@Injectable()
export class Admission {
  constructor(private readonly keys: () => ApiKeys, private readonly buckets: TokenBuckets) {}

  /** The caller of a request; a Problem (401, 429) says what to send instead, or when. Asked again, it answers the same and takes nothing. */
  async admit(request: FastifyRequest & CalledRequest): Promise<CallerOf> {
    if (request.caller) return request.caller;
    const caller = await this.keys().callerOf(request.headers.authorization);
    const answer = this.buckets.take(caller.tenant, tokensOf(Number(request.headers['content-length'] ?? 0)), Date.now());
    if (!answer.taken) throw tooMany('This tenant has sent more than it may; wait as Retry-After says.', answer.retryAfter);
    return (request.caller = caller);
  }

  /** Charges a body that did not say its size before: the tenant pays by waiting for the next. */
  charge({ caller, headers }: FastifyRequest & CalledRequest, bytes: number): void {
    if (caller && headers['content-length'] === undefined) this.buckets.charge(caller.tenant, tokensOf(bytes) - 1);
  }
}
