// Holmwick, a made-up retailer of furniture and household goods: a website, an app, deliveries, stores, and support by chat and phone.

export const products = {
  'aria-chair': { name: 'Aria chair', model: 'Aria', supplier: 'norvik-metal' },
  'bodo-table': { name: 'Bodo table', model: 'Bodo', supplier: 'tarnwood' },
  'luma-lamp': { name: 'Luma lamp', model: 'Luma', supplier: 'brightvale' },
  'senna-sofa': { name: 'Senna sofa', model: 'Senna', supplier: 'casa-textil' },
  'fjell-shelf': { name: 'Fjell shelf', model: 'Fjell', supplier: 'tarnwood' },
  'opal-dinner-set': { name: 'Opal dinner set', model: 'Opal', supplier: 'kerama' },
  'pico-desk': { name: 'Pico desk', model: 'Pico', supplier: 'norvik-metal' },
  'nido-bed': { name: 'Nido bed', model: 'Nido', supplier: 'tarnwood' },
  'wren-kettle': { name: 'Wren kettle', model: 'Wren', supplier: 'brightvale' },
  'tola-rug': { name: 'Tola rug', model: 'Tola', supplier: 'casa-textil' },
  'kip-wardrobe': { name: 'Kip wardrobe', model: 'Kip', supplier: 'polmeb' },
  'sol-bench': { name: 'Sol garden bench', model: 'Sol', supplier: 'norvik-metal' },
};
export const productIds = Object.keys(products);

/** The sources that feed each channel, with the rating each asks for, if any. */
export const sources = {
  survey: { source: 'app-survey', kind: 'nps' },
  delivery: { source: 'delivery-survey', kind: 'csat' },
  checkout: { source: 'checkout-survey', kind: 'ces' },
  chat: { source: 'webchat' },
  chatSurvey: { source: 'webchat-survey', kind: 'csat' },
  call: { source: 'voice-line', kind: 'csat', scale: { min: 1, max: 10 } },
  ticket: { source: 'helpdesk' },
  review: { source: 'shop-reviews', kind: 'stars' },
  appReview: { source: 'app-store', kind: 'stars' },
  social: { source: 'social-listening' },
  suggestion: { source: 'suggestion-box' },
};

/** Releases of the app by the day they came out; 5.3.0 is the faulty one and 5.3.1 its fix. */
const releases = [
  ['5.1.4', '2025-12-01'],
  ['5.2.0', '2026-01-08'],
  ['5.3.0', '2026-01-19'],
  ['5.3.1', '2026-01-26'],
  ['5.4.0', '2026-03-09'],
].map(([version, date]) => ({ version, at: Date.parse(`${date}T00:00:00Z`) }));

/** The version a customer has at a moment; one in six is a release behind (but nobody stays on the faulty one). */
export function appVersion(random, at) {
  const out = releases.filter((it) => it.at <= at && it.version !== '5.3.0');
  return (random.happens(1 / 6) ? (out.at(-2) ?? out.at(-1)) : out.at(-1)).version;
}

export const segments = { new: 3, returning: 5, plus: 2, business: 1 };
export const cities = ['Leeds', 'Bristol', 'Cork', 'Hamburg', 'Leipzig', 'Graz', 'Valencia', 'Lyon', 'Nantes', 'Ghent', 'Poznan', 'York', 'Norwich', 'Cardiff', 'Dundee', 'Bilbao'];
export const firstNames = ['Ann', 'Tom', 'Priya', 'Lena', 'Marco', 'Sofia', 'Jonas', 'Claire', 'Hugo', 'Emma', 'Olek', 'Ines', 'Paul', 'Nora', 'Ravi', 'Maya', 'Felix', 'Julia', 'Oscar', 'Ruth'];
export const lastNames = ['Hale', 'Brandt', 'Costa', 'Moreau', 'Novak', 'Pryce', 'Lund', 'Ferrer', 'Keller', 'Owens', 'Duval', 'Ashby', 'Stein', 'Vidal', 'Marsh', 'Roth'];

/** Test values that banks publish for trying out forms: valid by their check digits, nobody's account. */
export const ibans = ['DE89 3704 0044 0532 0130 00', 'GB29 NWBK 6016 1331 9268 19', 'FR14 2004 1010 0505 0001 3M02 606', 'ES91 2100 0418 4502 0005 1332'];

const customers = 2600;

/** A customer's reference and segment. The first few hundred come back often: a third of the draws fall on them. */
export function customerOf(random) {
  const number = random.happens(0.33) ? random.between(0, 399) : random.between(0, customers - 1);
  return customerNumber(number);
}

/** The customer with this number; the number decides the segment for good. */
export function customerNumber(number) {
  const segment = ['returning', 'new', 'returning', 'plus', 'new', 'returning', 'business', 'plus', 'new', 'returning', 'returning'][number % 11];
  return { customer: `C-${10_000 + number}`, segment };
}
export const customerCount = customers;
