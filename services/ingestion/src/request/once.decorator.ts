import { applyDecorators, type CallHandler, createParamDecorator, type ExecutionContext, Injectable, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { conflict, invalid, Problem, type CallerOf, type RawRequest } from '@vocloop/service';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { PrivacyService } from '../privacy/privacy.service.js';
import type { Held, RequestKey } from './request.js';
import { RequestService } from './request.service.js';

type CalledRequest = RawRequest & { caller: CallerOf; key?: RequestKey };
interface Reply {
  statusCode: number;
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/**
 * Carries a request with an `Idempotency-Key` out once (IETF draft): the same again gets the stored answer, 409 while the first is in
 * flight, 422 with another body. Should we die between the commit and the stored answer, then what was taken is told from the receipts that
 * are kept with the commit. Route, key and the moment when the request was first begun are the identity of items without an id of their own.
 */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: RequestService,
    private readonly privacy: PrivacyService,
  ) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = host.switchToHttp();
    const request = http.getRequest<CalledRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    return from(this.once(String(key), request, http.getResponse<Reply>(), next));
  }

  private async once(key: string, request: CalledRequest, reply: Reply, next: CallHandler): Promise<unknown> {
    if (key.trim() === '' || key.length > 255) throw invalid([{ pointer: '/Idempotency-Key', code: 'wrong_format', detail: 'Idempotency-Key must have 1 to 255 characters, such as a UUID' }]);
    const { tenant } = request.caller;
    const keyHash = this.privacy.pseudonym(tenant, `${request.routeOptions.url}\n${key}`);
    const bodyHash = this.privacy.pseudonym(tenant, `${String(request.headers['content-type'])}\n${request.rawBody?.toString('base64') ?? ''}`);
    const claim = await this.requests.begin(tenant, keyHash, bodyHash);
    switch (claim.kind) {
      case 'in_flight':
        throw conflict('in_flight', 'A request with this Idempotency-Key is being carried out; send it again in a moment for its answer.');
      case 'other_body':
        throw new Problem({ status: 422, code: 'other_body', title: 'Another body', detail: 'This Idempotency-Key was used with another body; use a new key for a new request.' });
      case 'answered':
        reply.status(claim.status);
        reply.header('idempotency-replayed', 'true');
        return JSON.parse(claim.answer) as unknown;
      case 'begun':
        request.key = { hash: keyHash, identity: this.privacy.pseudonym(tenant, `${keyHash}\n${claim.begunAt.toISOString()}`) };
        return this.carryOut(claim.held, reply, next);
    }
  }

  private async carryOut(held: Held, reply: Reply, next: CallHandler): Promise<unknown> {
    try {
      const answer: unknown = await lastValueFrom(next.handle());
      await this.requests.answer(held, reply.statusCode, JSON.stringify(answer));
      return answer;
    } catch (error) {
      await this.requests.release(held).catch(() => undefined);
      throw error;
    }
  }
}

/** A route that takes an Idempotency-Key. */
export const Once = (): MethodDecorator =>
  applyDecorators(UseInterceptors(OnceInterceptor), ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key with the same body within a day is carried out once.', schema: { type: 'string', minLength: 1, maxLength: 255 } }));

/** What a request with an Idempotency-Key is known by; undefined without one. */
export const IdempotencyKey = createParamDecorator((_data: unknown, host: ExecutionContext): RequestKey | undefined => host.switchToHttp().getRequest<CalledRequest>().key);
