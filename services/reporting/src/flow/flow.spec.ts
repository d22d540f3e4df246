import { describe, expect, it } from '@jest/globals';
import { events, type Event } from '@vocloop/contracts';
import { flow } from './flow.js';
import { hopsOf, traceIdOf, type Hop, type Step } from './hop.js';

const eventOf = (type: string, over: Partial<Event> = {}): Event => {
  const definition = events.find((it) => it.type === type)!;
  const data = definition.schema.parse(definition.example);
  return { id: `event-${type}`, source: 'test', type, subject: 's', time: '2026-03-02T09:30:01.000Z', tenantid: 'default', partitionkey: 'k', correlationid: 'c', data, ...over };
};
const feedbackId = '01965a3c-8f00-7000-8000-000000000001';
const issueId = '01965a3c-8f00-7000-8000-00000000000a';
const hop = (step: Step, at: number, over: Partial<Hop> = {}): Hop => ({
  tenant: 'default', subject: feedbackId, step, eventId: `${step}-${at}`, at: new Date(Date.UTC(2026, 2, 2) + at).toISOString(), traceId: null, detail: {}, ...over,
});

describe('the hops of an event', () => {
  it('of a score say what was found, why, and by which model', () => {
    const [only] = hopsOf(eventOf('FeedbackScored.v1', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }));
    expect(only).toMatchObject({ subject: feedbackId, step: 'scored', traceId: '0af7651916cd43dd8448eb211c80319c', detail: { label: 'negative', words: [{ word: 'late', weight: -0.5 }], themes: [{ id: 'delivery' }], model: { name: 'lexicon' } } });
  });
  it('of an opened issue are the issue and every feedback in it', () => {
    expect(hopsOf(eventOf('IssueOpened.v1')).map(({ subject, step }) => [subject, step])).toEqual([[issueId, 'opened'], [feedbackId, 'gathered']]);
  });
  it.each([['routed', 0], ['acknowledged', 1], ['resolved', 1]])('of a move to %s are %i', (to, count) => {
    const event = eventOf('IssueTransitioned.v1');
    expect(hopsOf({ ...event, data: { ...(event.data as object), to } })).toHaveLength(count);
  });
  it('exist for every event of the topics that tell of a flow', () => {
    const silent = events.filter((it) => hopsOf(eventOf(it.type)).length === 0).map((it) => it.type);
    expect(silent.sort()).toEqual(['FactObserved.v1', 'FactSubmitted.v1', 'FeedbackSubmitted.v1', 'HandoffDelivered.v1', 'IssueDelivered.v1', 'OwnershipChanged.v1', 'PodActed.v1']);
  });
  it.each([[undefined], ['nonsense'], ['00-short-b7ad6b7169203331-01']])('have no trace where the header is %s', (header) => expect(traceIdOf(header)).toBeNull());
});

describe('a flow', () => {
  it('joins what is told of the feedback, its issue and its conversation, with latencies', () => {
    const hops = [hop('routed', 300, { subject: issueId }), hop('scored', 120), hop('received', 0), hop('handoff_requested', 150, { subject: 'chat-9' })];
    expect(flow({ feedbackId, conversation: 'chat-9' }, hops).hops.map(({ step, about, sinceStartMs, sincePreviousMs }) => [step, about, sinceStartMs, sincePreviousMs])).toEqual([
      ['received', 'feedback', 0, 0], ['scored', 'feedback', 120, 120], ['handoff_requested', 'conversation', 150, 30], ['routed', 'issue', 300, 150],
    ]);
  });
  it('keeps the order of the loop within a millisecond', () => {
    expect(flow({ feedbackId }, [hop('gathered', 5), hop('scored', 5), hop('received', 5), hop('opened', 5)]).hops.map((it) => it.step)).toEqual(['received', 'scored', 'opened', 'gathered']);
  });
  it('says once that a pod was told, and how often it was told again', () => {
    const delivered = [1, 2, 3].map((at) => hop('delivered', at, { subject: issueId, detail: { pod: 'logistics', channel: 'topic' } }));
    const { hops, more } = flow({ feedbackId }, [...delivered, hop('delivered', 4, { subject: issueId, detail: { pod: 'logistics', channel: 'webhook' } })]);
    expect(hops.map((it) => it.detail.channel)).toEqual(['topic', 'webhook']);
    expect(more).toBe(2);
  });
  it.each([
    [['received'], 'scored'],
    [['received', 'scored'], 'gathered'],
    [['received', 'scored', 'gathered'], 'routed'],
    [['gathered', 'routed'], 'delivered'],
    [['routed', 'delivered'], 'acknowledged'],
    [['delivered', 'acknowledged'], 'resolved'],
    [['acknowledged', 'resolved'], 'answer_due'],
    [['resolved', 'answer_due'], 'answered'],
    [['answer_due', 'answered'], null],
  ] as [Step[], Step | null][])('that reached %j awaits %s', (reached, step) => {
    expect(flow({ feedbackId }, reached.map((it, at) => hop(it, at))).awaited.step).toBe(step);
  });
  it('of an agent awaits no score', () => expect(flow({ feedbackId, author: 'agent' }, [hop('received', 0)]).awaited.step).toBeNull());
});
