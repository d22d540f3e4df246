// Makes a text of a template: [a|b|c] is one of them (an empty one too, and nested), {slot} is filled in.
import { cities, firstNames, ibans, lastNames, productIds, products } from './company.mjs';

/** Chooses one way through a template's alternatives. */
export function choose(random, template) {
  let text = template;
  for (let inner = /\[([^[\]]*)\]/; inner.test(text); ) text = text.replace(inner, (_, options) => random.pick(options.split('|')));
  return text;
}

const fillers = {
  city: (random) => random.pick(cities),
  days: (random) => String(random.between(3, 9)),
  minutes: (random) => String(random.between(3, 12)),
  price: (random) => String(random.between(19, 240)),
  order: (random) => `HW-${random.between(100_000, 999_999)}`,
  name: (random) => random.pick(firstNames),
  product: (random) => products[random.pick(productIds)].name,
  model: (random) => products[random.pick(productIds)].model,
};

/** A text from a template; `slots` names what must not be left to chance. */
export function write(random, template, slots = {}) {
  const text = choose(random, template).replace(/\{(\w+)\}/g, (_, slot) => slots[slot] ?? fillers[slot](random));
  return text.replace(/\s+/g, ' ').replace(/ ([,.!?])/g, '$1').trim().replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

const swapLetters = (random, text) => {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (/^\p{L}{6,}$/u.test(word) ? [index] : []));
  if (long.length === 0) return text;
  const index = random.pick(long);
  const at = random.between(1, words[index].length - 3);
  words[index] = words[index].slice(0, at) + words[index][at + 1] + words[index][at] + words[index].slice(at + 2);
  return words.join(' ');
};

/** The little things that people do to a text: no capital, no full stop, a slip of the fingers. */
export function handwriting(random, text, channel) {
  const hurried = channel === 'chat' || channel === 'social' ? 2 : 1;
  let written = text;
  if (random.happens(0.07 * hurried)) written = written.toLowerCase();
  if (random.happens(0.12 * hurried)) written = written.replace(/\.$/, '');
  if (random.happens(0.05)) written = written.replace(/\.$/, '!');
  if (random.happens(0.03)) written = swapLetters(random, written);
  if (channel === 'social' && random.happens(0.5)) written = `@holmwick ${written}`;
  return written;
}

/** A made-up customer's contact data, as people put into tickets and chats, and the values in it: for masking to find. */
export function contactLine(random, lines) {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const given = {
    email: `${first}.${last}${random.between(1, 99)}@example.${random.pick(['com', 'org', 'net'])}`.toLowerCase(),
    // Ofcom and the Bundesnetzagentur keep these ranges for drama: they ring nowhere.
    phone: random.pick([`+44 7700 900${random.between(100, 999)}`, `+49 30 23125 ${random.between(100, 999)}`, `01632 960${random.between(100, 999)}`]),
    iban: random.pick(ibans),
  };
  const line = random.pick(lines);
  const values = Object.keys(given).filter((slot) => line.includes(`{${slot}}`)).map((slot) => given[slot]);
  return { text: write(random, line, { ...given, fullname: `${first} ${last}` }), values };
}
