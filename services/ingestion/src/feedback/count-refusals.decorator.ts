import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import { Problem, type CallerOf } from '@vocloop/service';
import { tap, type Observable } from 'rxjs';
import { FeedbackCollector } from './feedback.collector.js';

/** Counts requests that were refused for what they hold, by the code of the first error. */
@Injectable()
export class RefusalInterceptor implements NestInterceptor {
  constructor(private readonly collector: FeedbackCollector) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { caller } = host.switchToHttp().getRequest<{ caller?: CallerOf }>();
    return next.handle().pipe(tap({ error: (error: unknown) => { if (caller && error instanceof Problem && error.status === 400) this.collector.refuse(caller.tenant, error.errors?.[0]?.code ?? error.code); } }));
  }
}

/** Counts what a route refuses. */
export const CountRefusals = (): MethodDecorator => UseInterceptors(RefusalInterceptor);
