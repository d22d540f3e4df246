// I2: what an event has as its effect, at each consumer and along the loop.
import { knownBy, placeOf, takes, waits } from './taken.mjs';

/** Every event has its effect exactly once per consumer, or is dead-lettered or parked. */
export function consumers({ distinct, records, services, effects }, tell) {
  const counted = new Map();
  const logged = new Set(records.map(knownBy));
  for (const [service, { inbox, letters }] of Object.entries(services)) {
    const seen = new Set(inbox);
    for (const id of seen) if (!logged.has(id)) tell('I4 inbox', `${service} took ${id}, which is in no topic`);
    const kept = new Set(letters.filter(waits).map(placeOf));
    const places = Map.groupBy(records.filter((it) => takes(service, it)), knownBy);
    for (const it of distinct.filter((one) => takes(service, one))) {
      const id = knownBy(it);
      const waiting = !seen.has(id) && places.get(id).some((one) => kept.has(placeOf(one)));
      if (!seen.has(id) && !waiting) tell('I2 effect missing', `${service} never took ${it.type} ${it.id}`);
      const key = `${it.type} of ${it.tenant}`;
      if (service === 'reporting' && !waiting) counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  const figures = new Map(effects.seen.map(({ tenant, type, events }) => [`${type} of ${tenant}`, events]));
  for (const key of new Set([...counted.keys(), ...figures.keys()])) {
    const [events, expected] = [figures.get(key) ?? 0, counted.get(key) ?? 0];
    if (events !== expected) tell(events > expected ? 'I2 effect twice' : 'I2 effect missing', `reporting counted ${events} ${key}, the log holds ${expected}`);
  }
}

/** I2, along the loop: what an event leads to is there, once. */
export function derived({ distinct, services, effects }, tell) {
  const of = (type) => distinct.filter((it) => it.type === type);
  const scored = Map.groupBy(of('FeedbackScored.v1'), ({ cause }) => cause);
  const waiting = new Set(services.sentiment.letters.filter(waits).map(({ event }) => event));
  for (const { id, novelty } of [...of('FeedbackReceived.v1'), ...of('FeedbackRevised.v1')]) {
    const n = scored.get(id)?.length ?? 0;
    if (n === 0 && !waiting.has(id)) tell('I2 effect missing', `no score of ${id}`);
    if (n > 1) tell('I2 effect twice', `${n} scores of ${id}`);
    if (novelty !== undefined && scored.get(id)?.some((it) => it.novelty !== novelty)) tell('I2 effect missing', `the score of ${id} lost a field of the next version`);
  }
  const highest = (events) => Map.groupBy(events, ({ feedback }) => feedback).entries().map(([id, all]) => [id, Math.max(...all.map(({ revision }) => revision))]);
  const readings = new Map(effects.readings.map((it) => [it.id, it]));
  for (const [id, revision] of highest([...of('FeedbackReceived.v1'), ...of('FeedbackRevised.v1')])) if (readings.get(id)?.spoken !== revision) tell('I2 effect missing', `reporting knows revision ${readings.get(id)?.spoken} of ${id}, which has ${revision}`);
  const evidence = new Map(effects.evidence.map((it) => [it.id, it.revision]));
  for (const [id, revision] of highest(of('FeedbackScored.v1'))) {
    if (readings.get(id)?.scored !== revision) tell('I2 effect missing', `reporting knows the score of revision ${readings.get(id)?.scored} of ${id}, which has ${revision}`);
    if (evidence.has(id) && evidence.get(id) !== revision) tell('I2 effect missing', `issues knows revision ${evidence.get(id)} of ${id}, which has ${revision}`);
  }
  const assigned = new Set(effects.assignments.map(({ id }) => id));
  for (const { issue } of of('IssueOpened.v1')) if (!assigned.has(issue)) tell('I2 effect missing', `issue ${issue} has no pod`);
}

/** I2: what is kept as a figure is the figure of what is kept. */
export function figures({ effects }, tell) {
  for (const name of ['issue figures', 'volume figures'])
    for (const { id, tenant, kept, counted, keptSum, countedSum } of effects[name])
      if (kept !== counted || Math.abs((keptSum ?? 0) - (countedSum ?? 0)) > 1e-6 * Math.max(1, counted)) tell('I2 figures differ', `${name} of ${tenant} ${id}: kept ${kept} (${keptSum}), counted ${counted} (${countedSum})`);
}
