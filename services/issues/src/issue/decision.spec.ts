import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '../policy/policy.js';
import { perform, type Act } from './action.js';
import { decide } from './decision.js';
import { beginGroup, gather, weigh } from './gathering.js';
import type { Evidence, Issue, OpenedIssue } from './issue.js';

const told = (n: number, day: number, part: Partial<Evidence> = {}): Evidence => ({
  tenantId: 't', feedbackId: `f${n}`, revision: 1, issueId: 'i', scope: 's', similarity: 1, reason: '', customer: `c${n}`, source: 'app', channel: 'survey', externalId: null, conversation: null,
  segment: null, valued: false, language: 'en', occurredAt: new Date(Date.UTC(2026, 2, 1 + day)).toISOString(), polarity: -0.3, frustration: 0, urgency: 0, text: 'The parcel came late', ...part,
});
const scope = { key: 's', theme: 'delivery', aspect: undefined, product: undefined, supplier: undefined };
const grown = (evidence: readonly Evidence[], from?: Issue): Issue =>
  gather(from ?? beginGroup('i', 's', scope, 'shop', weigh(evidence[0]!)), evidence.map(weigh), [], evidence.length);
const passed = { at: told(5, 2).occurredAt, reason: 'enough' };
const opened = decide({ before: grown([told(1, 0)]), after: grown([told(1, 0), told(2, 1)]), passed, joined: [], left: [], moved: true }, defaultPolicy).issue as OpenedIssue;
const resolved: OpenedIssue = { ...opened, status: 'resolved', resolvedAt: told(0, 10).occurredAt, resolution: 1 };

describe('what a batch means to a group', () => {
  it.each<[string, { before: Issue; after?: Issue; passed?: typeof passed; joined: Evidence[]; left?: Evidence[] }, string[]]>([
    ['a candidate below the threshold stays one', { before: grown([told(1, 0)]), joined: [told(1, 0)] }, []],
    ['a candidate that passes opens', { before: grown([told(1, 0)]), passed, joined: [told(1, 0)] }, ['opened']],
    ['an issue grows', { before: opened, after: grown([told(3, 3)], opened), joined: [told(3, 3)] }, ['grew']],
    ['an issue that turns grave escalates', { before: opened, after: { ...opened, severityLevel: 'critical' }, joined: [told(3, 3)] }, ['grew', 'escalated']],
    ['a resolved one grows by what was said before', { before: resolved, joined: [told(3, 9), told(4, 9), told(5, 9)] }, ['grew']],
    ['one voice after the resolution is not yet a relapse', { before: resolved, joined: [told(3, 11)] }, ['grew']],
    ['two are', { before: resolved, joined: [told(3, 11), told(4, 12)] }, ['grew', 'regressed']],
    ['a revision of what was said after it is not another voice', { before: { ...resolved, sinceResolved: 1 }, joined: [told(3, 11, { revision: 2 })], left: [told(3, 11)] }, ['grew']],
    ['and they need not come together', { before: { ...resolved, sinceResolved: 1 }, joined: [told(3, 11)] }, ['grew', 'regressed']],
  ])('%s', (_, { before, after = before, passed: threshold, joined, left = [] }, kinds) => {
    expect(decide({ before, after, passed: threshold, joined, left, moved: true }, defaultPolicy).steps.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('detects earlier when older evidence arrives late, never later', () => {
    const at = (day: number) => decide({ before: { ...opened, detectedAt: told(0, 5).occurredAt }, after: opened, passed: { at: told(0, day).occurredAt, reason: '' }, joined: [], left: [], moved: true }, defaultPolicy).issue.detectedAt;
    expect([at(3), at(8)]).toEqual([told(0, 3).occurredAt, told(0, 5).occurredAt]);
  });
});

describe('running figures', () => {
  it('come back to where they were when evidence leaves again', () => {
    const before = grown([told(1, 0), told(2, 1)]);
    const more = gather(before, [weigh(told(3, 2, { text: 'My sofa never arrived', segment: 'VIP', valued: true }))], [], 1);
    const after = gather(more, [], [weigh(told(3, 2, { text: 'My sofa never arrived', segment: 'VIP', valued: true }))], -1);
    expect(more).toMatchObject({ feedbackCount: 3, valuedCount: 1 });
    expect({ ...after, lastSeenAt: before.lastSeenAt, version: 0 }).toEqual({ ...before, version: 0, polaritySum: expect.closeTo(before.polaritySum), terms: expect.anything() });
    expect(Object.keys(after.terms).sort()).toEqual(Object.keys(before.terms).sort());
    expect(after.examples.map(({ feedbackId }) => feedbackId)).not.toContain('f3');
  });
});

describe('acts', () => {
  const act = (issue: OpenedIssue, it: Partial<Act>) => perform(issue, { action: 'comment', by: 'ann', at: told(0, 20).occurredAt, ...it });
  it.each<[string, OpenedIssue, Partial<Act>, object]>([
    ['a resolution counts itself, keeps its time and its words', opened, { action: 'resolve', text: 'Mended.' }, { outcome: 'done', issue: { status: 'resolved', resolution: 1, answerText: 'Mended.', resolvedAt: told(0, 20).occurredAt } }],
    ['a second resolution is none', resolved, { action: 'resolve' }, { outcome: 'unchanged' }],
    ['the same resolution again is none', { ...resolved, answerText: 'Mended.' }, { action: 'resolve', text: 'Mended.' }, { outcome: 'unchanged' }],
    ['a resolution with other words is refused, since the first are told', { ...resolved, answerText: 'Mended.' }, { action: 'resolve', text: 'Other.' }, { outcome: 'refused', code: 'not_allowed' }],
    ['a route keeps the pod', opened, { action: 'route', pod: 'p' }, { outcome: 'done', issue: { status: 'routed', pod: 'p' } }],
    ['a route of what is at work changes the pod only', { ...opened, status: 'in_progress', pod: 'q' }, { action: 'route', pod: 'p' }, { outcome: 'done', issue: { status: 'in_progress', pod: 'p' }, effects: [{ kind: 'routed', pod: 'p' }] }],
    ['the same route again is none', { ...opened, status: 'in_progress', pod: 'p' }, { action: 'route', pod: 'p' }, { outcome: 'unchanged' }],
    ['muting twice is muting once', { ...opened, muted: true }, { action: 'mute' }, { outcome: 'unchanged' }],
    ['a merged issue takes no acts', { ...opened, mergedInto: 'x' }, { action: 'start' }, { outcome: 'refused', code: 'merged' }],
    ['reassigning is for routing', opened, { action: 'reassign', pod: 'p', reason: 'r' }, { outcome: 'refused', code: 'use_assignments' }],
    ['a clock that is behind resolves no earlier than the detection', opened, { action: 'resolve', at: told(0, 1).occurredAt }, { outcome: 'done', issue: { resolvedAt: passed.at } }],
  ])('%s', (_, issue, it, result) => {
    expect(act(issue, it)).toMatchObject(result);
  });
});
