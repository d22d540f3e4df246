import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unavailable } from '../problem/problem.js';

interface TimeConfig {
  readonly takesTime?: boolean;
}

/** For a route whose work may take minutes: who asks waits for it. */
export const TakesTime = (): MethodDecorator => RouteConfig({ takesTime: true } satisfies TimeConfig);

/** What is left of a request's time, in milliseconds, and the clock that runs while it is ours. */
interface Clock { left: number; since: number; timer: NodeJS.Timeout }

/**
 * Answers 503 to who has waited so many milliseconds in all for anything but his own body. Fastify's `handlerTimeout` would do, but stops its clock once a body
 * has been read.
 */
export function answerWithin(fastify: FastifyInstance, ms: number): void {
  const clocks = new WeakMap<FastifyRequest, Clock>();
  const stop = (request: FastifyRequest): void => {
    const clock = clocks.get(request);
    if (!clock) return;
    clearTimeout(clock.timer);
    clock.left -= performance.now() - clock.since;
  };
  const start = (request: FastifyRequest, reply: FastifyReply): void => {
    const left = clocks.get(request)?.left ?? ms;
    const late = (): void => {
      if (!reply.sent && !reply.raw.headersSent) void reply.send(unavailable('This took too long here and may still be carried out; ask again with the same ids.'));
    };
    clocks.set(request, { left, since: performance.now(), timer: setTimeout(late, Math.max(0, left)) });
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!(request.routeOptions.config as TimeConfig).takesTime) {
      start(request, reply);
      reply.raw.once('close', () => stop(request));
    }
    done();
  });
  fastify.addHook('preParsing', (request, _reply, _body, done) => {
    stop(request);
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    if (clocks.has(request)) start(request, reply);
    done();
  });
}
