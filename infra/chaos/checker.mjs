// Compares what was asked, what the log holds, what came of it and who was told: I1 to I6 of docs/reliability.md. Pure: a snapshot in, violations out,
// each by its name with some of the ids that show it.
import { consumers, derived, figures } from './check-effects.mjs';
import { letters } from './check-letters.mjs';
import { bounds, offsets, order, strangers } from './check-log.mjs';
import { acts, requests } from './check-requests.mjs';
import { webhooks } from './check-webhooks.mjs';
import { operationsOf } from './requests.mjs';

/** Every violation there is. */
export const violations = [
  'I1 lost', 'I1 twice', 'I1 refused without cause', 'I1 refused and kept', 'I1 answered otherwise',
  'I2 effect missing', 'I2 effect twice', 'I2 dead letter missing', 'I2 dead without cause', 'I2 figures differ', 'I2 not delivered', 'I2 told twice', 'I2 answered twice', 'I2 told unasked',
  'I3 order', 'I4 gap', 'I4 lag', 'I4 outbox', 'I4 inbox', 'I4 unbalanced', "I5 another tenant's", 'I5 words in a log', 'I6 unbounded',
];

/** Checks a snapshot; resolves to [{ name, count, examples }]. */
export function check(snapshot) {
  const found = new Map();
  const tell = (name, example) => {
    if (!violations.includes(name)) throw new Error(`there is no violation "${name}"`);
    const it = found.get(name) ?? { name, count: 0, examples: [] };
    it.count++;
    if (it.examples.length < 5) it.examples.push(example);
    found.set(name, it);
  };
  const known = { ...snapshot, operations: operationsOf(snapshot.ledger), distinct: firsts(snapshot.records) };
  for (const rule of [requests, acts, consumers, letters, derived, figures, webhooks, order, offsets, strangers, bounds]) rule(known, tell);
  return [...found.values()].toSorted((a, b) => violations.indexOf(a.name) - violations.indexOf(b.name));
}

/** Each event once, where it came first: what a crash had appended again counts nowhere. */
export function firsts(records) {
  const seen = new Map();
  for (const it of records) {
    // A dead letter's own topic is for looking.
    if (it.topic.endsWith('.dlq')) continue;
    const key = `${it.topic} ${it.tenant} ${it.source} ${it.id}`;
    const known = seen.get(key);
    if (!known || (known.partition === it.partition && it.offset < known.offset)) seen.set(key, it);
  }
  return [...seen.values()];
}
