import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RawRequest } from '../limits/json-body.js';
import { tooMany } from '../problem/problem.js';
import type { CalledRequest } from './allow.decorator.js';
import type { ApiKeys } from './api-keys.js';
import type { CallerOf } from './scopes.js';
import type { TokenBuckets } from './token-bucket.js';

const charged = 1024;

/** Tells who calls, and refuses a tenant that has asked for too much: before a body is read, so that what is refused costs next to nothing. */
@Injectable()
export class Admission {
  constructor(private readonly keys: () => ApiKeys, private readonly buckets: TokenBuckets) {}

  /** The caller of a request; a Problem (401, 429) says what to send instead, or when. Asked again, it answers the same and takes nothing. */
  async admit(request: FastifyRequest & CalledRequest): Promise<CallerOf> {
    if (request.caller) return request.caller;
    const caller = await this.keys().callerOf(request.headers.authorization);
    const admitted = this.buckets.take(caller.tenant, Date.now());
    if (!admitted.admitted) throw tooMany('This tenant has sent more than it may; wait as Retry-After says.', admitted.retryAfter);
    return (request.caller = caller);
  }

  /** Charges a body once its size is known: the tenant pays by waiting for the next. */
  charge({ caller, rawBody }: RawRequest & CalledRequest): void {
    if (caller && rawBody && rawBody.length > charged) this.buckets.charge(caller.tenant, Math.ceil(rawBody.length / charged) - 1);
  }
}
