import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { forbidden } from '../problem/problem.js';
import type { Admission } from './admission.js';
import { ALLOWED, PUBLIC, type CalledRequest } from './allow.decorator.js';
import { permission, type Scope } from './scopes.js';

/** Lets a request in whose key is good, has a scope that the route names, and whose tenant has not asked too often. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly admission: Admission) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    if (host.getType() !== 'http') return true;
    const places = [host.getHandler(), host.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const request = host.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const caller = await this.admission.admit(request);
    const needed = this.reflector.getAllAndOverride<Scope[] | undefined>(ALLOWED, places) ?? [];
    const allowed = permission(caller, needed);
    if (!allowed.may) throw forbidden(allowed.reason);
    return true;
  }
}
