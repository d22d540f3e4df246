import { describe, expect, it } from '@jest/globals';
import { guessMomentForm, parseMoment, type MomentForm } from './moments.js';

describe('a moment', () => {
  it.each<[string, MomentForm, string | undefined]>([
    ['24-02-2015 11:35', 'day-first', '2015-02-24T11:35:00.000Z'],
    ['2020/3/18', 'iso', '2020-03-18T00:00:00.000Z'],
    ['2020-03-18T10:00:00+02:00', 'iso', '2020-03-18T08:00:00.000Z'],
    ['2015-02-24 11:35:52 -0800', 'iso', '2015-02-24T19:35:52.000Z'],
    ['2020-03-18T10:00:00.1234Z', 'iso', '2020-03-18T10:00:00.123Z'],
    ['2/24/2015 1:05 PM', 'month-first', '2015-02-24T13:05:00.000Z'],
    ['2/24/2015 12:05 am', 'month-first', '2015-02-24T00:05:00.000Z'],
    ['24.2.15', 'day-first', '2015-02-24T00:00:00.000Z'],
    ['1424777700', 'unix', '2015-02-24T11:35:00.000Z'],
    ['1424777700123', 'unix-ms', '2015-02-24T11:35:00.123Z'],
    ['Tue, 24 Feb 2015 11:35:52 -0800', 'words', '2015-02-24T19:35:52.000Z'],
    ['March 3, 2020', 'words', '2020-03-03T00:00:00.000Z'],
    ['30-02-2015', 'day-first', undefined],
    ['24-13-2015', 'day-first', undefined],
    ['24-02-2015 25:00', 'day-first', undefined],
    ['2015-02-24 lunch', 'iso', undefined],
    ['yesterday', 'words', undefined],
    ['', 'iso', undefined],
  ])('%j as %s is %s', (written, form, expected) => expect(parseMoment(written, form)).toBe(expected));
});

describe("a column's form", () => {
  it.each([
    [['24-02-2015 11:35', '01-02-2015 10:00'], { form: 'day-first', ambiguous: false }],
    [['02/24/2015', '01/02/2015'], { form: 'month-first', ambiguous: false }],
    [['01/02/2015', '03/04/2015'], { form: 'day-first', ambiguous: true }],
    [['2020/3/18', ''], { form: 'iso', ambiguous: false }],
    [['1424777700'], { form: 'unix', ambiguous: false }],
    [['1424777700123'], { form: 'unix-ms', ambiguous: false }],
    [['Mar 3, 2020'], { form: 'words', ambiguous: false }],
    [['red', 'blue'], undefined],
    [['', ''], undefined],
  ])('of %j is %j', (written, expected) => expect(guessMomentForm(written)).toEqual(expected));
});
