import { beforeEach, describe, expect, it } from '@jest/globals';
import { check } from './checker.mjs';

/* eslint-disable @typescript-eslint/no-explicit-any -- a world is taken apart and broken in ways that no type of it would allow */
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
    event(30, 'IssueOpened', 'voc.issue.v1', 0, { issue, version: 3 }), event(31, 'IssueGrew', 'voc.issue.v1', 1, { issue, version: 4 }),
    event(3, 'IssueDelivered', 'voc.pod.care.v1', 0, { delivery, issue, version: 3 }),
    { ...event(0, 'FeedbackSubmitted', 'voc.inbound.v1', 0, { digest: 'bytes' }), id: 'default-2', source: '/chaos' },
  ];
  const taking = (topics: Record<string, number>, more: object = {}) => ({
    positions: Object.entries(topics).map(([topic, next]) => ({ topic, partition: 0, first: 0, next, done: next, dropped: 0, duplicates: 0, dead: 0, parked: 0, skipped: 0, expired: 0 })),
    outbox: 0, inbox: records.filter(({ topic }) => topic in topics).map((it) => it.id), letters: [], ...more,
  });
  return {
    ledger: [
      { op: 'a', kind: 'single', tenant: 'default', items: [{ attributes: { mark: 'default-1' } }], key: 'k', began: 1 },
      { op: 'a', outcome: 'unknown', status: 503, ended: 2 }, { op: 'a', outcome: 'ok', status: 202, answer: [{ id: feedback, status: 'accepted', revision: 1 }], ended: 3 },
      { op: 'b', kind: 'malformed', tenant: 'default', items: [{ attributes: { mark: 'default-2' } }], began: 4 }, { op: 'b', outcome: 'ok', ended: 5 },
      { op: 'c', kind: 'single', tenant: 'default', items: [{ attributes: { mark: 'default-3' } }], began: 6 }, { op: 'c', outcome: 'fail', status: 400, ended: 7 },
    ],
    received: [{ id: delivery, type: 'IssueDelivered.v1' }, { id: answer, answerId: answer, type: 'AnswerDue.v1' }],
    ends: { 'voc.feedback.v1/0': 2, 'voc.insight.v1/0': 2, 'voc.issue.v1/0': 2, 'voc.pod.care.v1/0': 1, 'voc.inbound.v1/0': 1 },
    records,
    services: {
      ingestion: taking({ 'voc.inbound.v1': 1 }, { inbox: [], letters: [{ topic: 'voc.inbound.v1', partition: 0, offset: 0, event: 'default-2', state: 'dead', digest: 'bytes' }] }),
      sentiment: taking({ 'voc.feedback.v1': 2 }), issues: taking({ 'voc.insight.v1': 2 }), routing: taking({ 'voc.issue.v1': 2 }),
      reporting: taking({ 'voc.feedback.v1': 2, 'voc.insight.v1': 2, 'voc.issue.v1': 2 }),
    },
    effects: {
      feedback: [{ tenant: 'default', id: feedback, revision: 2, mark: 'default-1', marked: 'default' }],
      'deliveries of answers': [{ id: answer, state: 'arrived' }], 'deliveries to pods': [{ id: delivery, state: 'arrived' }],
      'due answers': [{ id: answer, tenant: 'default', issue, customer: 'C-1', state: 'answered' }],
      evidence: [{ tenant: 'default', id: feedback, revision: 2 }], 'issue figures': [{ id: issue, kept: 1, counted: 1, keptSum: -0.5, countedSum: -0.5 }],
      assignments: [{ id: issue, pod: 'care' }], readings: [{ tenant: 'default', id: feedback, spoken: 2, scored: 2 }],
      'volume figures': [{ tenant: 'default', id: '2026-03-02', kept: 1, counted: 1, keptSum: 3, countedSum: 3 }],
      seen: ['FeedbackReceived', 'FeedbackRevised', 'IssueOpened', 'IssueGrew'].map((type) => ({ tenant: 'default', type: `${type}.v1`, events: 1 })).concat({ tenant: 'default', type: 'FeedbackScored.v1', events: 2 }),
    },
    usage: { memory: { most: 300, bound: 700 } },
  };
}

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

  const faults: [string, string, () => void][] = [
    ['a request that was answered 2xx is not in the log', 'I1 lost', () => { world.records = without(world.records, id(10)); }],
    ['a receipt names a feedback that nobody stored', 'I1 lost', () => { world.effects.feedback = []; }],
    ['one submission is two feedback', 'I1 twice', () => { world.records.push(event(12, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), mark: 'default-1', revision: 1 })); }],
    ['what was refused is in the log', 'I1 refused and kept', () => { world.records.push(event(12, 'FeedbackReceived', 'voc.feedback.v1', 2, { feedback: id(9), mark: 'default-3', revision: 1 })); }],
    ['the same key is answered otherwise', 'I1 answered otherwise', () => { world.ledger.push({ op: 'd', kind: 'single', tenant: 'default', items: [{ attributes: { mark: 'default-1' } }], key: 'k' }, { op: 'd', outcome: 'ok', answer: [{ id: feedback, status: 'duplicate', revision: 1 }] }); }],
    ['a service never took an event', 'I2 effect missing', () => { world.services.issues.inbox = [id(20)]; }],
    ['a feedback has no score', 'I2 effect missing', () => { world.records = without(world.records, id(21)); }],
    ['a figure counts an event twice', 'I2 effect twice', () => { world.effects.seen[1].events = 2; }],
    ['a feedback has two scores', 'I2 effect twice', () => { world.records.push(event(22, 'FeedbackScored', 'voc.insight.v1', 2, { feedback, revision: 2, mark: 'default-1', cause: id(11) })); }],
    ['a dead letter is gone', 'I2 dead letter missing', () => { world.services.ingestion.letters = []; }],
    ['a dead letter has other bytes', 'I2 dead letter missing', () => { world.services.ingestion.letters[0].digest = 'others'; }],
    ['a sum is not that of its rows', 'I2 figures differ', () => { world.effects['issue figures'][0].kept = 2; }],
    ['a webhook that arrived was never received', 'I2 not delivered', () => { world.received.shift(); }],
    ['a webhook is still on its way', 'I2 not delivered', () => { world.effects['deliveries to pods'][0].state = 'queued'; }],
    ['an answer came under two ids', 'I2 answered twice', () => { world.received.push({ id: 'another', answerId: answer, type: 'AnswerDue.v1' }); }],
    ['somebody was told what nobody sent', 'I2 told unasked', () => { world.received.push({ id: 'stray', type: 'IssueDelivered.v1' }); }],
    ['a revision stands before the one that it revises', 'I3 order', () => { [world.records[0].offset, world.records[1].offset] = [1, 0]; }],
    ['an offset is missing', 'I4 gap', () => { world.records[1].offset = 2; }],
    ['a consumer is behind', 'I4 lag', () => { Object.assign(world.services.routing.positions[0], { next: 1, done: 1 }); }],
    ['an outbox holds a row', 'I4 outbox', () => { world.services.issues.outbox = 1; }],
    ['a consumer counts more than it passed', 'I4 unbalanced', () => { world.services.routing.positions[0].duplicates = 3; }],
    ['an event bears another tenant', "I5 another tenant's", () => { world.records[3].tenant = 'other'; }],
    ['a row is of another tenant', "I5 another tenant's", () => { world.effects.evidence[0].tenant = 'other'; }],
    ['memory grew past its bound', 'I6 unbounded', () => { world.usage.memory.most = 900; }],
  ];
  it.each(faults)('%s: %s', (_, name, plant) => {
    plant();
    expect(names()).toContain(name);
  });

  it('names examples, at most five of them', () => {
    world.records = world.records.slice(0, 1);
    const [first] = check(world);
    expect(first.examples.length).toBeGreaterThan(0);
    expect(first.examples.length).toBeLessThanOrEqual(5);
  });
});
