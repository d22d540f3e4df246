// The quarter: 13 weeks from Monday 2026-01-05 to Sunday 2026-04-05, all in UTC, with the rhythm of days and hours.

export const day = 86_400_000;
export const hour = 3_600_000;
export const minute = 60_000;
export const quarterBegins = Date.parse('2026-01-05T00:00:00Z');
export const weeks = 13;
export const quarterEnds = quarterBegins + weeks * 7 * day;

// Monday is the busiest (weekend's orders and grievances), Sunday the quietest.
const weekdays = [1.3, 1.15, 1.05, 1.0, 1.05, 0.8, 0.65];
const always = [0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 1.5, 2.2, 2.6, 2.8, 2.7, 2.6, 2.4, 2.3, 2.3, 2.5, 2.9, 3.2, 3.4, 3.0, 2.1, 1.1, 0.5];
const opening = [0, 0, 0, 0, 0, 0, 0, 0.8, 2.6, 3.4, 3.3, 2.8, 2.2, 2.4, 2.7, 2.6, 2.2, 1.5, 0.8, 0.3, 0, 0, 0, 0];
const hoursOf = { call: opening, suggestion: opening };

/** A moment of the quarter for a channel, drawn from its hours and the rhythm of the week. */
export function momentOf(random, channel) {
  const date = Number(random.weighted(Object.fromEntries(Array.from({ length: weeks * 7 }, (_, i) => [i, weekdays[i % 7]]))));
  return momentOn(random, quarterBegins + date * day, channel);
}

/** A moment of the given day (its midnight) for a channel. */
export function momentOn(random, midnight, channel) {
  const hours = Object.fromEntries((hoursOf[channel] ?? always).map((weight, index) => [index, weight]));
  return midnight + Number(random.weighted(hours)) * hour + random.between(0, hour - 1);
}

/** A moment between two, evenly. */
export const momentBetween = (random, from, to) => random.between(from, to - 1);

/** The week of the quarter, 1 to 13. */
export const weekOf = (at) => Math.floor((at - quarterBegins) / (7 * day)) + 1;

export const iso = (at) => new Date(at).toISOString();
