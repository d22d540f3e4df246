import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unavailable } from '../problem/problem.js';

/**
 * Answers 503 to who has waited so many milliseconds for anything but his own body; what he asked for may still be carried out, so he asks again with the same
 * ids. Fastify's `handlerTimeout` would do, but stops its clock once a body has been read.
 */
export function answerWithin(fastify: FastifyInstance, ms: number): void {
  const clocks = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const stop = (request: FastifyRequest): void => clearTimeout(clocks.get(request));
  const start = (request: FastifyRequest, reply: FastifyReply): void => {
    clocks.set(request, setTimeout(() => {
      if (!reply.sent && !reply.raw.headersSent) void reply.send(unavailable('This took too long here; try again.'));
    }, ms));
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    start(request, reply);
    reply.raw.once('close', () => stop(request));
    done();
  });
  fastify.addHook('preParsing', (request, _reply, _body, done) => {
    stop(request);
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    start(request, reply);
    done();
  });
}
