// Why processes ended, and how soon their services were back. Pure.

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
