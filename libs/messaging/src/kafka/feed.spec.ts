import { describe, expect, it } from '@jest/globals';
import type { PartitionEnds, StoredRecord } from '../log.js';
import { Feed } from './feed.js';

describe('a feed', () => {
  it('drops what lies before the position that the database holds', async () => {
    const { feed, got } = given({ position: 3n });
    const generation = feed.assign([0]);
    expect(await feed.take(generation, 0, records(0, 5))).toBe(5n);
    expect(got).toEqual([[3n, 4n]]);
  });

  it('answers the position where everything lies before it', async () => {
    const { feed, got } = given({ position: 9n, ends: { first: 0n, next: 9n } });
    expect(await feed.take(feed.assign([0]), 0, records(0, 5))).toBe(9n);
    expect(got).toEqual([]);
  });

  it('reads once more where the first batch begins above the position, then takes it for a gap', async () => {
    const { feed, got } = given({ position: 2n });
    const generation = feed.assign([0]);
    expect(await feed.take(generation, 0, records(5, 7))).toBe(2n);
    expect(got).toEqual([]);
    expect(await feed.take(generation, 0, records(5, 7))).toBe(7n);
    expect(got).toEqual([[5n, 6n]]);
  });

  it('says how many records expired before they were read', async () => {
    const { feed, said } = given({ position: 2n, ends: { first: 5n, next: 7n } });
    await feed.assign([0]).positions;
    expect(said).toEqual(['issues: 3 records of voc.test.v1[0] expired before they were read (from 2 on)']);
  });

  it('waits, and says why, where the log ends before the position: it is another log', async () => {
    const { feed, said } = given({ position: 9n, ends: { first: 0n, next: 4n } });
    const generation = feed.assign([0]);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/ends at 4, before position 9.*KAFKA_BROKERS/);
    await feed.close();
    expect(await generation.positions).toBeNull();
  });

  it('asks the database until it answers', async () => {
    let asked = 0;
    const { feed, said } = given({ positions: async () => { if (++asked < 3) throw new Error('starting up'); return Promise.resolve(new Map([[0, 4n]])); } });
    expect(await feed.assign([0]).positions).toEqual(new Map([[0, 4n]]));
    expect(said).toEqual(['issues cannot begin to read voc.test.v1, trying on: starting up']);
  });

  it('gives batches of at most 500 in order', async () => {
    const { feed, got } = given({});
    expect(await feed.take(feed.assign([0]), 0, records(0, 1200))).toBe(1200n);
    expect(got.map((batch) => [batch[0], batch.length])).toEqual([[0n, 500], [500n, 500], [1000n, 200]]);
  });

  it('takes small batches of several partitions together, those that come while one is in hand as the next; what failed is tried alone', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const got: string[][] = [];
    const { feed } = given({
      positions: async (partitions) => Promise.resolve(new Map(partitions.map((it) => [it, 0n]))),
      onBatch: async (batch) => {
        got.push(batch.records.map(({ partition, offset }) => `${partition}@${offset}`));
        if (got.length === 1) await held;
        if (got.length === 2) throw new Error('deadlock');
      },
    });
    const generation = feed.assign([0, 1, 2, 3]);
    const first = [feed.take(generation, 0, records(0, 2)), feed.take(generation, 1, records(0, 1, 1))];
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = [feed.take(generation, 2, records(0, 1, 2)), feed.take(generation, 3, records(0, 1, 3))];
    await new Promise((resolve) => setTimeout(resolve, 20));
    release();
    expect(await Promise.all([...first, ...second])).toEqual([2n, 1n, 0n, 0n]);
    expect(got).toEqual([['0@0', '0@1', '1@0'], ['2@0', '3@0']]);
    await Promise.all([feed.take(generation, 2, records(0, 1, 2)), feed.take(generation, 3, records(0, 1, 3))]);
    expect(got.slice(2).toSorted()).toEqual([['2@0'], ['3@0']]);
    await Promise.all([feed.take(generation, 2, records(1, 2, 2)), feed.take(generation, 3, records(1, 2, 3))]);
    expect(got[4]).toEqual(['2@1', '3@1']);
  });

  it('waits no longer than half a second for the batch in hand', async () => {
    const got: number[] = [];
    const { feed } = given({
      positions: async (partitions) => Promise.resolve(new Map(partitions.map((it) => [it, 0n]))),
      onBatch: async ({ records: [first] }) => { got.push(first!.partition); if (first!.partition === 0) await new Promise((resolve) => setTimeout(resolve, 1500)); },
    });
    const generation = feed.assign([0, 1]);
    const stuck = feed.take(generation, 0, records(0, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await feed.take(generation, 1, records(0, 1, 1))).toBe(1n);
    expect(got).toEqual([0, 1]);
    await stuck;
  });

  it('answers where the database is after a failed batch, so that it is read again', async () => {
    let position = 0n;
    const { feed, said } = given({
      positions: async () => Promise.resolve(new Map([[0, position]])),
      onBatch: async () => { position = 2n; return Promise.reject(new Error('deadlock')); },
    });
    expect(await feed.take(feed.assign([0]), 0, records(0, 4))).toBe(2n);
    expect(said).toEqual(['issues: a batch of voc.test.v1[0] failed, reading it again: deadlock']);
  });

  it('takes nothing of an assignment that is over', async () => {
    const { feed, got } = given({});
    const lost = feed.assign([0]);
    feed.assign([1]);
    expect(await feed.take(lost, 0, records(0, 3))).toBeNull();
    expect(got).toEqual([]);
  });

  it('abandons the rest of a batch when the assignment is over, and holds the next back until the one in hand has ended', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const got: bigint[] = [];
    const { feed } = given({ onBatch: async ({ records: [first] }) => { got.push(first!.offset); if (got.length === 1) await held; } });
    const before = feed.take(feed.assign([0]), 0, records(0, 1000));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const after = feed.take(feed.assign([0]), 0, records(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(got).toEqual([0n]);
    release();
    expect(await before).toBeNull();
    expect(await after).toBe(10n);
    expect(got).toEqual([0n, 0n]);
  });

  it('ends the pause after a failure at once when it is closed', async () => {
    const { feed } = given({ onBatch: async () => Promise.reject(new Error('away')) });
    const generation = feed.assign([0]);
    const begin = Date.now();
    for (let tries = 0; tries < 3; tries++) await feed.take(generation, 0, records(0, 1));
    const taken = feed.take(generation, 0, records(0, 1));
    await feed.close();
    await taken;
    expect(Date.now() - begin).toBeLessThan(1400);
  });
});

interface Given {
  readonly position?: bigint;
  readonly ends?: PartitionEnds;
  readonly positions?: (partitions: readonly number[]) => Promise<ReadonlyMap<number, bigint>>;
  readonly onBatch?: (batch: { records: readonly StoredRecord[] }) => Promise<void>;
}

function given({ position = 0n, ends = { first: 0n, next: 10_000n }, positions, onBatch }: Given) {
  const got: bigint[][] = [];
  const said: string[] = [];
  const say = (line: string): void => { said.push(line); };
  const feed = new Feed({
    group: 'issues',
    topic: 'voc.test.v1',
    positions: positions ?? (async (partitions) => Promise.resolve(new Map(partitions.map((it) => [it, position])))),
    onBatch: onBatch ?? (async ({ records: batch }) => { got.push(batch.map(({ offset }) => offset)); return Promise.resolve(); }),
    ends: async () => Promise.resolve(new Map([[0, ends], [1, ends]])),
    logger: { info: say, warn: say, error: say },
  });
  return { feed, got, said };
}

const records = (from: number, to: number, partition = 0): StoredRecord[] =>
  Array.from({ length: to - from }, (_, n) => ({ topic: 'voc.test.v1', partition, offset: BigInt(from + n), key: null, value: null, headers: {}, appendedAt: new Date(0) }));
