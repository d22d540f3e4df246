import { Catch, type RpcExceptionFilter, UseFilters, applyDecorators } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EventDefinition, EventOf } from '@vocloop/contracts';
import { type Observable, throwError } from 'rxjs';
import type { Dropped } from './outcome.js';

/** What `@On` leaves for the transport strategy. */
export interface OnExtras {
  readonly definitions: readonly EventDefinition[];
  readonly unordered: boolean;
}

/** Without it Nest would hand a handler's error on as a plain {status, message}, with neither code nor stack. */
@Catch()
class LetErrorsThrough implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type Handler<Definitions extends readonly EventDefinition[]> = <Method extends (events: EventOf<Definitions[number]>[]) => Promise<Dropped[] | void>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Gives a controller's method the events of these types, which share a topic, in batches: in the log's order, in a transaction
 * that names their tenants, without those seen before. The method resolves to the events that it dropped, with reasons.
 */
export const On = <const Definitions extends readonly EventDefinition[]>(...definitions: Definitions): Handler<Definitions> => pattern(definitions, false);

/** Like `On`, for handlers to whom order does not matter: nothing waits behind a dead letter of the same key. */
export const OnUnordered = <const Definitions extends readonly EventDefinition[]>(...definitions: Definitions): Handler<Definitions> => pattern(definitions, true);

function pattern<Definitions extends readonly EventDefinition[]>(definitions: Definitions, unordered: boolean): Handler<Definitions> {
  const topics = new Set(definitions.map(({ topic }) => topic.name));
  if (topics.size !== 1) throw new Error(`@On takes events of one topic, in their order; these are of ${[...topics].join(', ') || 'none'}`);
  return applyDecorators(EventPattern(definitions.map(({ type }) => type).join(','), { definitions, unordered } satisfies OnExtras) as MethodDecorator, UseFilters(LetErrorsThrough));
}
