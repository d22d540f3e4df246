// Chats turn by turn: most end well, some turn sour and need a human while they still go on.
import { iso, momentOf } from './calendar.mjs';
import { customerOf, products, productIds, sources } from './company.mjs';
import { entry } from './entry.mjs';
import { write } from './phrases.mjs';
import { chance } from './random.mjs';
import { courses, handoffs } from './texts/chats.mjs';

const pauses = { customer: [8_000, 70_000], bot: [900, 2_500], agent: [15_000, 90_000] };

/** The entries of one conversation; slots stay the same through all its turns. */
export function converse(random, { id, at, turns, who, attributes = {} }) {
  const product = products[random.pick(productIds)].name;
  const slots = { product, order: `HW-${random.between(100_000, 999_999)}`, name: random.pick(['Ann', 'Tom', 'Priya', 'Lena', 'Marco']) };
  let moment = at;
  return turns.map(([author, template, extra = {}], turn) => {
    moment += random.between(...pauses[author]);
    const text = write(random, template, slots);
    return entry(random, {
      at: moment, channel: 'chat', from: sources.chat, touchpoint: 'support-chat', text, language: 'en', who, attributes,
      chat: { conversation: id, turn, author }, byHand: author === 'customer', ...extra,
    });
  });
}

/** The chats of the quarter, and those of them that need a human: `{ conversation, reason, day }`. */
export function conversations(seed, { calm, sour }) {
  const random = chance(seed, 'conversations');
  const course = random.dealer(courses);
  const reasons = random.dealer(['explicit_request', 'explicit_request', 'frustration', 'repetition']);
  const needed = [];
  const one = (index) => {
    const at = momentOf(random, 'chat');
    const id = `chat-${String(index + 1).padStart(4, '0')}`;
    const who = customerOf(random);
    if (index < calm) return converse(random, { id, at, turns: course(), who });
    const reason = reasons();
    needed.push({ conversation: id, reason, day: iso(at).slice(0, 10) });
    return converse(random, { id, at, turns: random.pick(handoffs[reason]), who });
  };
  return { entries: Array.from({ length: calm + sour }, (_, index) => one(index)).flat(), needed };
}
