import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fullest, passes, type Mark } from './threshold.js';

const policy = { minFeedback: 3, minCustomers: 2, windowDays: 7 };
const mark = (day: number, customer: string): Mark => ({ at: new Date(Date.UTC(2026, 2, 1) + day * 86_400_000).toISOString(), customer });

describe('the threshold', () => {
  it.each<[string, Mark[], string | undefined]>([
    ['too few feedback', [mark(0, 'a'), mark(1, 'b')], undefined],
    ['one customer speaking often', [mark(0, 'a'), mark(1, 'a'), mark(2, 'a'), mark(3, 'a')], undefined],
    ['enough, but too far apart', [mark(0, 'a'), mark(4, 'b'), mark(8, 'c')], undefined],
    ['enough within the window', [mark(0, 'a'), mark(4, 'b'), mark(7, 'a')], mark(7, 'a').at],
    ['the earliest window counts', [mark(20, 'a'), mark(21, 'b'), mark(22, 'c'), mark(0, 'a'), mark(1, 'b'), mark(2, 'c')], mark(2, 'c').at],
    ['the third customer completes it', [mark(0, 'a'), mark(1, 'a'), mark(2, 'a'), mark(3, 'b')], mark(3, 'b').at],
  ])('%s', (_, marks, at) => {
    expect(passes(marks, policy)?.at).toBe(at);
  });

  it('says what was passed', () => {
    expect(passes([mark(0, 'a'), mark(1, 'b'), mark(2, 'c')], policy)?.reason).toBe('3 feedback from 3 customers within 7 days passed the threshold of 3 and 2');
  });

  const marks = fc.array(fc.record({ day: fc.integer({ min: 0, max: 60 }), customer: fc.constantFrom('a', 'b', 'c', 'd') }).map((it) => mark(it.day, it.customer)), { maxLength: 40 });

  it('does not depend on the order of arrival, and more evidence never undoes it', () => {
    fc.assert(fc.property(marks, fc.nat(), (all, cut) => {
      const shuffled = [...all].sort((a, b) => (a.customer + a.at > b.customer + b.at ? -1 : 1));
      expect(passes(shuffled, policy)?.at).toBe(passes(all, policy)?.at);
      const some = passes(all.slice(0, cut % (all.length + 1)), policy);
      if (some) expect(passes(all, policy)!.at <= some.at).toBe(true);
    }));
  });

  it('agrees with the fullest window where one customer is enough', () => {
    fc.assert(fc.property(marks, (all) => {
      expect(passes(all, { ...policy, minCustomers: 1 }) !== undefined).toBe(fullest(all, 7).feedback >= 3);
    }));
  });
});
