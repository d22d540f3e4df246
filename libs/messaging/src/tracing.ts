import { randomBytes } from 'node:crypto';
import { type Context, type Link, ROOT_CONTEXT, SpanKind, SpanStatusCode, context, isSpanContextValid, trace } from '@opentelemetry/api';
import { sayable, type Event } from '@vocloop/contracts';

const tracer = trace.getTracer('@vocloop/messaging');
/** The context of a W3C traceparent; the active one where there is none, or none that can be read. */
function contextOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  return traceId && spanId && flags ? trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true }) : context.active();
}

/**
 * The trace context under which an event is published: a span of its own below its cause's, or below the request's.
 * Where nothing records, an id is made all the same, so that logs and the console can follow the event with no backend.
 */
export function traceOf(topic: string, causedBy: Event | undefined): string {
  const parent = contextOf(causedBy?.traceparent);
  const span = tracer.startSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes: { 'messaging.destination.name': topic } }, parent);
  span.end();
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!isSpanContextValid(span.spanContext())) return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Runs the processing of a batch in a CONSUMER span that links the events' traces; a batch of one is a child of its event's. */
export async function tracedBatch<T>(topic: string, group: string, traceparents: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
  const single = traceparents.length === 1;
  const links = single ? [] : traceparents.slice(0, 128).flatMap((it): Link[] => {
    const span = it ? trace.getSpanContext(contextOf(it)) : undefined;
    return span ? [{ context: span }] : [];
  });
  const attributes = { 'messaging.destination.name': topic, 'messaging.consumer.group.name': group, 'messaging.batch.message_count': traceparents.length };
  const parent = single ? contextOf(traceparents[0]) : context.active();
  return tracer.startActiveSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, links, attributes }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: sayable(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

