import { describe, expect, it } from '@jest/globals';
import { IssueOpened, IssueRouted, events, type Event, type IssueStatus } from '@vocloop/contracts';
import { applied, linksOf, type IssueEvent } from './issue-event.js';
import { delivered, mergedAway, moved, routed, statusOf, unknownIssue } from './issue.js';

const { issue } = IssueOpened.schema.parse(IssueOpened.example);
const { decision } = IssueRouted.schema.parse(IssueRouted.example);
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 11, minute)).toISOString();
const eventOf = (type: string, time: string, over: object = {}): IssueEvent => {
  const definition = events.find((it) => it.type === type)!;
  const data = { ...(definition.schema.parse(definition.example) as object), ...over };
  return { id: 'e', source: 'test', type, subject: 's', time, tenantid: 'default', partitionkey: 'k', correlationid: 'c', data } as Event as IssueEvent;
};
const path = (...moves: [IssueStatus, IssueStatus, number][]) => moves.reduce((it, [from, to, minute]) => moved(it, from, to, at(minute)), unknownIssue);

describe("an issue's clock", () => {
  it('starts with its opening', () => expect(applied(unknownIssue, eventOf('IssueOpened.v1', at(0)))).toMatchObject({ openedAt: at(0), snapshot: { id: issue.id } }));
  it('counts who starts or resolves at once as having acknowledged', () => {
    expect(path(['routed', 'in_progress', 5]).acknowledgedAt).toBe(at(5));
    expect(path(['routed', 'acknowledged', 3], ['acknowledged', 'in_progress', 5]).acknowledgedAt).toBe(at(3));
  });
  it('keeps the resolution through verification and closing', () => {
    expect(path(['in_progress', 'resolved', 10], ['resolved', 'verified', 20], ['verified', 'closed', 30]).resolvedAt).toBe(at(10));
  });
  it('forgets the resolution of what came back, and counts that once', () => {
    const back = applied(applied(path(['in_progress', 'resolved', 10]), eventOf('IssueRegressed.v1', at(20))), eventOf('IssueTransitioned.v1', at(20), { from: 'resolved', to: 'regressed', at: at(20) }));
    expect(back).toMatchObject({ resolvedAt: undefined, reopened: 1 });
    expect(moved(back, 'in_progress', 'resolved', at(40))).toMatchObject({ resolvedAt: at(40), reopened: 1 });
  });
  it('keeps the first routing and delivery, and the last pod, in whatever order they come', () => {
    const late = routed(routed(unknownIssue, 'quality', decision, at(9)), 'logistics', decision, at(1));
    expect(late).toMatchObject({ pod: 'quality', routedAt: at(1), decidedAt: at(9) });
    expect(delivered(delivered(late, at(12)), at(11)).deliveredAt).toBe(at(11));
  });
  it('is not turned back by a replayed event', () => {
    const now = applied(unknownIssue, eventOf('IssueGrew.v1', at(9), { issue: { ...issue, feedbackCount: 50 } }));
    expect(applied(now, eventOf('IssueGrew.v1', at(1), { issue: { ...issue, feedbackCount: 5 } })).snapshot?.feedbackCount).toBe(50);
  });
  it.each([
    ['a higher version, though its clock is behind', 5, 1, 7],
    ['a lower version, though its clock is ahead', 3, 99, 50],
    ['no version, by its time', undefined, 99, 7],
  ])('goes by %s', (_, version, minute, feedbackCount) => {
    const now = applied(unknownIssue, eventOf('IssueGrew.v1', at(9), { issue: { ...issue, version: 4, feedbackCount: 50 } }));
    expect(applied(now, eventOf('IssueGrew.v1', at(minute), { issue: { ...issue, version, feedbackCount: 7 } })).snapshot?.feedbackCount).toBe(feedbackCount);
  });
  it('is closed when it went into another, whichever is heard first, and was never resolved by that', () => {
    const into = '01965a3c-8f00-7000-8000-00000000000b';
    const closed = (it: typeof unknownIssue) => moved(it, 'open', 'closed', at(5));
    const opened = (it: typeof unknownIssue) => applied(it, eventOf('IssueOpened.v1', at(0)));
    const [before, after] = [mergedAway(closed(opened(unknownIssue)), into, at(5)), closed(opened(mergedAway(unknownIssue, into, at(5))))];
    expect(statusOf(mergedAway(unknownIssue, into, at(5)))).toBeUndefined();
    for (const it of [before, after]) expect([statusOf(it), it.mergedInto, it.resolvedAt, it.acknowledgedAt]).toEqual(['closed', into, undefined, undefined]);
  });
});

describe('the links of an event', () => {
  const of = (type: string, over: object = {}): [string, boolean][] => linksOf(eventOf(type, at(0), over)).map(({ issueId, belongs }) => [issueId.slice(-1), belongs]);
  it.each([
    ['IssueOpened.v1', [['a', true]]],
    ['IssueGrew.v1', [['a', true]]],
    ['IssueMerged.v1', [['b', false], ['a', true]]],
    ['IssueSplit.v1', [['b', false], ['a', true]]],
    ['IssueCommented.v1', []],
  ] as [string, [string, boolean][]][])('%s: %j', (type, links) => expect(of(type)).toEqual(links));
  it('let go what a revision took away', () => expect(of('IssueGrew.v1', { evidence: [], removed: ['x'] })).toEqual([['a', false]]));
});
