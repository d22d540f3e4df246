// I2: what cannot be read is a dead letter with its bytes; so is what a handler refuses. Nothing else is.
import { placeOf } from './taken.mjs';

/** Which services a record must die at. */
function mournersOf({ topic, id, poison, issue }, malformed) {
  if (topic === 'voc.inbound.v1' && malformed.has(id)) return ['ingestion'];
  if (topic === 'voc.feedback.v1' && poison) return ['sentiment'];
  if (topic === 'voc.action.v1' && !issue) return ['issues', 'routing'];
  return [];
}

export function letters({ operations, records, services }, tell) {
  const malformed = new Set(operations.filter(({ kind }) => kind === 'malformed').flatMap(({ items }) => items.map(({ attributes }) => attributes.mark)));
  const at = new Map(records.map((it) => [placeOf(it), it]));
  for (const [service, { letters: all }] of Object.entries(services)) {
    const kept = new Map(all.map((it) => [placeOf(it), it]));
    const events = new Set(all.map(({ topic, event }) => `${topic} ${event}`));
    for (const it of records) {
      if (!mournersOf(it, malformed).includes(service)) continue;
      const letter = kept.get(placeOf(it));
      // What comes again behind a dead letter of its own is parked, dead again, or was replayed by hand meanwhile; the first of it must be there.
      if (!letter && !events.has(`${it.topic} ${it.id}`)) tell('I2 dead letter missing', `${placeOf(it)} (${it.id}) at ${service}`);
      if (letter && it.digest !== undefined && letter.digest !== it.digest) tell('I2 dead letter missing', `${placeOf(it)}: its bytes are others`);
    }
    const hasCause = (letter) => mournersOf(at.get(placeOf(letter)) ?? {}, malformed).includes(service);
    const causes = Map.groupBy(all.filter((it) => it.orderKey !== null && hasCause(it)), lineOf);
    for (const letter of all) {
      const record = at.get(placeOf(letter));
      const parked = letter.orderKey !== null && letter.state !== 'dead' && causes.get(lineOf(letter))?.some(({ offset }) => offset < letter.offset);
      if (record?.novelty !== undefined || (!parked && !hasCause(letter))) tell('I2 dead without cause', `${placeOf(letter)} (${record?.type} ${record?.id}) at ${service} is ${letter.state}: ${letter.error}`);
    }
  }
}

/** What waits behind one another. */
const lineOf = ({ topic, tenant, orderKey }) => `${topic} ${tenant} ${orderKey}`;
