// One feedback of the sample before it is sent: the input as a producer gives it, and what only the sample knows about it.
import { products } from './company.mjs';
import { hour, iso, minute } from './calendar.mjs';
import { contactLines, countryOf } from './languages.mjs';
import { contactLine, handwriting } from './phrases.mjs';

const steps = {
  nps: { positive: [8, 10], neutral: [7, 8], negative: [0, 5] },
  csat: { positive: [4, 5], neutral: [3, 4], negative: [1, 2] },
  ces: { positive: [6, 7], neutral: [4, 5], negative: [1, 3] },
  stars: { positive: [4, 5], neutral: [3, 4], negative: [1, 2] },
};

/** A rating that goes with the tone, on the scale of the source (twice as fine where the scale runs to ten). */
export function ratingFor(random, { kind, scale }, tone) {
  const [low, high] = steps[kind][tone];
  const top = random.happens(0.7) ? (tone === 'positive' ? high : low) : random.between(low, high);
  if (!scale) return { kind, value: top };
  return { kind, value: Math.max(scale.min, top * 2 - random.between(0, 1)), scale };
}

// What lies between a customer's words and the moment when the source hands them in.
const delays = {
  survey: (random) => random.between(200, 20_000),
  chat: () => 0,
  call: (random) => random.between(5 * minute, 4 * hour),
  ticket: (random) => random.between(1000, 60_000),
  review: (random) => random.between(minute, 30 * minute),
  social: (random) => random.between(minute, 15 * minute),
  suggestion: (random) => random.between(1000, hour),
};
const contactShare = { ticket: 0.14, chat: 0.02, call: 0.05, survey: 0.015, review: 0, social: 0.01, suggestion: 0 };
const tellsLanguage = new Set(['app-survey', 'delivery-survey', 'helpdesk', 'webchat', 'webchat-survey']);

/**
 * Makes an entry. `from` is one of the company's sources, `text` may be missing (a rating alone), `who` missing for anonymous ones.
 * Own words of a customer get their handwriting and now and then contact data, which is listed in `personal`.
 */
export function entry(random, { at, channel, from, touchpoint, text, tone, language, who, productId, attributes = {}, chat, event, byHand = true }) {
  const personal = [];
  let words = text && byHand ? handwriting(random, text, channel) : text;
  if (text && byHand && random.happens(contactShare[channel])) {
    const line = contactLine(random, contactLines(language, tone));
    words = `${words} ${line.text}`;
    personal.push(...line.values);
  }
  const supplied = productId && touchpoint !== 'delivery';
  const input = {
    source: from.source,
    channel,
    touchpoint,
    ...(productId && { product: productId }),
    ...(who && { customer: who.customer, segment: who.segment }),
    ...(from.kind && tone && { rating: ratingFor(random, from, tone) }),
    ...(words && { text: words }),
    ...(words && tellsLanguage.has(from.source) && { language }),
    occurredAt: iso(at),
    ...chat,
    ...(supplied && { supplier: products[productId].supplier }),
    attributes: { country: countryOf(random, language), ...attributes },
  };
  return { at, sentAt: at + delays[channel](random), input, language, personal, event };
}
