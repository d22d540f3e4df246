import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderedKeys } from './check-log.mjs';
import { check, firsts } from './checker.mjs';
import { knownBy } from './taken.mjs';

// `any` throughout: a world is taken apart and broken in ways that no type of it would allow. Neither lint nor tsc reads infra's specs.
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [feedback, issue, delivery, answer] = [id(1), id(2), id(3), id(4)];
const event = (n: number, type: string, topic: string, offset: number, more: object = {}) => ({ topic, partition: 0, offset, id: id(n), type: `${type}.v1`, tenant: 'default', source: '/vocloop/x', ...more });

let world: any;
beforeEach(() => {
  world = sound();
});

/** One feedback, revised once, that went all the way round: an issue, its pod told, its customer answered; and one malformed event. */
function sound() {
  const of = { feedback, mark: 'default-1' };
  const records = [
    event(10, 'FeedbackReceived', 'voc.feedback.v1', 0, { ...of, revision: 1 }), event(11, 'FeedbackRevised', 'voc.feedback.v1', 1, { ...of, revision: 2 }),
    event(20, 'FeedbackScored', 'voc.insight.v1', 0, { ...of, revision: 1, cause: id(10) }), event(21, 'FeedbackScored', 'voc.insight.v1', 1, { ...of, revision: 2, cause: id(11) }),
    event(30, 'IssueOpened', 'voc.issue.v1', 0, { issue, version: 3 }), event(31, 'IssueCommented', 'voc.issue.v1', 1, { issue, version: 4, mark: 'default-act-1' }), event(32, 'IssueCommented', 'voc.issue.v1', 2, { issue, version: 5, mark: 'default-act-2' }),
    event(33, 'IssueRouted', 'voc.routing.v1', 0, { issue, pod: 'care' }),
    { ...event(0, 'PodActed', 'voc.action.v1', 0, { issue }), id: 'default-act-2', source: '/chaos' },
    event(3, 'IssueDelivered', 'voc.pod.care.v1', 0, { delivery, issue, version: 3, change: 'assigned', pod: 'care' }),
    { ...event(0, 'FeedbackSubmitted', 'voc.inbound.v1', 0, { digest: 'bytes' }), id: 'default-2', source: '/chaos' },
  ];
  const taking = (topics: Record<string, number>, more: object = {}) => ({
    positions: Object.entries(topics).map(([topic, next]) => ({ topic, partition: 0, first: 0, next, done: next, dropped: 0, duplicates: 0, dead: 0, parked: 0, skipped: 0, expired: 0 })),
    outbox: 0, inbox: records.filter(({ topic }) => topic in topics).map((it) => knownBy(it)), letters: [], ...more,
  });
  return {
    ledger: [
      { op: 'a', kind: 'single', tenant: 'default', items: [{ attributes: { mark: 'default-1' } }], key: 'k', began: 1 },
      { op: 'a', outcome: 'unknown', status: 503, ended: 2 }, { op: 'a', outcome: 'ok', status: 202, answer: [{ id: feedback, status: 'accepted', revision: 1 }], ended: 3 },
      { op: 'b', kind: 'malformed', tenant: 'default', items: [{ attributes: { mark: 'default-2' } }], began: 4 }, { op: 'b', outcome: 'ok', ended: 5 },
      { op: 'c', kind: 'batch', tenant: 'default', items: [{ attributes: { mark: 'default-3' }, channel: 'pigeon' }], began: 6 }, { op: 'c', outcome: 'ok', status: 200, answer: [{ index: 0, status: 'refused' }], ended: 7 },
      { op: 'e', kind: 'action', tenant: 'default', items: [{ action: 'comment' }], mark: 'default-act-1', began: 8 }, { op: 'e', outcome: 'ok', status: 200, answer: [{ outcome: 'done' }], ended: 9 },
      { op: 'f', kind: 'acted', tenant: 'default', items: [{ issueId: issue }], mark: 'default-act-2', began: 10 }, { op: 'f', outcome: 'ok', ended: 11 },
      { op: 'g', kind: 'action', tenant: 'default', items: [{ action: 'resolve' }], mark: 'default-act-3', began: 12 }, { op: 'g', outcome: 'unknown', status: 409, code: 'not_allowed', ended: 13 },
    ],
    received: [{ id: delivery, path: '/default/pods/care', issueId: issue, version: 3, change: 'assigned', pod: 'care', type: 'IssueDelivered.v1' }, { id: answer, path: '/default/answers', issueId: issue, answerId: answer, type: 'AnswerDue.v1' }],
    ends: { 'voc.feedback.v1/0': 2, 'voc.insight.v1/0': 2, 'voc.issue.v1/0': 3, 'voc.routing.v1/0': 1, 'voc.action.v1/0': 1, 'voc.pod.care.v1/0': 1, 'voc.inbound.v1/0': 1 },
    records,
    told: [],
    services: {
      ingestion: taking({ 'voc.inbound.v1': 1 }, { inbox: [], letters: [{ tenant: 'default', topic: 'voc.inbound.v1', partition: 0, offset: 0, orderKey: null, event: null, state: 'dead', digest: 'bytes' }] }),
      sentiment: taking({ 'voc.feedback.v1': 2 }), issues: taking({ 'voc.insight.v1': 2, 'voc.action.v1': 1, 'voc.routing.v1': 1 }), routing: taking({ 'voc.issue.v1': 3, 'voc.action.v1': 1 }),
      reporting: taking({ 'voc.feedback.v1': 2, 'voc.insight.v1': 2, 'voc.issue.v1': 3, 'voc.routing.v1': 1 }),
    },
    effects: {
      feedback: [{ tenant: 'default', id: feedback, revision: 2, marked: 'default' }],
      'deliveries of answers': [{ id: answer, state: 'arrived' }], 'deliveries to pods': [{ id: delivery, state: 'arrived' }],
      'due answers': [{ id: answer, tenant: 'default', issue, customer: 'C-1', state: 'answered' }],
      evidence: [{ tenant: 'default', id: feedback, revision: 2 }], 'issue figures': [{ id: issue, tenant: 'default', kept: 1, counted: 1, keptSum: -0.5, countedSum: -0.5 }],
      assignments: [{ id: issue, pod: 'care' }], readings: [{ tenant: 'default', id: feedback, spoken: 2, scored: 2 }],
      'volume figures': [{ tenant: 'default', id: '2026-03-02', kept: 1, counted: 1, keptSum: 3, countedSum: 3 }],
      seen: Object.entries({ FeedbackReceived: 1, FeedbackRevised: 1, FeedbackScored: 2, IssueOpened: 1, IssueCommented: 2, IssueRouted: 1 }).map(([type, events]) => ({ tenant: 'default', type: `${type}.v1`, events })),
    },
    usage: { memory: { most: 300, bound: 700 } },
  };
}

/** A feedback at a place of the log, with a letter of it at sentiment: what waits has not been scored, and nobody but sentiment minds. */
const lay = (offset: number, record: object, letter: object) => {
  const it = event(50 + offset, 'FeedbackReceived', 'voc.feedback.v1', offset, { feedback: id(50 + offset), revision: 1, ...record });
  world.records.push(it);
  world.ends['voc.feedback.v1/0']++;
  world.services.sentiment.letters.push({ tenant: 'default', topic: it.topic, partition: 0, offset, orderKey: 'C-1', event: it.id, state: 'dead', error: 'planted', ...letter });
  world.services.reporting.inbox.push(it.id);
  world.effects.readings.push({ tenant: 'default', id: id(50 + offset), spoken: 1, scored: null });
  world.effects.seen[0].events++;
  Object.assign(world.services.reporting.positions[0], { next: offset + 1, done: offset + 1 });
  const [sentiment] = world.services.sentiment.positions;
  Object.assign(sentiment, { next: offset + 1, dead: sentiment.dead + 1 });
};

const names = () => check(world).map(({ name }: { name: string }) => name);
const without = (list: any[], ...gone: string[]) => list.filter((it) => !gone.includes(it.id));

describe('the checker', () => {
  it('finds nothing in a sound world', () => {
    expect(check(world)).toEqual([]);
  });

  it('takes an event that a crash had appended twice as one', () => {
    world.records.push({ ...world.records[1], offset: 2 });
    world.ends['voc.feedback.v1/0'] = 3;
    for (const service of ['sentiment', 'reporting']) {
      const [it] = world.services[service].positions;
      Object.assign(it, { next: 3, duplicates: 1 });
    }
    expect(check(world)).toEqual([]);
  });

  it('takes what waits behind a dead letter with cause as it is', () => {
    lay(2, { poison: true }, {});
    lay(3, {}, { state: 'parked' });
    expect(check(world)).toEqual([]);
  });

  const faults: [string, string, () => void][] = [
    ['a request that was answered 2xx is not in the log', 'I1 lost', () => { world.records = without(world.records, id(10)); }],
    ['a receipt names a feedback that nobody stored', 'I1 lost', () => { world.effects.feedback = []; }],
    ['one submission is two feedback', 'I1 twice', () => { world.records.push(event(12, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), mark: 'default-1', revision: 1 })); }],
    ['what was refused is in the log', 'I1 refused and kept', () => { world.records.push(event(12, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), mark: 'default-3', revision: 1 })); }],
    ['what nobody can read is taken', 'I1 refused and kept', () => { world.records.push(event(12, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), mark: 'default-2', revision: 1 })); }],
    ['a valid request is refused', 'I1 refused without cause', () => { world.ledger.splice(1, 2, { op: 'a', outcome: 'fail', status: 422, ended: 2 }); }],
    ['a request whose outcome nobody knew is refused when it is sent again', 'I1 refused without cause', () => { Object.assign(world.ledger[2], { outcome: 'fail', status: 404 }); }],
    ['a valid item is refused', 'I1 refused without cause', () => { world.ledger.find(({ op, items }: any) => op === 'c' && items).items[0].channel = 'survey'; }],
    ['a comment is refused', 'I1 refused without cause', () => { Object.assign(world.ledger.find(({ op, outcome }: any) => op === 'e' && outcome), { outcome: 'unknown', status: 409, code: 'not_allowed' }); }],
    ['an act that was done is not in the log', 'I1 lost', () => { world.records = without(world.records, id(31)); }],
    ['an act was done twice', 'I1 twice', () => { world.records.push({ ...world.records.find((it: any) => it.id === id(31)), id: id(34), offset: 3 }); }],
    ['what a pod wrote is not in the log', 'I1 lost', () => { world.records = without(world.records, 'default-act-2'); }],
    ['what a pod wrote had no effect', 'I2 effect missing', () => { world.records = without(world.records, id(32)); }],
    ['what a pod wrote had its effect twice', 'I2 effect twice', () => { world.records.push({ ...world.records.find((it: any) => it.id === id(32)), id: id(34), offset: 3 }); }],
    ['a letter was mended, and its new data is not in the log', 'I1 lost', () => { world.ledger.push({ op: 'h', kind: 'mended', tenant: 'default', items: [{ data: { attributes: { mark: 'default-9' } } }] }, { op: 'h', outcome: 'ok', status: 200, answer: [{ outcome: 'replayed' }] }); }],
    ['the same key is answered otherwise', 'I1 answered otherwise', () => { world.ledger.push({ op: 'd', kind: 'single', tenant: 'default', items: [{ attributes: { mark: 'default-1' } }], key: 'k' }, { op: 'd', outcome: 'ok', answer: [{ id: feedback, status: 'duplicate', revision: 1 }] }); }],
    ['a service never took an event', 'I2 effect missing', () => { world.services.issues.inbox = [id(20)]; }],
    ['a feedback has no score', 'I2 effect missing', () => { world.records = without(world.records, id(21)); }],
    ['a figure counts an event twice', 'I2 effect twice', () => { world.effects.seen[1].events = 2; }],
    ['a feedback has two scores', 'I2 effect twice', () => { world.records.push(event(22, 'FeedbackScored', 'voc.insight.v1', 2, { feedback, revision: 2, mark: 'default-1', cause: id(11) })); }],
    ['a dead letter is gone', 'I2 dead letter missing', () => { world.services.ingestion.letters = []; }],
    ['a sound event is a dead letter', 'I2 dead without cause', () => { lay(2, {}, {}); }],
    ['an event is parked behind nothing', 'I2 dead without cause', () => { lay(2, {}, { state: 'parked' }); }],
    ['an event is parked behind a later dead letter', 'I2 dead without cause', () => { lay(2, {}, { state: 'parked' }); lay(3, { poison: true }, {}); }],
    ['an event of the next version is a letter', 'I2 dead without cause', () => { lay(2, { poison: true }, {}); lay(3, { novelty: id(53) }, { state: 'parked' }); }],
    ['an action without an issue is no dead letter', 'I2 dead letter missing', () => { delete world.records.find((it: any) => it.topic === 'voc.action.v1').issue; }],
    ['a letter that was replayed had no effect', 'I2 effect missing', () => { world.services.ingestion.letters[0].state = 'replayed'; }],
    ['a dead letter has other bytes', 'I2 dead letter missing', () => { world.services.ingestion.letters[0].digest = 'others'; }],
    ['a dead letter of what can be read has other bytes', 'I2 dead letter missing', () => { lay(2, { poison: true, digest: 'bytes' }, { digest: 'others' }); }],
    ['a sum is not that of its rows', 'I2 figures differ', () => { world.effects['issue figures'][0].kept = 2; }],
    ['a webhook that arrived was never received', 'I2 not delivered', () => { world.received.shift(); }],
    ['a webhook is still on its way', 'I2 not delivered', () => { world.effects['deliveries to pods'][0].state = 'queued'; }],
    ['a pod is told the same under two ids', 'I2 told twice', () => { world.received.push({ ...world.received[0], id: 'another' }); }],
    ['a pod is told of the same growth under two ids', 'I2 told twice', () => { for (const n of [7, 8]) world.records.push(event(n, 'IssueDelivered', 'voc.pod.care.v1', n - 6, { issue, version: 4, change: 'grew', pod: 'care' })); }],
    ['an answer came under two ids', 'I2 answered twice', () => { world.received.push({ ...world.received[1], id: 'another' }); }],
    ['somebody was told what nobody sent', 'I2 told unasked', () => { world.received.push({ id: 'stray', path: '/default/pods/care', type: 'IssueDelivered.v1' }); }],
    ['a revision stands before the one that it revises', 'I3 order', () => { [world.records[0].offset, world.records[1].offset] = [1, 0]; }],
    ['a revision is in another partition', 'I3 order', () => { Object.assign(world.records[1], { partition: 1, offset: 0 }); }],
    ['a copy of a revision is in another partition', 'I3 order', () => { world.records.push({ ...world.records[1], partition: 1, offset: 0 }); }],
    ['a revision is published under two ids', 'I3 order', () => { world.records.push({ ...world.records[1], id: id(12), offset: 2 }); }],
    ['a score is published under two ids', 'I3 order', () => { world.records.push({ ...world.records[3], id: id(22), offset: 2 }); }],
    ['an offset is missing', 'I4 gap', () => { world.records[1].offset = 2; }],
    ['a consumer is behind', 'I4 lag', () => { Object.assign(world.services.routing.positions[0], { next: 1, done: 1 }); }],
    ['a consumer never began', 'I4 lag', () => { world.services.routing.positions.shift(); }],
    ['a consumer never began and counted nothing', 'I2 effect missing', () => { world.services.reporting.inbox = []; }],
    ['a figure was never counted', 'I2 effect missing', () => { world.effects.seen.shift(); }],
    ['a figure misses an event, though another is a dead letter', 'I2 effect missing', () => { world.effects.seen[1].events = 0; world.services.reporting.letters.push({ tenant: 'default', topic: 'voc.insight.v1', partition: 0, offset: 0, orderKey: null, state: 'dead' }); }],
    ['an outbox holds a row', 'I4 outbox', () => { world.services.issues.outbox = 1; }],
    ['an inbox holds what is in no topic', 'I4 inbox', () => { world.services.issues.inbox.push(id(99)); }],
    ['a consumer counts more than it passed', 'I4 unbalanced', () => { world.services.routing.positions[0].duplicates = 3; }],
    ['a consumer was moved back', 'I4 unbalanced', () => { Object.assign(world.services.routing.positions[0], { done: 4, skipped: -1 }); }],
    ["a pod is told of another tenant's issue", "I5 another tenant's", () => { world.received[0].path = '/other/pods/care'; }],
    ["a customer is answered by another tenant's system", "I5 another tenant's", () => { world.received[1].path = '/other/answers'; }],
    ['an event bears another tenant', "I5 another tenant's", () => { world.records[3].tenant = 'other'; }],
    ["a log holds a customer's words", 'I5 words in a log', () => { world.told = ['issues.log: The invoice is wrong again']; }],
    ['a row is of another tenant', "I5 another tenant's", () => { world.effects.evidence[0].tenant = 'other'; }],
    ['memory grew past its bound', 'I6 unbounded', () => { world.usage.memory.most = 900; }],
  ];
  it.each(faults)('%s: %s', (_, name, plant) => {
    plant();
    expect(names()).toContain(name);
  });

  it('counts keys whose order says something', () => {
    world.records.push({ ...event(40, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), revision: 1 }) }, { ...world.records[0], offset: 3 });
    expect(orderedKeys(firsts(world.records))).toBe(2);
    expect(orderedKeys(firsts(world.records.filter(({ offset }: { offset: number }) => offset === 0)))).toBe(0);
  });

  it('names examples, at most five of them', () => {
    world.records = world.records.slice(0, 1);
    const [first] = check(world);
    expect(first.examples.length).toBeGreaterThan(0);
    expect(first.examples.length).toBeLessThanOrEqual(5);
  });
});
