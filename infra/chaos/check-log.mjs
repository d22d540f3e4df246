// I3 to I6: the log's order and offsets, tenants, and what is used.
import { taken } from './taken.mjs';

/** What stands in order: within a key its number only grows; where `once`, each comes once. */
const sequences = [
  { name: 'revision', types: /^Feedback(Received|Revised)\.v1$/, number: ({ revision }) => revision, once: true },
  { name: 'scored revision', types: /^FeedbackScored\.v1$/, number: ({ revision }) => revision, once: true },
  { name: 'version', types: /^Issue(Opened|Grew|Escalated|Regressed|Transitioned|Muted|Commented)\.v1$/, number: ({ version }) => version ?? 0 },
  { name: 'told version', types: /^IssueDelivered\.v1$/, number: ({ version }) => version ?? 0 },
];
const byKey = (records, types) => Map.groupBy(records.filter(({ topic, type }) => types.test(type ?? '') && !topic.endsWith('.dlq')), ({ topic, feedback, issue }) => `${topic} ${feedback ?? issue}`);

/** I3: per key, in the log's order, which it has in one partition only: revisions of a feedback, each of them once, and versions of an issue. */
export function order({ distinct, records }, tell) {
  for (const { name, types, number, once } of sequences) {
    for (const [key, all] of byKey(records, types)) {
      const partitions = new Set(all.map(({ partition }) => partition));
      if (partitions.size > 1) tell('I3 order', `${key} is in the partitions ${[...partitions].join(' and ')}`);
    }
    for (const [key, all] of byKey(distinct, types)) {
      const sorted = all.toSorted((a, b) => a.offset - b.offset);
      sorted.forEach((it, at) => {
        if (at > 0 && number(it) < number(sorted[at - 1]) + (once ? 1 : 0)) tell('I3 order', `${name} ${number(it)} comes after ${number(sorted[at - 1])} of ${key}`);
      });
    }
  }
}

/** How many feedback and issues have two events or more whose order was looked at; of those with one, order says nothing. */
export const orderedKeys = (distinct) => new Set(sequences.flatMap(({ types }) => [...byKey(distinct, types).values()].filter(({ length }) => length > 1).map(([{ feedback, issue }]) => feedback ?? issue))).size;

/** I4: offsets are dense and never reused; nothing waits; what each consumer counted adds up to what it passed. */
export function offsets({ records, ends, services }, tell) {
  for (const [at, all] of Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)) {
    const sorted = all.map(({ offset }) => offset).toSorted((a, b) => a - b);
    const wrong = sorted.findIndex((it, place) => it !== place);
    if (wrong >= 0 || sorted.length !== ends[at]) tell('I4 gap', `${at}: ${sorted.length} records, its end is ${ends[at]}${wrong >= 0 ? `, ${sorted[wrong]} stands at place ${wrong}` : ''}`);
  }
  for (const [service, { positions, outbox }] of Object.entries(services)) {
    if (outbox > 0) tell('I4 outbox', `${outbox} rows of ${service}`);
    const stands = new Set(positions.map(({ topic, partition }) => `${topic}/${partition}`));
    for (const [at, end] of Object.entries(ends)) if (end > 0 && taken[service][at.replace(/\/\d+$/, '')] && !stands.has(at)) tell('I4 lag', `${service} never began ${at}, which ends at ${end}`);
    for (const it of positions) {
      const at = `${it.topic}/${it.partition}`;
      const end = ends[at] ?? 0;
      if (it.next !== end) tell('I4 lag', `${service} stands at ${it.next} of ${at}, which ends at ${end}`);
      const sum = it.done + it.dropped + it.duplicates + it.dead + it.parked + it.skipped + it.expired;
      if (sum !== it.next - it.first) tell('I4 unbalanced', `${service} passed ${it.next - it.first} of ${at} and accounts for ${sum}`);
      if (it.skipped !== 0 || it.expired !== 0) tell('I4 unbalanced', `${service} skipped ${it.skipped} of ${at}, and ${it.expired} expired`);
    }
  }
}

/** I5: no tenant's row, event or webhook is another's, and no service's log holds anybody's words. Marks bear their tenant's name. */
export function strangers({ distinct, effects, received, told }, tell) {
  for (const line of told) tell('I5 words in a log', line.slice(0, 500));
  for (const { type, id, tenant, mark } of distinct) if (mark && type && !mark.startsWith(`${tenant}-`)) tell("I5 another tenant's", `${type} ${id} of ${mark} bears the tenant ${tenant}`);
  for (const { id, tenant, marked } of effects.feedback) if (marked && marked !== tenant) tell("I5 another tenant's", `feedback ${id} of ${marked} is ${tenant}'s`);
  const owner = new Map(effects.feedback.map(({ id, tenant }) => [id, tenant]));
  for (const name of ['evidence', 'readings']) for (const { id, tenant } of effects[name]) if (owner.has(id) && owner.get(id) !== tenant) tell("I5 another tenant's", `${name}: ${id} of ${owner.get(id)} is ${tenant}'s`);
  const whose = new Map([...effects['issue figures'], ...effects['due answers']].map(({ id, tenant }) => [id, tenant]));
  for (const { id, path, issueId, answerId } of received)
    for (const about of [issueId, answerId]) if (whose.has(about) && whose.get(about) !== path.split('/')[1]) tell("I5 another tenant's", `the webhook ${id} about ${about} of ${whose.get(about)} went to ${path}`);
}

/** I6: memory and connections stay bounded. */
export function bounds({ usage }, tell) {
  for (const [what, { most, bound }] of Object.entries(usage ?? {})) if (most > bound) tell('I6 unbounded', `${what}: ${most}, of at most ${bound}`);
}
