import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWorse, severityOf, weeks, type Figures } from './severity.js';

const calm: Figures = { feedback: 5, customers: 3, valued: 0, polarity: -0.2, frustration: 0, urgency: 0, week: 5, weekBefore: 5 };

const figures = fc.record({
  feedback: fc.integer({ min: 1, max: 5000 }),
  customers: fc.integer({ min: 1, max: 5000 }),
  valued: fc.integer({ min: 0, max: 50 }),
  polarity: fc.double({ min: -1, max: 1, noNaN: true }),
  frustration: fc.double({ min: 0, max: 1, noNaN: true }),
  urgency: fc.double({ min: 0, max: 1, noNaN: true }),
  week: fc.integer({ min: 0, max: 5000 }),
  weekBefore: fc.integer({ min: 0, max: 5000 }),
});

describe('severity', () => {
  it.each<[string, Partial<Figures>]>([
    ['more in the latest week', { week: 80 }],
    ['more customers', { customers: 40 }],
    ['a worse tone', { polarity: -0.9 }],
    ['frustration', { frustration: 0.9 }],
    ['urgency', { urgency: 0.9 }],
    ['valued customers', { valued: 3 }],
    ['growth', { weekBefore: 1 }],
  ])('rises with %s', (_, change) => {
    expect(severityOf({ ...calm, ...change }).score).toBeGreaterThan(severityOf(calm).score);
  });

  it('is monotone and stays within 0 to 100', () => {
    const worse = (it: Figures, by: number): Figures => ({
      ...it, customers: it.customers + by, week: it.week + by, polarity: Math.max(-1, it.polarity - by / 100),
      frustration: Math.min(1, it.frustration + by / 100), urgency: Math.min(1, it.urgency + by / 100),
    });
    fc.assert(fc.property(figures, fc.integer({ min: 0, max: 100 }), (it, by) => {
      const before = severityOf(it);
      expect(severityOf(worse(it, by)).score).toBeGreaterThanOrEqual(before.score);
      expect(before.score).toBeGreaterThanOrEqual(0);
      expect(before.score).toBeLessThanOrEqual(100);
    }));
  });

  it('never leaves a level upwards late, and downwards only well below its border', () => {
    fc.assert(fc.property(figures, (it) => {
      const plain = severityOf(it).level;
      for (const before of ['low', 'medium', 'high', 'critical'] as const) {
        const now = severityOf(it, before).level;
        expect(isWorse(plain, now)).toBe(false);
        if (now !== plain) expect(now).toBe(before);
      }
    }));
    const medium = severityOf({ ...calm, polarity: -0.6 });
    expect(medium.score).toBeGreaterThan(17);
    expect(severityOf({ ...calm, polarity: -0.6 }, 'medium').level).toBe('medium');
    expect(severityOf({ ...calm, customers: 1, week: 1, polarity: 0 }, 'critical').level).toBe('low');
  });

  it('says why', () => {
    expect(severityOf({ ...calm, feedback: 41, customers: 38, week: 30, weekBefore: 11, polarity: -0.7, valued: 2 }).reasons).toEqual([
      '41 feedback from 38 customers, 30 in the latest 7 days',
      'very negative on average (-0.70)',
      '2 feedback from valued segments',
      'growing: 30 against 11 in the 7 days before',
    ]);
  });
});

describe('weeks', () => {
  it('are counted back from the latest day that has feedback', () => {
    expect(weeks({ '2026-03-14': 1, '2026-03-08': 2, '2026-03-07': 4, '2026-03-01': 8, '2026-02-28': 16 })).toEqual({ week: 3, weekBefore: 12 });
    expect(weeks({})).toEqual({ week: 0, weekBefore: 0 });
  });
});
