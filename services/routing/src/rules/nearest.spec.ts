import { expect, it } from '@jest/globals';
import { mend, nearest } from './nearest.js';

it.each<[string, string[], string | undefined]>([
  ['logistic', ['logistics', 'app'], 'logistics'],
  ['hihg', ['low', 'high'], 'high'],
  ['Logistics', ['logistics'], 'logistics'],
  ['furniture', ['logistics', 'app'], undefined],
  ['x', [], undefined],
])('%s of %j means %s', (word, candidates, expected) => expect(nearest(word, candidates)).toBe(expected));

it('names what there is where nothing is near', () => {
  expect(mend('furniture', ['app', 'triage'])).toBe('; there are "app", "triage"');
  expect(mend('x', Array.from({ length: 14 }, (_, i) => `pod-${i}`))).toMatch(/"pod-11" and 2 more$/);
});
