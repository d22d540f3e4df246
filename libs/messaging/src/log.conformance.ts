import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshTopic } from '@vocloop/testing';
import type { EventLog, LogRecord, StoredRecord } from './log.js';
import { aRecord, aTopic, read, text } from './reader.testing.js';

/** A place where a log lives: `open` gives another client of the same log, as another process would have; `whole` where one member of a group reads all partitions of a topic at a time, since one machine has no others to share them with. */
export interface LogHome {
  open(): Promise<EventLog>;
  readonly whole?: boolean;
}

/** What every log does, whatever it is kept in and whoever is its client. Run it in a *.int.spec.ts. */
export function describeLog(name: string, home: LogHome): void {
  describe(`${name} as a log`, () => {
    let log: EventLog;
    const opened: EventLog[] = [];
    const open = async (): Promise<EventLog> => {
      const another = await home.open();
      opened.push(another);
      return another;
    };
    beforeAll(async () => { log = await open(); });
    afterAll(async () => { await Promise.all(opened.map(async (it) => it.close())); });

    const given = (partitions = 2) => aTopic(log, partitions);

    describe('topics', () => {
      it('are made where missing, and asking again changes nothing', async () => {
        const [topic, other] = [freshTopic(), freshTopic()];
        expect(await log.ensureTopics([{ name: topic, partitions: 3 }])).toEqual(new Map([[topic, 3]]));
        expect(await log.ensureTopics([{ name: topic, partitions: 5 }, { name: other, partitions: 1 }])).toEqual(new Map([[topic, 3], [other, 1]]));
      });

      it('are made once by two processes at the same time', async () => {
        const topic = freshTopic();
        const other = await open();
        const made = await Promise.all([log, other].map(async (it) => it.ensureTopics([{ name: topic, partitions: 4 }])));
        expect(made).toEqual([new Map([[topic, 4]]), new Map([[topic, 4]])]);
      });

      it('begin and end at 0, and end behind what was written', async () => {
        const topic = await given();
        expect(await log.ends(topic)).toEqual(new Map([[0, { first: 0n, next: 0n }], [1, { first: 0n, next: 0n }]]));
        await log.append(['a', 'b', 'c'].map((text) => aRecord(topic, 1, text)));
        expect(await log.ends(topic)).toEqual(new Map([[0, { first: 0n, next: 0n }], [1, { first: 0n, next: 3n }]]));
      });
    });

    describe('records', () => {
      it('come back as they went: key, value, headers, nothing and every script', async () => {
        const topic = await given(1);
        const bytes = Buffer.from([0, 255, 10, 13, 128]);
        const records: LogRecord[] = [
          { topic, partition: 0, key: 'Straße 東京 🚲', value: Buffer.from('{"text":"Grüße, “x” — 東京"}'), headers: { ce_id: '1', ce_subject: 'Ärger & Süßes 東京', 'content-type': 'application/json' } },
          { topic, partition: 0, key: null, value: bytes, headers: {} },
          { topic, partition: 0, key: 'gone', value: null, headers: { ce_type: 'X.v1' } },
        ];
        const before = Date.now();
        await log.append(records);
        const reader = read(log, topic, { partitions: 1 });
        const stored = await reader.until(3);
        expect(stored.map(({ appendedAt, offset, ...record }) => record)).toEqual(records);
        expect(stored[0]!.appendedAt.getTime()).toBeGreaterThan(before - 5000);
        expect(stored[0]!.appendedAt.getTime()).toBeLessThan(Date.now() + 5000);
        await reader.close();
      });

      it('keep their order per partition and their offsets are dense: 10,000 of them', async () => {
        const topic = await given(4);
        const records = Array.from({ length: 10_000 }, (_, n) => aRecord(topic, n % 4, String(n)));
        for (let at = 0; at < records.length; at += 2500) await log.append(records.slice(at, at + 2500));
        const reader = read(log, topic, { partitions: 4 });
        const stored = await reader.until(10_000, 30_000);
        for (let partition = 0; partition < 4; partition++) {
          const of = stored.filter((it) => it.partition === partition);
          expect(of.map(({ offset }) => offset)).toEqual(of.map((_, n) => BigInt(n)));
          expect(of.map(text)).toEqual(of.map((_, n) => String(n * 4 + partition)));
        }
        await reader.close();
      });

      it('keep the order of the calls, also of calls that do not wait for each other', async () => {
        const topic = await given(1);
        await Promise.all(Array.from({ length: 50 }, async (_, n) => log.append([aRecord(topic, 0, `${n}a`), aRecord(topic, 0, `${n}b`)])));
        const reader = read(log, topic, { partitions: 1 });
        expect((await reader.until(100)).map(text)).toEqual(Array.from({ length: 100 }, (_, n) => `${Math.floor(n / 2)}${n % 2 ? 'b' : 'a'}`));
        await reader.close();
      });

      it('are delivered soon after they were appended, to who waits already', async () => {
        const topic = await given(2);
        const reader = read(log, topic, { partitions: 2 });
        await log.append([aRecord(topic, 0, 'first')]);
        await reader.until(1);
        const times: number[] = [];
        for (let n = 0; n < 20; n++) {
          await sleep(15);
          const begin = performance.now();
          await log.append([aRecord(topic, n % 2, String(n))]);
          await reader.until(n + 2);
          times.push(performance.now() - begin);
        }
        expect(times.sort((one, other) => one - other)[10]).toBeLessThan(60);
        await reader.close();
      });
    });

    describe('a subscription', () => {
      it('gets what was there before it and what comes after', async () => {
        const topic = await given(1);
        await log.append([aRecord(topic, 0, 'before')]);
        const reader = read(log, topic, { partitions: 1 });
        await reader.until(1);
        await log.append([aRecord(topic, 0, 'after')]);
        expect((await reader.until(2)).map(text)).toEqual(['before', 'after']);
        await reader.close();
      });

      it.each([['behind', 2n, ['2', '3', '4']], ['at the begin of', 0n, ['0', '1', '2', '3', '4']], ['at the end of', 5n, []]])('begins where the database says, %s what the group read before', async (_where, position, expected) => {
        const topic = await given(1);
        const group = freshTopic('group');
        await log.append([0, 1, 2, 3, 4].map((n) => aRecord(topic, 0, String(n))));
        const before = read(log, topic, { partitions: 1, group, positions: new Map([[0, 1n]]) });
        await before.until(4);
        await before.close();
        const reader = read(log, topic, { partitions: 1, group, positions: new Map([[0, position]]) });
        const stored = await reader.until(expected.length);
        expect(stored.map(text)).toEqual(expected);
        await log.append([aRecord(topic, 0, 'next')]);
        expect((await reader.until(expected.length + 1)).at(-1)).toMatchObject({ offset: 5n });
        await reader.close();
      });

      it('reads a failed batch again from where the database says', async () => {
        const topic = await given(1);
        await log.append(['a', 'b', 'c'].map((it) => aRecord(topic, 0, it)));
        let faults = 0;
        const reader = read(log, topic, { partitions: 1, before: () => { if (faults++ < 2) throw new Error('not now'); } });
        expect((await reader.until(3)).map(text)).toEqual(['a', 'b', 'c']);
        expect(faults).toBe(3);
        await reader.close();
      });

      it('gives a batch at a time per partition, and never the same twice', async () => {
        const topic = await given(2);
        const inHand = new Map<number, number>();
        let worst = 0;
        const reader = read(log, topic, {
          partitions: 2,
          before: async ({ records }) => {
            const partition = records[0]!.partition;
            inHand.set(partition, (inHand.get(partition) ?? 0) + 1);
            worst = Math.max(worst, inHand.get(partition)!);
            await sleep(5);
            inHand.set(partition, inHand.get(partition)! - 1);
          },
        });
        for (let n = 0; n < 30; n++) await log.append([aRecord(topic, n % 2, String(n))]);
        const stored = await reader.until(30);
        await sleep(100);
        expect(stored).toHaveLength(30);
        expect(worst).toBe(1);
        await reader.close();
      });

      if (!home.whole) it('is not held up in one partition by another that waits', async () => {
        const topic = await given(2);
        let release = (): void => undefined;
        const held = new Promise<void>((resolve) => { release = resolve; });
        const reader = read(log, topic, { partitions: 2, before: async ({ records }) => (records[0]!.partition === 0 ? held : undefined) });
        await log.append([aRecord(topic, 0, 'stuck')]);
        await sleep(700);
        for (let n = 0; n < 3; n++) await log.append([aRecord(topic, 1, String(n))]);
        expect((await reader.until(3)).map(text)).toEqual(['0', '1', '2']);
        release();
        expect((await reader.until(4)).map(text)).toContain('stuck');
        await log.append([aRecord(topic, 0, 'on')]);
        expect((await reader.until(5)).filter(({ partition }) => partition === 0).map(text)).toEqual(['stuck', 'on']);
        await reader.close();
      });

      it('waits for the batch in hand when it is closed, and takes no other', async () => {
        const topic = await given(1);
        await log.append([aRecord(topic, 0, 'only')]);
        const begun: string[] = [];
        const reader = read(log, topic, { partitions: 1, before: async ({ records }) => { begun.push(text(records[0]!)); await sleep(200); } });
        await eventually(() => expect(begun).toHaveLength(1));
        await reader.close();
        expect(reader.stored).toHaveLength(1);
        await log.append([aRecord(topic, 0, 'late')]);
        await sleep(300);
        expect(begun).toEqual(['only']);
      });
    });

    describe('a group', () => {
      if (home.whole) it('reads by one of its members at a time', async () => {
        const topic = await given(4);
        const [group, other] = [freshTopic('group'), await open()];
        const positions = new Map<number, bigint>();
        const readers = [log, other].map((of) => read(of, topic, { partitions: 4, group, positions }));
        for (let sent = 0; sent < 40; sent += 4) await log.append([0, 1, 2, 3].map((partition) => aRecord(topic, partition, String(sent + partition))));
        await eventually(() => expect(readers.map(({ stored }) => stored.length).sort((one, another) => one - another)).toEqual([0, 40]));
        await Promise.all(readers.map(async (it) => it.close()));
      });
      else it('shares the partitions among its members: each record to one of them', async () => {
        const topic = await given(4);
        const [group, other] = [freshTopic('group'), await open()];
        const positions = new Map<number, bigint>();
        const readers = [log, other].map((of) => read(of, topic, { partitions: 4, group, positions }));
        const all = (): StoredRecord[] => readers.flatMap(({ stored }) => stored);
        let sent = 0;
        // A rebalance may give a batch to two members; which counts is the database's decision, here the shared positions'.
        await eventually(async () => {
          await log.append([0, 1, 2, 3].map((partition) => aRecord(topic, partition, String(sent++))));
          expect(readers.map((it) => it.stored.length > 0)).toEqual([true, true]);
        }, 20_000);
        await eventually(() => expect(new Set(all().map(text)).size).toBe(sent), 20_000);
        const late = sent;
        await log.append([0, 1, 2, 3].map((partition) => aRecord(topic, partition, String(sent++))));
        await eventually(() => expect(all().map(text).filter((it) => Number(it) >= late).sort()).toEqual([0, 1, 2, 3].map((n) => String(late + n)).sort()), 20_000);
        await Promise.all(readers.map(async (it) => it.close()));
      });

      it('gives the partitions of a member that leaves to the others, from where it stopped', async () => {
        const topic = await given(2);
        const [group, other] = [freshTopic('group'), await open()];
        const positions = new Map<number, bigint>();
        const first = read(log, topic, { partitions: 2, group, positions });
        await log.append([aRecord(topic, 0, 'a'), aRecord(topic, 1, 'b')]);
        await first.until(2);
        const second = read(other, topic, { partitions: 2, group, positions });
        await first.close();
        await log.append([aRecord(topic, 0, 'c'), aRecord(topic, 1, 'd')]);
        await second.until(2, 15_000);
        expect(second.stored.map(text).sort()).toEqual(['c', 'd']);
        await second.close();
      });

      it('reads for itself what another group reads too', async () => {
        const topic = await given(1);
        const readers = ['one', 'other'].map((group) => read(log, topic, { partitions: 1, group: freshTopic(group) }));
        await log.append([aRecord(topic, 0, 'for both')]);
        for (const reader of readers) expect((await reader.until(1)).map(text)).toEqual(['for both']);
        await Promise.all(readers.map(async (it) => it.close()));
      });
    });
  });
}
