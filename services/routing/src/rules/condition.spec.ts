import { describe, expect, it } from '@jest/globals';
import { IssueOpened } from '@vocloop/contracts';
import { growthOf } from '@vocloop/testing';
import { compileCondition, type Condition, type ConditionFault } from './condition.js';

const { issue } = IssueOpened.schema.parse(IssueOpened.example);

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['severity.score >= 40.0 && feedbackCount > 10', true],
    ['severity.score > 90', false],
    ['severity.level == "high"', true],
    ['supplier == ""', true],
    ['product in ["garden-chair", "table"]', true],
    ['examples.exists(it, it.contains("late"))', true],
    ['words.all(it, it.size() > 4)', false],
    ['lastSeenAt > timestamp("2026-03-01T00:00:00Z")', true],
    ['lastSeenAt - firstSeenAt > duration("24h")', true],
    ['title.lowerAscii().startsWith("delivery")', true],
    ['!muted && (customerCount > 100 ? false : true)', true],
  ])('%s is %s of the example', (text, expected) => expect((compileCondition(text) as Condition).judge(issue)).toEqual({ holds: expected }));

  it.each<[string, RegExp, number]>([
    ['feedbackCnt > 1', /does not know "feedbackCnt"; there are id, title/, 0],
    ['1 > 0 && severity.scor > 1.0', /No such key: scor/, 18],
    ['title', /gives a string, not true or false/, 0],
    ['title ==', /Unexpected token/, 8],
    ['title.matches("(a+)+$")', /matches\(\) cannot be used; there are all, contains/, 0],
    ['cel.bind(x, title + title, x == "")', /bind\(\) cannot be used/, 0],
    ['words.exists(a, words.exists(b, a == b))', /exists\(\) stands inside another loop/, 16],
    ['title + 1 == "x"', /no such overload/i, 0],
    [`${'('.repeat(60)}true${')'.repeat(60)}`, /depth|nest|exceed/i, 0],
    [Array.from({ length: 150 }, () => '1 > 0').join(' && '), /node|exceed/i, 0],
  ])('%s is refused', (text, message, at) => {
    const fault = compileCondition(text) as ConditionFault;
    expect(fault.message).toMatch(message);
    if (at) expect(fault.at).toBe(at);
  });

  it('that breaks does not hold, and says why', () => {
    expect((compileCondition('10 / (feedbackCount - 41) > 1') as Condition).judge(issue)).toEqual({ holds: false, error: 'division by zero' });
  });

  it.each(['a', 'aab', ' ', '🙂'])('takes twice the time for twice as much of %j, and no more', (unit) => {
    const condition = compileCondition('title.contains("aaaaaaaaab") || title.lowerAscii().endsWith("q") || examples.exists(it, it.contains("aaaab"))') as Condition;
    const { ms, times } = growthOf((text) => condition.judge({ ...issue, title: text, examples: [text] }), unit);
    expect(times).toBeLessThan(3.5);
    expect(ms).toBeLessThan(50);
  });
});
