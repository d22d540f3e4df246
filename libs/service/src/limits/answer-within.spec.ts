import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { problemOf } from '../problem/problem-of.js';
import { answerProblem } from '../problem/unreadable.js';
import { answerWithin } from './answer-within.js';

const service = () => {
  const fastify = Fastify();
  fastify.setErrorHandler((error, _request, reply) => answerProblem(reply.raw, problemOf(error)));
  answerWithin(fastify, 40);
  fastify.post('/slow', async () => sleep(120, 'late'));
  fastify.post('/quick', async () => 'soon');
  return fastify;
};

describe('who waits for long', () => {
  it('is answered 503 and when to try again, also with a body; what comes later goes nowhere', async () => {
    const fastify = service();
    const { statusCode, headers, body } = await fastify.inject({ method: 'POST', url: '/slow', payload: { a: 1 } });
    expect([statusCode, headers['retry-after'], JSON.parse(body)]).toMatchObject([503, '5', { code: 'unavailable' }]);
    await sleep(120);
    expect((await fastify.inject({ method: 'POST', url: '/quick', payload: { a: 1 } })).body).toBe('soon');
  });

  it('is not who takes his time with his own body', async () => {
    const fastify = service();
    const url = new URL('/quick', await fastify.listen({ host: '127.0.0.1', port: 0 }));
    async function* slowly() {
      yield '"';
      await sleep(120);
      yield 'a"';
    }
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: ReadableStream.from(slowly()), duplex: 'half' } as RequestInit);
    expect([answer.status, await answer.text()]).toEqual([200, 'soon']);
    await fastify.close();
  });
});
