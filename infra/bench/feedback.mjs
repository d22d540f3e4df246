// What the bench hands in: the sample's texts over and over, each time by other customers and under other ids.
import { randomUUID } from 'node:crypto';
import { FeedbackReceived, feedbackKey, rating } from '@vocloop/contracts';
import { generateSample } from '../sample/generate.mjs';

let sample;

/** The n-th feedback of a run; runs of another name repeat nothing. */
export function feedbackAt(run, n) {
  sample ??= generateSample().feedback.filter(({ channel, text }) => channel !== 'suggestion' && text);
  const { revisedAt: _, conversation, ...input } = sample[n % sample.length];
  const round = `${run}-${Math.floor(n / sample.length)}`;
  return { ...input, externalId: `${run}-${n}`, ...(input.customer && { customer: `${input.customer}-${round}` }), ...(conversation && { conversation: `${conversation}-${round}` }) };
}

/** The n-th feedback as the event that ingestion makes of it. */
export function anEventAt(run, n) {
  const { attributes = {}, ...input } = feedbackAt(run, n);
  const id = randomUUID();
  const feedback = { ...input, attributes, id, revision: 1, ...(input.rating && { rating: rating.parse(input.rating) }) };
  return {
    id, source: '/vocloop/ingestion', type: FeedbackReceived.type, subject: id, time: new Date().toISOString(), tenantid: 'default', partitionkey: feedbackKey(feedback),
    correlationid: id, traceparent: `00-${id.replaceAll('-', '')}-${id.slice(-12)}0000-00`, data: { feedback },
  };
}
