import { SpanKind, SpanStatusCode, context, propagation, trace, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asService } from './current-service.js';
import { durationBuckets, meter, tracer } from './telemetry.js';

interface Traced {
  vocContext?: Context;
  vocSpan?: Span;
}

const probes = /^\/(health|metrics|version)\b/;
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

/**
 * Gives every request a server span, as whose child everything in it is published and logged, and measures it.
 * Instrumentation by hooking imports does not see Fastify under ESM, so this is a hook of Fastify's. The context is entered twice,
 * because reading a body leaves it: the stream's events run in the socket's own.
 */
export function traceRequests(fastify: FastifyInstance, service: string): void {
  const spans = tracer('@vocloop/service');
  const duration = meter('@vocloop/service').createHistogram('voc_http_request_duration_seconds', {
    unit: 's', description: 'Time to answer a request.', advice: { explicitBucketBoundaries: durationBuckets },
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    asService(service, () => {
      if (probes.test(request.url)) return context.with(context.active(), done);
      const parent = propagation.extract(context.active(), request.headers);
      // The route, not the path: what people put into a path may be a customer's address.
      const attributes = { 'http.request.method': request.method, 'http.route': routeOf(request) };
      const span = spans.startSpan(request.method, { kind: SpanKind.SERVER, attributes }, parent);
      const traced = request as FastifyRequest & Traced;
      traced.vocSpan = span;
      traced.vocContext = trace.setSpan(parent, span);
      context.with(traced.vocContext, done);
    });
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    context.with((request as FastifyRequest & Traced).vocContext ?? context.active(), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = (request as FastifyRequest & Traced).vocSpan;
    if (span) {
      const route = routeOf(request);
      span.updateName(`${request.method} ${route}`).setAttributes({ 'http.response.status_code': reply.statusCode });
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      duration.record(reply.elapsedTime / 1000, { service, method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` });
    }
    done();
  });
}

/** The trace that the running code belongs to, as errors and logs name it. */
export function currentTraceId(): string | undefined {
  const id = trace.getSpan(context.active())?.spanContext().traceId;
  return id && !/^0+$/.test(id) ? id : undefined;
}
