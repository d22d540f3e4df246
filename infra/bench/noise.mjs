// A tenant who asks for more than he may, in a process of his own: `{ url, key, run, seconds, perSecond, connections, batch, bytes }`. Answers how much of it was taken, and how much refused.
import { Pool } from 'undici';
import { answering } from './child.mjs';
import { feedbackAt } from './feedback.mjs';

async function send({ url, key, run, seconds, perSecond, connections, batch, bytes }) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const one = (n) => JSON.stringify(feedbackAt(run, n));
  // Bodies are made before; a batch that is sent again is the same work but for its rows.
  const bodies = bytes ? [`[${'"x",'.repeat(bytes / 4)}`] : Array.from({ length: batch ? 10 : Math.min(10_000, perSecond * seconds) }, (_, n) => (batch ? `{"items":[${Array.from({ length: batch }, (_it, at) => one(n * batch + at)).join(',')}]}` : one(n)));
  const answers = [];
  const began = performance.now();
  for (let at = 0; performance.now() - began < seconds * 1000; at++) {
    const wait = began + (at * 1000) / perSecond - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    // A sender who hears a refusal in the midst of a body is hung up on by his own client.
    answers.push(pool.request({ method: 'POST', path: batch || bytes ? '/v1/feedback/batch' : '/v1/feedback', headers, body: bodies[at % bodies.length] }).then(async ({ statusCode, body }) => (await body.dump(), statusCode), () => 0));
  }
  const statuses = await Promise.all(answers);
  await pool.close();
  return { taken: statuses.filter((it) => it > 0 && it < 300).length, refused: statuses.filter((it) => it === 429).length };
}

answering(send);
