import { describe, expect, it } from '@jest/globals';
import { crashPoints, pointsOf } from './crash-points.mjs';
import { plants } from './plants.mjs';
import { edited, editedSources } from './test-build.mjs';
import { violations } from './checker.mjs';

describe('the test build', () => {
  it('finds each place in the sources exactly once, with every crash point and with each planted fault', () => {
    expect(editedSources().size).toBeGreaterThan(10);
    for (const plant of plants) expect(editedSources(plant).size).toBeGreaterThan(10);
  });

  it('fails where a place is gone, or is there twice', () => {
    expect(() => edited('a b', [{ find: 'c', replace: '' }], 'x.ts')).toThrow(/x\.ts holds this 0 times/);
    expect(() => edited('a a', [{ find: 'a', replace: '' }], 'x.ts')).toThrow(/2 times/);
  });

  it('has at least twelve crash points, each with a name of its own and a service that passes it', () => {
    expect(new Set(crashPoints.map(({ name }) => name)).size).toBe(crashPoints.length);
    expect(crashPoints.length).toBeGreaterThanOrEqual(12);
    for (const log of ['postgres', 'kafka']) for (const service of ['ingestion', 'sentiment', 'issues', 'routing', 'reporting']) expect(pointsOf(service, log).length).toBeGreaterThan(5);
  });

  it('plants at least eight faults, each of which violates something that the checker knows', () => {
    expect(plants.length).toBeGreaterThanOrEqual(8);
    for (const { violates } of plants) expect(violations).toContain(violates);
  });
});
