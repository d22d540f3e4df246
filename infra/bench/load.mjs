// The load: a process of its own, so that what it costs is not the measured process's. Asked by messages (see `send` in stand.mjs):
// `{ url, key, run, count, connections, batch, perSecond }`; answers `{ seconds, p50, p99, refused }`. Bodies are made before the clock starts.
import { Pool } from 'undici';
import { answering } from './child.mjs';
import { feedbackAt } from './feedback.mjs';
import { quantile } from './harness.mjs';

async function send({ url, key, path = '/v1/feedback', run, count, connections = 128, batch = 0, perSecond }) {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  const bodies = batch
    ? Array.from({ length: Math.ceil(count / batch) }, (_, at) => JSON.stringify({ items: Array.from({ length: Math.min(batch, count - at * batch) }, (_it, n) => feedbackAt(run, at * batch + n)) }))
    : Array.from({ length: count }, (_, n) => JSON.stringify(feedbackAt(run, n)));
  const times = [];
  let refused = 0;
  const one = async (body, due = performance.now()) => {
    const answer = await pool.request({ method: 'POST', path, headers, body });
    const text = await answer.body.text();
    times.push(performance.now() - due);
    if (answer.statusCode >= 300 || (batch && text.includes('"status":"refused"'))) refused++;
  };
  // The first requests open the connections; they are not timed.
  await Promise.all(Array.from({ length: connections }, async () => (await pool.request({ method: 'GET', path: '/health/live' })).body.dump()));
  const began = performance.now();
  if (perSecond) await paced(bodies, perSecond / (batch || 1), began, one);
  else {
    let next = 0;
    await Promise.all(Array.from({ length: connections }, async () => { while (next < bodies.length) await one(bodies[next++]); }));
  }
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return { seconds, refused, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** Requests at their times, whether or not those before were answered; a late one counts from when it was due. */
async function paced(bodies, perSecond, began, one) {
  const running = [];
  for (let at = 0; at < bodies.length; at++) {
    const due = began + (at * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one(bodies[at], due));
  }
  await Promise.all(running);
}

answering(send);
