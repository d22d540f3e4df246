import { describe, expect, it } from '@jest/globals';
import {
  IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened, IssueRegressed, IssueSplit, IssueTransitioned,
  type Event, type EventDefinition, type IssueSnapshot, type SeverityLevel,
} from '@vocloop/contracts';
import { anEvent } from '@vocloop/testing';
import { decideByPerson } from '../rules/decide.js';
import { parseRules } from '../rules/rules-file.js';
import { circumstancesOf, move, react as stepOf, redecide, withdraw, type Assignment, type Step } from './assignment.js';

const at = '2026-03-02T11:00:00.000Z';

function given(yaml: string) {
  const parsed = parseRules(yaml);
  if (!parsed.ok) throw new Error(parsed.faults[0]?.detail);
  return { rules: parsed.file.rules, version: 1 };
}

const pods = 'pods: { logistics: { name: L }, quality: { name: Q }, triage: { name: T } }\ntriage: triage\n';
const rules = given(`${pods}ownership: { touchpoints: { delivery: logistics } }\n`);
const circumstances = circumstancesOf(rules, at);
const react = (...of: Parameters<typeof stepOf>): Step => stepOf(...of)!;

const issueEvent = (definition: EventDefinition, issue: Partial<IssueSnapshot>, rest: object = {}): Event<{ issue: IssueSnapshot }> => anEvent(definition, { issue, ...rest }) as Event<{ issue: IssueSnapshot }>;
const severity = (level: SeverityLevel) => ({ level, score: 50, reasons: [] });
const small: Partial<IssueSnapshot> = { feedbackCount: 10, severity: severity('medium') };
const opened = (part: Partial<IssueSnapshot> = {}): Assignment => react(undefined, issueEvent(IssueOpened, { ...small, ...part }), circumstances).assignment;
const told = (step: Step): string[] => step.notices.map(({ pod, change }) => `${pod}: ${change}`);

describe('an event about an issue', () => {
  it('that nobody has gives it to a pod', () => {
    const step = react(undefined, issueEvent(IssueOpened, small), circumstances);
    expect(step.assignment).toMatchObject({ tenant: 'default', pod: 'logistics', by: 'rules', pinned: false, told: { level: 'medium', count: 10, status: 'open' }, assignedAt: at });
    expect(step.decided).toEqual({ at });
    expect(told(step)).toEqual(['logistics: assigned']);
  });

  it.each<[string, EventDefinition, Partial<IssueSnapshot>, object, string[]]>([
    ['a little growth', IssueGrew, { feedbackCount: 19 }, {}, []],
    ['twice the size', IssueGrew, { feedbackCount: 20 }, {}, ['logistics: grew']],
    ['growth that makes it graver', IssueGrew, { severity: severity('high') }, {}, ['logistics: escalated']],
    ['escalation', IssueEscalated, { severity: severity('high') }, { from: 'medium', to: 'high' }, ['logistics: escalated']],
    ['escalation that it knows of', IssueEscalated, { severity: severity('medium') }, { from: 'low', to: 'medium' }, []],
    ['becoming milder', IssueGrew, { severity: severity('low') }, {}, []],
    ['coming back', IssueRegressed, { status: 'regressed' }, {}, ['logistics: regressed']],
    ['being acknowledged', IssueTransitioned, { status: 'acknowledged' }, { from: 'routed', to: 'acknowledged' }, []],
    ['being resolved', IssueTransitioned, { status: 'resolved' }, { from: 'in_progress', to: 'resolved' }, ['logistics: transitioned']],
    ['being closed', IssueTransitioned, { status: 'closed' }, { from: 'resolved', to: 'closed' }, ['logistics: transitioned']],
    ['being opened again', IssueTransitioned, { status: 'in_progress' }, { from: 'resolved', to: 'in_progress' }, ['logistics: transitioned']],
    ['its return, told once', IssueTransitioned, { status: 'regressed' }, { from: 'resolved', to: 'regressed' }, []],
    ['taking in another', IssueMerged, {}, {}, ['logistics: merged']],
    ['a comment', IssueCommented, {}, {}, []],
    ['being muted', IssueMuted, { muted: true }, {}, []],
    ['anything while muted', IssueRegressed, { muted: true, status: 'regressed' }, {}, []],
    ['being split off, known already', IssueSplit, {}, {}, []],
  ])('tells its pod of %s: %#', (_, definition, part, rest, expected) => {
    const step = react(opened(), issueEvent(definition, { ...small, ...part }, rest), circumstances);
    expect(told(step)).toEqual(expected);
    expect(step.decided).toBeUndefined();
    expect(step.assignment.issue).toMatchObject({ ...small, ...part });
  });

  it('measures growth from what the pod was told last', () => {
    const grown = react(opened(), issueEvent(IssueGrew, { ...small, feedbackCount: 25 }), circumstances);
    expect(told(react(grown.assignment, issueEvent(IssueGrew, { ...small, feedbackCount: 45 }), circumstances))).toEqual([]);
    expect(told(react(grown.assignment, issueEvent(IssueGrew, { ...small, feedbackCount: 50 }), circumstances))).toEqual(['logistics: grew']);
  });

  it('tells of a muted issue when it is unmuted', () => {
    const muted = react(undefined, issueEvent(IssueOpened, { ...small, muted: true }), circumstances);
    expect([muted.assignment.pod, told(muted)]).toEqual(['logistics', []]);
    expect(told(react(muted.assignment, issueEvent(IssueMuted, { ...small, muted: false }), circumstances))).toEqual(['logistics: assigned']);
  });

  it.each<[string, Partial<IssueSnapshot>, string[]]>([
    ['nothing', {}, []],
    ['its return', { status: 'regressed', feedbackCount: 99 }, ['logistics: regressed']],
    ['its resolution', { status: 'resolved' }, ['logistics: transitioned']],
    ['only what the pod itself did', { status: 'acknowledged' }, []],
    ['growth', { feedbackCount: 20 }, ['logistics: grew']],
    ['a graver level', { severity: severity('critical') }, ['logistics: escalated']],
  ])('tells of what a pod missed of an issue that was muted: %s', (_, part, expected) => {
    const muted = react(opened(), issueEvent(IssueMuted, { ...small, muted: true }), circumstances).assignment;
    const meanwhile = react(muted, issueEvent(IssueGrew, { ...small, ...part, muted: true }), circumstances);
    const step = react(meanwhile.assignment, issueEvent(IssueMuted, { ...small, ...part, muted: false }), circumstances);
    expect([told(meanwhile), told(step)]).toEqual([[], expected]);
    expect(told(react(step.assignment, issueEvent(IssueMuted, { ...small, ...part, muted: false }), circumstances))).toEqual([]);
  });

  it('tells no pod of an issue that is known to have gone into another', () => {
    const foretold = { tenant: 'default', issueId: '01965a3c-8f00-7000-8000-00000000000a', withdrawn: true };
    expect(stepOf(undefined, issueEvent(IssueOpened, small), circumstances, foretold)).toBeUndefined();
  });

  it.each([['quality', 'quality', 'ann', true], ['gone', 'logistics', 'rules', false]])('goes at once where a person wished it before it opened: to %s', (wished, pod, by, pinned) => {
    const foretold = { tenant: 'default', issueId: 'x', withdrawn: false, wish: { pod: wished, by: 'ann', reason: 'theirs' } };
    const step = react(undefined, issueEvent(IssueOpened, small), circumstances, foretold);
    expect(step.assignment).toMatchObject({ pod, by, pinned });
    expect(told(step)).toEqual([`${pod}: assigned`]);
  });

  it('leaves an issue where it is, whatever the rules say now', () => {
    const now = circumstancesOf(given(`${pods}ownership: { touchpoints: { delivery: quality } }\n`), at);
    expect(react(opened(), issueEvent(IssueRegressed, { ...small, status: 'regressed' }), now).assignment.pod).toBe('logistics');
  });

  it('finds another pod for one that comes back when its pod is gone', () => {
    const now = circumstancesOf(given('pods: { triage: { name: T } }\ntriage: triage\n'), at);
    const step = react(opened(), issueEvent(IssueRegressed, { ...small, status: 'regressed' }), now);
    expect([step.assignment.pod, step.decided, told(step)]).toEqual(['triage', { at, previousPod: 'logistics' }, ['triage: assigned']]);
  });

  it('is nothing to the pod of an issue that went into another', () => {
    const merged = withdraw(opened());
    expect(told(merged)).toEqual(['logistics: withdrawn']);
    expect(told(withdraw(merged.assignment))).toEqual([]);
    expect(told(react(merged.assignment, issueEvent(IssueRegressed, { ...small, feedbackCount: 99 }), circumstances))).toEqual([]);
  });
});

describe('a person', () => {
  const byAnn = (pod: string) => decideByPerson(pod, 1, 'ann', 'theirs');

  it('gives an issue to another pod: the old one hears that it is rid of it', () => {
    const step = move(opened(), byAnn('quality'), 'ann', circumstances);
    expect(step.assignment).toMatchObject({ pod: 'quality', by: 'ann', pinned: true, decision: { reason: 'ann: theirs', decidedBy: 'person' } });
    expect([step.decided, told(step)]).toEqual([{ at, previousPod: 'logistics' }, ['logistics: withdrawn', 'quality: assigned']]);
  });

  it('pins an issue where it is without a word to its pod', () => {
    const step = move(opened(), byAnn('logistics'), 'ann', circumstances);
    expect([step.assignment.pinned, told(step)]).toEqual([true, []]);
  });

  it('takes a muted issue from a pod that was told of it, and tells the next one once it is unmuted', () => {
    const muted = react(opened(), issueEvent(IssueMuted, { ...small, muted: true }), circumstances).assignment;
    const step = move(muted, byAnn('quality'), 'ann', circumstances);
    expect([told(step), told(withdraw(muted))]).toEqual([['logistics: withdrawn'], ['logistics: withdrawn']]);
    expect(told(react(step.assignment, issueEvent(IssueMuted, { ...small, muted: false }), circumstances))).toEqual(['quality: assigned']);
  });

  it('moves a muted issue in silence where no pod knows of it', () => expect(told(move(opened({ muted: true }), byAnn('quality'), 'ann', circumstances))).toEqual([]));
});

describe('new rules', () => {
  const toQuality = given(`${pods}ownership: { touchpoints: { delivery: quality, shop: quality } }\n`);
  const inTriage = () => opened({ touchpoint: 'shop' });
  const pinned = () => move(opened(), decideByPerson('triage', 1, 'ann', 'wait'), 'ann', circumstances).assignment;

  it.each<[string, () => Assignment, boolean, string | undefined]>([
    ['leave what is routed', opened, false, undefined],
    ['move all that is routed, when asked', opened, true, 'quality'],
    ['move what is in triage', inTriage, false, 'quality'],
    ['leave what a person placed', pinned, true, undefined],
  ])('%s', (_, before, all, pod) => expect(redecide(before(), toQuality, at, all)?.assignment.pod).toBe(pod));

  it('move what a person placed, when its pod is gone', () => {
    const step = redecide(pinned(), given('pods: { quality: { name: Q } }\ntriage: quality\n'), at, false);
    expect([step?.assignment.pod, step?.assignment.pinned, told(step!)]).toEqual(['quality', false, ['quality: assigned']]);
  });
});
