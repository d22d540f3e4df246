// From what customers said to what the sources send: a score first and its comment later, corrections, things sent twice and out of order.
import { day, iso, minute } from './calendar.mjs';
import { chance } from './random.mjs';

const once = (it) => [{ sentAt: it.sentAt, kind: 'first', input: it.input }];

/** The score comes at once, the comment when the customer has typed it. */
function scoreFirst(random, it) {
  const { text: _, language: _language, ...scored } = it.input;
  const later = random.between(20_000, 40 * minute);
  return [
    { sentAt: it.sentAt, kind: 'first', input: scored },
    { sentAt: it.sentAt + later, kind: 'revision', input: { ...it.input, revisedAt: iso(it.at + later) } },
  ];
}

/** The customer thinks again and changes the rating; `reordered`: the older version arrives after the newer one. */
function corrected(random, it, reordered) {
  const { rating } = it.input;
  const scale = rating.scale ?? { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, stars: { min: 1, max: 5 } }[rating.kind];
  const value = rating.value === scale.max ? rating.value - 1 : rating.value + 1;
  const later = random.between(10 * minute, 3 * day);
  const newer = { ...it.input, rating: { ...rating, value }, revisedAt: iso(it.at + later) };
  if (!reordered) return [...once(it), { sentAt: it.sentAt + later, kind: 'revision', input: newer }];
  return [{ sentAt: it.sentAt + later, kind: 'first', input: newer }, { sentAt: it.sentAt + later + random.between(1000, day), kind: 'stale', input: it.input }];
}

/** The source did not see our answer and sends the same again, seconds or days later. */
const twice = (random, it) => [...once(it), { sentAt: it.sentAt + (random.happens(0.6) ? random.between(2000, 5 * minute) : random.between(minute, 2 * day)), kind: 'duplicate', input: it.input }];

function sendingsOf(random, it) {
  const { rating, text, channel } = it.input;
  if (channel === 'survey' && rating && text && random.happens(0.13)) return scoreFirst(random, it);
  if (rating && text && !it.event && random.happens(0.025)) return corrected(random, it, random.happens(0.45));
  return random.happens(0.024) ? twice(random, it) : once(it);
}

/** Everything that is sent, in the order of sending. */
export function sendings(seed, entries) {
  const random = chance(seed, 'sending');
  const all = entries.flatMap((it) => sendingsOf(random, it).map((sending) => ({ ...sending, entry: it })));
  return all.sort((a, b) => a.sentAt - b.sentAt);
}
