// Compares what was asked, what the log holds, what came of it and who was told: I1 to I6 of docs/reliability.md. Pure: a snapshot in, violations out,
// each by its name with some of the ids that show it.
import { v5, validate } from 'uuid';
import { operationsOf, submissionsOf } from './requests.mjs';

/** Every violation there is. */
export const violations = [
  'I1 lost', 'I1 twice', 'I1 refused and kept', 'I1 answered otherwise',
  'I2 effect missing', 'I2 effect twice', 'I2 dead letter missing', 'I2 figures differ', 'I2 not delivered', 'I2 answered twice', 'I2 told unasked',
  'I3 order', 'I4 gap', 'I4 lag', 'I4 outbox', 'I4 unbalanced', "I5 another tenant's", 'I6 unbounded',
];

/** Which events each service handles; what else is on their topics is dropped as not theirs. */
export const handled = {
  ingestion: ['FeedbackSubmitted.v1', 'FactSubmitted.v1', 'AnswerDue.v1'],
  sentiment: ['FeedbackReceived.v1', 'FeedbackRevised.v1'],
  issues: ['FeedbackScored.v1', 'PodActed.v1', 'IssueRouted.v1', 'CustomerAnswered.v1', 'AnswerFailed.v1'],
  routing: ['IssueOpened.v1', 'IssueGrew.v1', 'IssueEscalated.v1', 'IssueRegressed.v1', 'IssueTransitioned.v1', 'IssueMerged.v1', 'IssueSplit.v1', 'IssueMuted.v1', 'IssueCommented.v1', 'PodActed.v1', 'HandoffRequested.v1'],
  reporting: [
    'FeedbackReceived.v1', 'FeedbackRevised.v1', 'FeedbackScored.v1', 'FactObserved.v1', 'HandoffRequested.v1', 'IssueOpened.v1', 'IssueGrew.v1', 'IssueEscalated.v1', 'IssueRegressed.v1', 'IssueTransitioned.v1',
    'IssueMerged.v1', 'IssueSplit.v1', 'IssueMuted.v1', 'IssueCommented.v1', 'IssueRouted.v1', 'DeliverySucceeded.v1', 'DeliveryFailed.v1', 'OwnershipChanged.v1', 'AnswerDue.v1', 'CustomerAnswered.v1', 'AnswerFailed.v1',
  ],
};
const open = /^voc\.(inbound|action)\.v1$/;
const namespace = 'b8f4d9a2-6a3b-5c1e-9d57-0f6f3c2a7e41';
/** What an inbox knows an event by: its id; a stranger's only within its tenant and source. */
const knownBy = ({ topic, id, source, tenant }) => (!open.test(topic) && validate(id) ? id : v5(JSON.stringify([tenant, source, id]), namespace));

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
  for (const rule of [requests, consumers, letters, derived, figures, webhooks, order, offsets, strangers, bounds]) rule(known, tell);
  return [...found.values()].toSorted((a, b) => violations.indexOf(a.name) - violations.indexOf(b.name));
}

/** Each event once, where it came first: what a crash had appended again counts nowhere. */
function firsts(records) {
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

/** I1: every request answered 2xx is in the log exactly once; a refused one has no effect. */
function requests({ operations, distinct, effects }, tell) {
  const received = Map.groupBy(distinct.filter(({ type }) => type === 'FeedbackReceived.v1'), ({ mark }) => mark);
  const told = new Map(distinct.filter(({ type }) => type === 'FeedbackReceived.v1' || type === 'FeedbackRevised.v1').map((it) => [`${it.feedback} ${it.revision}`, it]));
  const rows = new Map(effects.feedback.map((it) => [it.id, it]));
  const submissions = submissionsOf(operations);
  const wanted = new Set(submissions.filter((it) => !it.refused && it.kind !== 'malformed').map(({ mark }) => mark));
  for (const { mark, taken, refused, receipt } of submissions) {
    const events = received.get(mark) ?? [];
    if (events.length > 1) tell('I1 twice', `${mark} is feedback ${events.map(({ feedback }) => feedback).join(' and ')}`);
    if (refused && events.length > 0 && !wanted.has(mark)) tell('I1 refused and kept', mark);
    if (!taken) continue;
    if (events.length === 0) tell('I1 lost', `${mark} was taken${receipt ? ` as ${receipt.id}` : ''} and is not in the log`);
    else if (receipt && !told.has(`${receipt.id} ${receipt.revision}`)) tell('I1 lost', `${mark} was told revision ${receipt.revision} of ${receipt.id}, which is not in the log`);
    else if (receipt && (rows.get(receipt.id)?.revision ?? 0) < receipt.revision) tell('I1 lost', `revision ${receipt.revision} of ${receipt.id} is not in ingestion's table`);
  }
  for (const [key, same] of Map.groupBy(operations.filter(({ key }) => key), ({ key }) => key)) {
    const answers = new Set(same.flatMap(({ answers }) => answers.map((it) => JSON.stringify(it.map(({ id, status, revision }) => [id, status, revision])))));
    if (answers.size > 1) tell('I1 answered otherwise', `Idempotency-Key ${key}`);
  }
}

/** I2: every event has its effect exactly once per consumer, or is dead-lettered or parked. */
function consumers({ distinct, records, services, effects }, tell) {
  for (const [service, { positions, inbox, letters }] of Object.entries(services)) {
    const topics = new Set(positions.map(({ topic }) => topic));
    const seen = new Set(inbox);
    const kept = new Set(letters.map(({ topic, partition, offset }) => `${topic}/${partition}@${offset}`));
    const places = Map.groupBy(records.filter(({ topic, type }) => topics.has(topic) && handled[service].includes(type)), knownBy);
    for (const it of distinct) {
      if (!topics.has(it.topic) || !handled[service].includes(it.type)) continue;
      const id = knownBy(it);
      if (!seen.has(id) && !places.get(id).some(({ topic, partition, offset }) => kept.has(`${topic}/${partition}@${offset}`))) tell('I2 effect missing', `${service} never took ${it.type} ${it.id}`);
    }
  }
  const counted = new Map();
  for (const { type, tenant } of distinct) if (handled.reporting.includes(type)) counted.set(`${tenant} ${type}`, (counted.get(`${tenant} ${type}`) ?? 0) + 1);
  for (const { tenant, type, events } of effects.seen) {
    const expected = counted.get(`${tenant} ${type}`) ?? 0;
    if (events > expected) tell('I2 effect twice', `reporting counted ${events} ${type} of ${tenant}, the log holds ${expected}`);
    if (events < expected && !services.reporting.letters.length) tell('I2 effect missing', `reporting counted ${events} ${type} of ${tenant}, the log holds ${expected}`);
  }
}

/** I2: what cannot be read is a dead letter with its bytes; so is what a handler refuses. */
function letters({ operations, records, services }, tell) {
  const kept = new Map(Object.entries(services).flatMap(([service, { letters: all }]) => all.map((it) => [`${service} ${it.topic}/${it.partition}@${it.offset}`, it])));
  const malformed = new Set(operations.filter(({ kind }) => kind === 'malformed').flatMap(({ items }) => items.map(({ attributes }) => attributes.mark)));
  for (const it of records) {
    const service = it.topic === 'voc.inbound.v1' && malformed.has(it.id) ? 'ingestion' : it.topic === 'voc.feedback.v1' && it.poison ? 'sentiment' : it.topic === 'voc.action.v1' && !it.issue ? 'issues' : undefined;
    if (!service) continue;
    const letter = kept.get(`${service} ${it.topic}/${it.partition}@${it.offset}`);
    if (!letter) {
      // What comes again behind a dead letter of its own is parked, dead again, or was replayed by hand meanwhile; the first of it must be there.
      const known = [...kept.values()].some(({ topic, event }) => topic === it.topic && event === it.id);
      if (!known) tell('I2 dead letter missing', `${it.topic}[${it.partition}]@${it.offset} (${it.id}) at ${service}`);
    } else if (it.digest !== undefined && letter.digest !== it.digest) tell('I2 dead letter missing', `${it.topic}[${it.partition}]@${it.offset}: its bytes are others`);
  }
}

/** I2, along the loop: what an event leads to is there, once. */
function derived({ distinct, services, effects }, tell) {
  const of = (type) => distinct.filter((it) => it.type === type);
  const scored = Map.groupBy(of('FeedbackScored.v1'), ({ cause }) => cause);
  const waiting = new Set(services.sentiment.letters.filter(({ state }) => state !== 'replayed').map(({ event }) => event));
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
function figures({ effects }, tell) {
  for (const name of ['issue figures', 'volume figures'])
    for (const { id, tenant, kept, counted, keptSum, countedSum } of effects[name])
      if (kept !== counted || Math.abs((keptSum ?? 0) - (countedSum ?? 0)) > 1e-6 * Math.max(1, counted)) tell('I2 figures differ', `${name} of ${tenant} ${id}: kept ${kept} (${keptSum}), counted ${counted} (${countedSum})`);
}

/** I2: who is due a webhook gets it, under one id; nobody gets what was not due. */
function webhooks({ distinct, effects, received }, tell) {
  const got = new Set(received.map(({ id }) => id));
  const due = new Set();
  for (const name of ['deliveries of answers', 'deliveries to pods']) {
    for (const { id, state } of effects[name]) {
      due.add(id);
      if (state === 'arrived' && !got.has(id)) tell('I2 not delivered', `${id} is said to have arrived`);
      if (state !== 'arrived') tell('I2 not delivered', `${id} is ${state}`);
    }
  }
  for (const id of got) if (!due.has(id)) tell('I2 told unasked', id);
  const pods = new Set(effects['deliveries to pods'].map(({ id }) => id));
  for (const { id } of distinct.filter(({ type }) => type === 'IssueDelivered.v1')) if (!pods.has(id)) tell('I2 not delivered', `${id} is on its pod's topic and was never a webhook`);
  const answers = Map.groupBy(received.filter(({ type }) => type === 'AnswerDue.v1'), ({ answerId }) => answerId);
  for (const [answer, all] of answers) if (new Set(all.map(({ id }) => id)).size > 1) tell('I2 answered twice', `${answer} under ${[...new Set(all.map(({ id }) => id))].join(' and ')}`);
  for (const [, all] of Map.groupBy(effects['due answers'], ({ tenant, issue, customer }) => `${tenant} ${issue} ${customer}`)) {
    for (const it of all) {
      if (it.state === 'answered' && !answers.has(it.id)) tell('I2 not delivered', `answer ${it.id}`);
      if (it.state === 'due') tell('I2 not delivered', `answer ${it.id} is still due`);
    }
  }
}

/** I3: per key, in the log's order. Within a key numbers only grow: revisions of a feedback, versions of an issue. */
function order({ distinct }, tell) {
  const grows = (name, events, number) => {
    for (const [key, all] of Map.groupBy(events, ({ topic, feedback, issue }) => `${topic} ${feedback ?? issue}`)) {
      const sorted = all.toSorted((a, b) => a.offset - b.offset);
      sorted.forEach((it, at) => {
        if (at > 0 && sorted[at - 1].partition === it.partition && number(it) < number(sorted[at - 1])) tell('I3 order', `${name} ${number(it)} comes after ${number(sorted[at - 1])} of ${key}`);
      });
    }
  };
  const of = (pattern) => distinct.filter(({ type }) => pattern.test(type ?? ''));
  grows('revision', of(/^Feedback(Received|Revised)\.v1$/), ({ revision }) => revision);
  grows('scored revision', of(/^FeedbackScored\.v1$/), ({ revision }) => revision);
  grows('version', of(/^Issue(Opened|Grew|Escalated|Regressed|Transitioned|Muted|Commented)\.v1$/), ({ version }) => version ?? 0);
  grows('told version', of(/^IssueDelivered\.v1$/), ({ version }) => version ?? 0);
}

/** I4: offsets are dense and never reused; nothing waits; what each consumer counted adds up to what it passed. */
function offsets({ records, ends, services }, tell) {
  for (const [at, all] of Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)) {
    const sorted = all.map(({ offset }) => offset).toSorted((a, b) => a - b);
    const wrong = sorted.findIndex((it, place) => it !== place);
    if (wrong >= 0 || sorted.length !== ends[at]) tell('I4 gap', `${at}: ${sorted.length} records, its end is ${ends[at]}${wrong >= 0 ? `, ${sorted[wrong]} stands at place ${wrong}` : ''}`);
  }
  for (const [service, { positions, outbox }] of Object.entries(services)) {
    if (outbox > 0) tell('I4 outbox', `${outbox} rows of ${service}`);
    for (const it of positions) {
      const at = `${it.topic}/${it.partition}`;
      const end = ends[at] ?? 0;
      if (it.next !== end) tell('I4 lag', `${service} stands at ${it.next} of ${at}, which ends at ${end}`);
      const sum = it.done + it.dropped + it.duplicates + it.dead + it.parked + it.skipped + it.expired;
      if (sum !== it.next - it.first) tell('I4 unbalanced', `${service} passed ${it.next - it.first} of ${at} and accounts for ${sum}`);
      if (it.skipped > 0 || it.expired > 0) tell('I4 unbalanced', `${service} skipped ${it.skipped} of ${at}, and ${it.expired} expired`);
    }
  }
}

/** I5: no tenant's row, event or webhook is another's. Marks bear their tenant's name. */
function strangers({ distinct, effects }, tell) {
  for (const { type, id, tenant, mark } of distinct) if (mark && type && !mark.startsWith(`${tenant}-`)) tell("I5 another tenant's", `${type} ${id} of ${mark} bears the tenant ${tenant}`);
  for (const { id, tenant, marked } of effects.feedback) if (marked && marked !== tenant) tell("I5 another tenant's", `feedback ${id} of ${marked} is ${tenant}'s`);
  const owner = new Map(effects.feedback.map(({ id, tenant }) => [id, tenant]));
  for (const name of ['evidence', 'readings']) for (const { id, tenant } of effects[name]) if (owner.has(id) && owner.get(id) !== tenant) tell("I5 another tenant's", `${name}: ${id} of ${owner.get(id)} is ${tenant}'s`);
}

/** I6: memory and connections stay bounded. */
function bounds({ usage }, tell) {
  for (const [what, { most, bound }] of Object.entries(usage ?? {})) if (most > bound) tell('I6 unbounded', `${what}: ${most}, of at most ${bound}`);
}
