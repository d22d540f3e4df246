import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { forbidden, tooMany } from '../problem/problem.js';
import { ALLOWED, PUBLIC, type CalledRequest } from './allow.decorator.js';
import type { ApiKeys } from './api-keys.js';
import { permission, type Scope } from './scopes.js';
import type { TokenBuckets } from './token-bucket.js';

/** Lets a request in whose key is good, has a scope that the route names, and whose tenant has not asked too often. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly keys: () => ApiKeys, private readonly buckets: TokenBuckets) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    if (host.getType() !== 'http') return true;
    const places = [host.getHandler(), host.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const request = host.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const caller = await this.keys().callerOf(request.headers.authorization);
    const needed = this.reflector.getAllAndOverride<Scope[] | undefined>(ALLOWED, places) ?? [];
    const allowed = permission(caller, needed);
    if (!allowed.may) throw forbidden(allowed.reason);
    const admission = this.buckets.take(caller.tenant, Date.now());
    if (!admission.admitted) throw tooMany('This tenant has sent more requests than it may; wait as Retry-After says.', admission.retryAfter);
    request.caller = caller;
    return true;
  }
}
