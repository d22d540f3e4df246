// Why processes ended, and how soon their services were back. Pure.
import { crashPoints } from './crash-points.mjs';

/** The point that a process was killed at, or what the trial sent it; undefined where it fell by itself. One that was only put to sleep at a point fell later, of something else. */
export const reasonOf = ({ pid, sent }, hits) => hits.find((it) => it.pid === pid && it.signal === 'SIGKILL')?.name ?? sent;

/** How long an effect is waited for; a death without any counts as this much. */
export const patienceMs = 30_000;

/** Of the times from each death to a moment, in milliseconds: the median, what 99 of 100 had at most, and of how many deaths. */
export function after(deaths, moment) {
  const times = deaths.filter((it) => it[moment]).map((it) => it[moment] - it.at).toSorted((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)], p99: times[Math.min(times.length - 1, Math.floor(times.length * 0.99))], of: times.length };
}

/** Nobody may fall by itself: what is started again at once would not be missed. */
export function gateOfDeaths(deaths) {
  const own = deaths.filter(({ byItself }) => byItself);
  return { fault: 'deaths', gate: 'every one at a named point or by the trial', met: own.length === 0, figure: own.map(({ service, how }) => `${service}: ${how}`).join(', ') || `${deaths.length} of ${deaths.length}` };
}

/** What kills are to show beside the invariants: how soon somebody has an effect again, where that is judged and anybody was clocked; the rest only where there are kills enough. */
export function gatesOfKills({ hits, effectMs, orderedKeys, accepted, redelivered }, { log, kills, isTimed }) {
  const { p50, p99, of } = effectMs;
  const gates = isTimed && of > 0 ? [{ fault: 'kill -9', gate: 'the first effect after it within 5 s (p99)', met: p99 <= 5000, figure: `${p50} ms (p50), ${p99} ms (p99) of ${of} deaths, routing's left out; 30 s where there was none` }] : [];
  if (kills < 200) return gates;
  const died = crashPoints.filter((it) => (it.log ?? log) === log).map(({ name }) => [hits.filter((it) => it.endsWith(` ${name}`)).length, name]).toSorted(([a], [b]) => a - b);
  return [
    ...gates,
    { fault: 'load', gate: 'at least 1,000,000 feedback accepted', met: accepted >= 1_000_000, figure: accepted },
    { fault: 'redeliver', gate: 'at least 1,000 forced redeliveries', met: redelivered >= 1000, figure: redelivered },
    { fault: 'kill -9', gate: 'at each crash point at least 3 times', met: died[0][0] >= 3, figure: `least: ${died.slice(0, 3).map(([times, name]) => `${times} at ${name}`).join(', ')}` },
    { fault: 'order', gate: 'over at least 10,000 keys, each of two events or more', met: orderedKeys >= 10_000, figure: orderedKeys },
  ];
}
