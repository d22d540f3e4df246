// What the bench hands in: the sample's texts over and over, each time by other customers and under other ids.
import { generateSample } from '../sample/generate.mjs';

let sample;

/** The n-th feedback of a run; runs of another name repeat nothing. */
export function feedbackAt(run, n) {
  sample ??= generateSample().feedback.filter(({ channel, text }) => channel !== 'suggestion' && text);
  const { revisedAt: _, conversation, ...input } = sample[n % sample.length];
  const round = `${run}-${Math.floor(n / sample.length)}`;
  return { ...input, externalId: `${run}-${n}`, ...(input.customer && { customer: `${input.customer}-${round}` }), ...(conversation && { conversation: `${conversation}-${round}` }) };
}
