// What faults are measured by: how the load's requests were answered meanwhile, and when consumers move.
import { ledgerEnd, readLedger } from './ledger.mjs';
import { operationsOf } from './requests.mjs';

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
