// I1: what was answered is true.
import { submissionsOf } from './requests.mjs';

/** What a request may be refused with for the moment or for good, by its kind: a key whose request is being carried out, what an issue's state forbids, a letter that was settled meanwhile. */
const mayRefuse = { single: ['in_flight'], batch: ['in_flight'], action: ['not_allowed'], mended: ['not_dead', 'changed'] };

/** Every request answered 2xx is in the log exactly once; a refused one has no effect; only what the load makes invalid on purpose is refused. */
export function requests({ operations, distinct, effects }, tell) {
  const received = Map.groupBy(distinct.filter(({ type }) => type === 'FeedbackReceived.v1'), ({ mark }) => mark);
  const told = new Set(distinct.filter(({ type }) => type === 'FeedbackReceived.v1' || type === 'FeedbackRevised.v1').map(({ feedback, revision }) => `${feedback} ${revision}`));
  const rows = new Map(effects.feedback.map((it) => [it.id, it]));
  const submissions = submissionsOf(operations);
  const wanted = new Set(submissions.filter((it) => !it.refused && it.kind !== 'malformed').map(({ mark }) => mark));
  for (const { mark, kind, item, taken, refused, receipt } of submissions) {
    const events = received.get(mark) ?? [];
    if (events.length > 1) tell('I1 twice', `${mark} is feedback ${events.map(({ feedback }) => feedback).join(' and ')}`);
    if ((refused || kind === 'malformed') && events.length > 0 && !wanted.has(mark)) tell('I1 refused and kept', mark);
    if (receipt?.status === 'refused' && item.channel !== 'pigeon') tell('I1 refused without cause', `${mark} in a batch`);
    if (!taken) continue;
    if (events.length === 0) tell('I1 lost', `${mark} was taken${receipt ? ` as ${receipt.id}` : ''} and is not in the log`);
    else if (receipt && !told.has(`${receipt.id} ${receipt.revision}`)) tell('I1 lost', `${mark} was told revision ${receipt.revision} of ${receipt.id}, which is not in the log`);
    else if (receipt && (rows.get(receipt.id)?.revision ?? 0) < receipt.revision) tell('I1 lost', `revision ${receipt.revision} of ${receipt.id} is not in ingestion's table`);
  }
  for (const { op, kind, outcomes, statuses, items } of operations) {
    const without = statuses.find(({ status, code }, at) => outcomes[at] === 'fail' || (status === 409 && !(items[0].action === 'comment' ? [] : mayRefuse[kind]).includes(code)));
    if (without) tell('I1 refused without cause', `${kind} ${op} was answered ${without.status} ${without.code}`);
  }
  for (const [key, same] of Map.groupBy(operations.filter(({ key }) => key), ({ key }) => key)) {
    const answers = new Set(same.flatMap(({ answers }) => answers.map((it) => JSON.stringify(it.map(({ id, status, revision }) => [id, status, revision])))));
    if (answers.size > 1) tell('I1 answered otherwise', `Idempotency-Key ${key}`);
  }
}

/** What pods do with their issues is in the log once, by its mark, where it was answered as done; what they wrote to the log themselves has its effect once; a letter's replay succeeds. */
export function acts({ operations, distinct }, tell) {
  const marked = Map.groupBy(distinct.filter(({ type, mark }) => mark && (type === 'IssueCommented.v1' || type === 'IssueTransitioned.v1')), ({ mark }) => mark);
  const asked = new Set(distinct.filter(({ topic }) => topic === 'voc.action.v1').map(({ id }) => id));
  for (const { kind, sure, answers, mark, items: [item] } of operations) {
    const times = marked.get(mark)?.length ?? 0;
    if (kind === 'action') {
      if (times > 1) tell('I1 twice', `${mark} is ${times} events`);
      if (times === 0 && answers[0]?.[0].outcome === 'done') tell('I1 lost', `${mark} was done and is not in the log`);
    }
    if (kind === 'acted' && sure) {
      if (!asked.has(mark)) tell('I1 lost', `${mark} was written to voc.action.v1 and is not there`);
      if (times > 1) tell('I2 effect twice', `${times} comments ${mark}`);
      if (times === 0 && item.issueId) tell('I2 effect missing', `no comment ${mark}`);
    }
    if (kind === 'mended' && answers[0]?.[0].outcome === 'failed') tell('I1 refused without cause', `a letter that was mended: ${answers[0][0].error}`);
  }
}
