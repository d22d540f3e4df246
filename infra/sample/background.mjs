// The ordinary days of the quarter: praise, remarks, everyday complaints, and ratings without a word.
import { momentOf, quarterBegins, quarterEnds } from './calendar.mjs';
import { appVersion, customerOf, productIds, products, sources } from './company.mjs';
import { entry } from './entry.mjs';
import { languageOf, suggestions, templates, workplace } from './languages.mjs';
import { write } from './phrases.mjs';
import { chance } from './random.mjs';

const touchpoints = { delivery: 16, product: 22, app: 9, website: 8, checkout: 9, billing: 3, returns: 7, store: 9, 'support-chat': 6, 'support-phone': 9, account: 3, assembly: 4, loyalty: 3 };

// By which channel people speak of what, and which source asks there ("channel" or "channel:source").
const ways = {
  delivery: { 'survey:delivery': 50, ticket: 12, social: 15, call: 10, review: 13 },
  product: { review: 65, survey: 10, ticket: 10, social: 15 },
  app: { 'review:appReview': 60, survey: 25, social: 10, ticket: 5 },
  website: { survey: 70, ticket: 10, social: 20 },
  checkout: { 'survey:checkout': 85, ticket: 15 },
  billing: { ticket: 60, call: 40 },
  returns: { ticket: 35, survey: 35, call: 20, social: 10 },
  store: { survey: 50, review: 30, social: 20 },
  'support-chat': { 'survey:chatSurvey': 1 },
  'support-phone': { call: 1 },
  account: { ticket: 60, survey: 40 },
  assembly: { survey: 50, review: 20, call: 30 },
  loyalty: { survey: 60, social: 40 },
};
const withProduct = { delivery: 0.4, product: 1, returns: 0.8, assembly: 0.9, review: 1 };

/** The channel and the source by which a feedback on this touchpoint comes. */
export function wayOf(random, touchpoint) {
  const [channel, source = channel] = random.weighted(ways[touchpoint]).split(':');
  return { channel, from: sources[source] };
}

/** Minutes that callers wait at a moment of the quarter: from four to twenty, longer every week. */
export const waitAt = (random, at) => Math.round(4 + (16 * (at - quarterBegins)) / (quarterEnds - quarterBegins) + random.between(-2, 2));

/** What the company's systems add to a feedback on a touchpoint. */
export function attributesOf(random, touchpoint, at) {
  if (touchpoint === 'app') return { app_version: appVersion(random, at), platform: random.weighted({ ios: 4, android: 6 }) };
  if (touchpoint === 'delivery') return { carrier: random.weighted({ swiftvan: 6, 'parcel-union': 4 }), depot: random.pick(['north', 'south', 'west']) };
  if (touchpoint === 'support-phone') return { wait_minutes: waitAt(random, at) };
  return {};
}

// Callers who waited long give less, whatever they say: the drift shows in the scores before anyone complains.
const wearied = (random, rating, wait) => (rating && random.happens(0.7) ? { ...rating, value: Math.max(rating.scale.min, rating.value - Math.round(wait / 6)) } : rating);

function worded(random, deal, language, tone) {
  const touchpoint = random.weighted(touchpoints);
  if (tone === 'positive') return { touchpoint, template: deal.praise(language, touchpoint) };
  if (tone === 'neutral') return deal.remark(language, touchpoint);
  return deal.complaint(language);
}

function ordinary(random, deal, at) {
  const language = languageOf(random);
  const tone = random.weighted({ positive: 62, neutral: 26, negative: 12 });
  const { touchpoint, template } = worded(random, deal, language, tone);
  const { channel, from } = wayOf(random, touchpoint);
  const silent = from.kind && tone !== 'negative' && random.happens(0.16);
  const productId = random.happens(withProduct[touchpoint] ?? 0) ? random.pick(productIds) : undefined;
  const attributes = attributesOf(random, touchpoint, at);
  const slots = { ...(productId && { product: products[productId].name, model: products[productId].model }), version: attributes.app_version ?? '5.2.0' };
  const text = silent ? undefined : write(random, `${template} ${deal.tail(language, tone)}`, slots);
  const made = entry(random, { at, channel, from, touchpoint, text, tone: silent ? random.weighted({ positive: 11, neutral: 6, negative: 3 }) : tone, language, who: customerOf(random), productId, attributes });
  if (attributes.wait_minutes !== undefined) made.input.rating = wearied(random, made.input.rating, attributes.wait_minutes);
  return made;
}

/** Everyday feedback of customers, `count` of them over the quarter. */
export function background(seed, count) {
  const random = chance(seed, 'background');
  const deal = templates(random);
  const moments = Array.from({ length: count }, () => momentOf(random, 'survey')).sort((a, b) => a - b);
  return moments.map((at) => ordinary(random, deal, at));
}

/** The suggestion box of staff and stakeholders: anonymous, mostly ideas. */
export function suggestionBox(seed, count) {
  const random = chance(seed, 'suggestions');
  const idea = random.dealer(suggestions);
  const grumble = random.dealer(workplace);
  const one = (at) => {
    const text = write(random, random.happens(0.12) ? grumble() : idea());
    return entry(random, { at, channel: 'suggestion', from: sources.suggestion, touchpoint: 'workplace', text, language: 'en', attributes: { role: random.pick(['warehouse', 'store', 'office', 'driver', 'partner']) } });
  };
  return Array.from({ length: count }, () => momentOf(random, 'suggestion')).sort((a, b) => a - b).map(one);
}
