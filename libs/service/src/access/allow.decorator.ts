import { SetMetadata, applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { CallerOf, Scope } from './scopes.js';

export const ALLOWED = 'voc:allowed-scopes';
export const PUBLIC = 'voc:public';

/** A route, or every route of a controller, needs an API key with one of these scopes. */
export const Allow = (...scopes: [Scope, ...Scope[]]): ClassDecorator & MethodDecorator => applyDecorators(SetMetadata(ALLOWED, scopes), ApiBearerAuth());

/** A route that needs no key: health, documents, pages. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(PUBLIC, true);

/** A request once the guard has let it in. */
export interface CalledRequest {
  caller?: CallerOf;
}

/** The caller of a route: `caller(@Caller() caller: CallerOf)`. */
export const Caller = createParamDecorator((_: unknown, host: ExecutionContext): CallerOf => {
  const { caller } = host.switchToHttp().getRequest<CalledRequest>();
  if (!caller) throw new Error('@Caller() on a route that needs no key');
  return caller;
});
