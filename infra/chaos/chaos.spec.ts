import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { events } from '@vocloop/contracts';
import { crashPoints, pointsOf } from './crash-points.mjs';
import { after, gateOfDeaths, gatesOfKills, patienceMs, reasonOf } from './deaths.mjs';
import { answers, drainOf, latency, openBetween, toldIn } from './measures.mjs';
import { judged, plants } from './plants.mjs';
import { resultBlocks } from './record.mjs';
import { taken } from './taken.mjs';
import { edited, editedSources, root } from './test-build.mjs';
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

describe('what the checker goes by', () => {
  it.each(Object.entries(taken))('knows what %s takes, as its handlers say', (service, topics) => {
    const handlers = globSync(`services/${service}/src/**/*.handler.ts`, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    const names = handlers.flatMap((source) => [...source.matchAll(/@On(?:Unordered)?\(([^)]+)\)/g)].flatMap(([, list]) => list!.split(',').map((it) => `${it.trim()}.v1`)));
    const expected = events.filter(({ type }) => names.includes(type)).map(({ topic, type }) => `${topic.name} ${type}`);
    expect(Object.entries(topics).flatMap(([topic, types]) => types.map((type) => `${topic} ${type}`)).toSorted()).toEqual(expected.toSorted());
  });

  it('tells a death at a point, or by the trial, from a fall of its own', () => {
    const hits = [{ pid: 1, name: 'relay.read', signal: 'SIGKILL' }, { pid: 2, name: 'consumer.batch', signal: 'SIGSTOP' }];
    expect([{ pid: 1 }, { pid: 2 }, { pid: 2, sent: 'SIGKILL' }, { pid: 3 }].map((it) => reasonOf(it, hits))).toEqual(['relay.read', undefined, 'SIGKILL', undefined]);
    expect(gateOfDeaths([{ service: 'issues', how: 'exit 1', byItself: true }, { service: 'issues', how: 'SIGKILL', byItself: false }])).toMatchObject({ met: false, figure: 'issues: exit 1' });
  });

  it('counts a death without an effect as long as it was waited for', () => {
    expect(after([{ at: 0, effectAt: 900 }, { at: 0, effectAt: patienceMs }, { at: 0 }], 'effectAt')).toEqual({ p50: patienceMs, p99: patienceMs, of: 2 });
  });

  it('judges the first effect after deaths where it is timed and anybody was clocked, the rest of many kills', () => {
    const gates = (effectMs: object, of: object) => gatesOfKills({ hits: [], effectMs, orderedKeys: 12 }, { log: 'kafka', kills: 3, isTimed: true, ...of }).map(({ gate, met }) => [gate.slice(0, 9), met]);
    expect(gates({ p50: 900, p99: 5000, of: 3 }, {})).toEqual([['the first', true]]);
    expect(gates({ p50: 900, p99: 5001, of: 3 }, {})).toEqual([['the first', false]]);
    expect(gates({ p50: 900, p99: 5001, of: 3 }, { isTimed: false })).toEqual([]);
    expect(gates(after([], 'effectAt'), {})).toEqual([]);
    expect(gates(after([], 'effectAt'), { kills: 200 })).toEqual([['at least ', false], ['at least ', false], ['at each c', false], ['over at l', false]]);
  });

  it('counts requests without an answer', () => {
    const notes = [{ op: 'a', kind: 'single', began: 10 }, { op: 'a', outcome: 'unknown', status: 503, ended: 20 }, { op: 'a', outcome: 'unknown', status: 0, ended: 500 }, { op: 'a', outcome: 'ok', status: 202, ended: 910 }, { op: 'b', kind: 'single', began: 1000 }];
    expect(latency(notes, 0, 1000)).toEqual({ p99: 900, without: 1, away: 1 });
    expect(latency(notes, 1000).p99).toBeGreaterThan(1e12);
  });

  it('judges what was open during a fault by how it was answered after it', () => {
    const notes = [
      { op: 'a', began: 90 }, { op: 'a', status: 0, tried: 90, ended: 99 }, { op: 'b', began: 90 }, { op: 'b', status: 202, tried: 90, ended: 150 },
      { op: 'c', began: 150 }, { op: 'c', status: 503, tried: 150, ended: 160 }, { op: 'c', status: 0, tried: 190, ended: 15_190 }, { op: 'd', began: 200 }, { op: 'd', status: 500, tried: 200, ended: 210 },
      { op: 'e', began: 150 }, { op: 'e', outcome: 'ok', ended: 160 },
    ];
    expect(answers(openBetween(notes, 100, 200))).toMatchObject({ ok: 1, away: [{ op: 'c' }], other: 1 });
  });

  it('clocks a drain from before its first row goes, and counts what came in meanwhile', () => {
    const samples = [[1000, 0], [1000, 0], [1200, 200], [900, 300], [600, 400], [300, 500], [10, 600]].map(([rows, newest], n) => ({ rows, newest, at: n * 100 }));
    expect(drainOf(samples)).toEqual({ over: true, samples: 5, seconds: 0.4, perSecond: (1190 + 400) / 0.4 });
    expect(drainOf(samples.slice(0, 6))).toMatchObject({ over: false, perSecond: undefined });
    expect(drainOf(samples.slice(0, 3))).toBeUndefined();
    expect(drainOf([samples[0], samples.at(-1)])).toMatchObject({ over: true, samples: 2, perSecond: undefined });
  });

  it('counts a webhook that does not arrive as long as the whole', () => {
    expect(toldIn([{ id: 'a', at: 5 }, { id: 'b', at: 5 }], new Map([['a', 25]]), 0, 8000)).toEqual({ count: 2, missing: 1, ms: 8000 });
  });

  it('lets restlessness prove only a plant of its own, and only beside a clean build', () => {
    const trial = (still: string[]) => ({ violations: [{ name: 'I4 outbox' }, { name: 'I1 lost' }], still });
    const outbox = { violates: 'I4 outbox' };
    expect(judged(outbox, trial(['a row']), true).passed).toBe(true);
    expect(judged(outbox, trial(['a row']), false).passed).toBe(false);
    expect(judged(outbox, trial([]), false).passed).toBe(true);
    expect(judged({ violates: 'I1 lost' }, trial(['a row']), true)).toEqual({ violations: [{ name: 'I1 lost' }], passed: true });
  });
});

describe('what is recorded', () => {
  it('keeps the last result of each log and client', () => {
    const result = (log: string, client: string, seed: number) => ({
      log, client, seed, commit: 'abc', machine: 'a machine', at: '2026-11-22T10:12', passed: true, violations: [], hits: [], gates: [{ fault: 'zombie', gate: 'replaced', met: true, figure: 'so' }], still: [], missed: [],
      submitted: 9, accepted: 8, records: 20, ids: 7, orderedKeys: 2, deaths: 0, unknown: 0, retried: 0, redelivered: 1, otherDuplicates: 1, readyMs: {}, effectMs: {}, seconds: {},
    });
    const seeds = (text: string) => [...text.matchAll(/^Seed (\d+),|^\| log \| (.+) \|$/gm)].map(([, seed, log]) => seed ?? log);
    const both = resultBlocks([result('postgres', 'kafkajs', 1), result('kafka', 'kafkajs', 1)], '\n\n');
    expect(seeds(both)).toEqual(['1', 'Postgres', '1', 'Kafka, kafkajs']);
    const again = resultBlocks([result('kafka', 'kafkajs', 2), result('kafka', 'platformatic', 3)], `\n\n${both}\n\n`);
    expect(seeds(again)).toEqual(['1', 'Postgres', '2', 'Kafka, kafkajs', '3', 'Kafka, platformatic']);
    expect(again).toContain(both.slice(0, both.indexOf('\n\nSeed', 5)));
  });

  it('finds what the page holds', () => {
    const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8');
    const [, before] = /<!-- chaos result begins -->(.*)<!-- chaos result ends -->/s.exec(page)!;
    expect(resultBlocks([], before!)).toBe(before!.trim());
  });
});
