// What faults are measured by: how the load's requests were answered meanwhile, and when consumers move.
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerEnd, readLedger } from './ledger.mjs';
import { operationsOf } from './requests.mjs';
import { giveUpMs } from './sender.mjs';

/** When a service took something last, in milliseconds. */
export const movedAt = async ({ postgres }, service) => Date.parse((await postgres.ask(`SELECT max(moved_at) AS at FROM ${service}.consumer_offset`))[0].at ?? 0);

/** From now on: what the load generator notes of its requests, as it was between two moments. */
export function watched({ ledgers }) {
  const end = ledgerEnd(ledgers.load);
  return (from, to = Date.now()) => readLedger(ledgers.load, end).filter(({ began, ended = began }) => ended >= from && ended <= to);
}

/** How requests were answered: 2xx, 503, or otherwise: with an error of ours, or not at all. */
export function answers(notes) {
  const of = (is) => notes.filter(({ status }) => status !== undefined && is(status));
  return { ok: of((it) => it >= 200 && it < 300).length, away: of((it) => it === 503), other: of((it) => it === 0 || (it >= 500 && it !== 503)).length };
}

/** What was tried before `to` and had no outcome before `from`. */
export const openBetween = (notes, from, to) => notes.filter(({ tried, ended }) => tried < to && ended >= from);

/** How the tries that were open between two moments were answered in the end: one that hangs is known to hang once its sender has given up. */
export async function answersInTheEnd(seen, from, to) {
  await sleep(Math.max(0, to + giveUpMs + 1000 - Date.now()));
  return answers(openBetween(seen(from), from, to));
}

/** How the requests begun between two moments fared: the latency that 99 of 100 had at most until somebody answered, in milliseconds (one that nobody has answered counts as long as it has waited), and how many tries had no answer or a 503. */
export function latency(notes, from, to = Date.now()) {
  const operations = operationsOf(notes).filter(({ began, kind }) => began >= from && began < to && kind !== 'inbound' && kind !== 'malformed' && kind !== 'acted');
  const answered = ({ status }) => status !== 0 && status !== 503;
  const times = operations.map(({ began, statuses }) => (statuses.find(answered)?.ended ?? Date.now()) - began).toSorted((a, b) => a - b);
  const failed = operations.flatMap(({ statuses }) => statuses.filter((it) => !answered(it)));
  return { p99: times[Math.min(times.length - 1, Math.floor(times.length * 0.99))], without: failed.filter(({ status }) => status === 0).length, away: failed.filter(({ status }) => status === 503).length };
}

/** How many webhooks were made between two moments, and the median of how long they took; one that has not arrived counts as long as the whole. */
export function toldIn(made, arrived, from, to) {
  const times = made.map(({ id, at }) => (arrived.has(id) ? Math.round(arrived.get(id) - at) : to - from)).toSorted((a, b) => a - b);
  return { count: times.length, missing: made.filter(({ id }) => !arrived.has(id)).length, ms: times[Math.floor(times.length / 2)] };
}

/** Of fewer samples, how quickly something went is a guess. */
const fewestSamples = 5;

/** How quickly an outbox drains, from samples { at, rows, newest }: clocked from the last one before it fell to the last of all. What came in meanwhile, by the newest number, has gone too. Undefined before it falls; no `perSecond` of too few samples; `over` where a twentieth is left, or next to nothing. */
export function drainOf(samples) {
  const fell = samples.findIndex(({ rows }, at) => rows < samples[at - 1]?.rows);
  if (fell < 0) return undefined;
  const used = samples.slice(fell - 1);
  const [first, last] = [used[0], used.at(-1)];
  const seconds = (last.at - first.at) / 1000;
  const gone = first.rows - last.rows + last.newest - first.newest;
  return { over: last.rows <= Math.max(20, first.rows / 20), samples: used.length, seconds, perSecond: used.length < fewestSamples ? undefined : gone / seconds };
}
