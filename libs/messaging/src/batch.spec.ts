import { describe, expect, it } from '@jest/globals';
import { PodActed } from '@vocloop/contracts';
import { anEvent } from '@vocloop/testing';
import { type Consumed, type Handler, judge, letterOf, read } from './batch.js';
import { toLogRecord, toRecord } from './record.js';

const handler: Handler = { name: 'act', definitions: [PodActed], unordered: false, handle: async () => undefined };
const consumed = (open: boolean): Consumed => ({ topic: PodActed.topic.name, open, handlers: new Map([[PodActed.type, handler]]), definitions: new Map([[PodActed.type, PodActed]]) });
const stored = (n: number, value?: string) => {
  const record = toLogRecord(toRecord(anEvent(PodActed, undefined, { id: `a${n}`, partitionkey: 'issue' }), PodActed.topic.name), 0);
  return { ...record, offset: BigInt(n), appendedAt: new Date(0), value: value === undefined ? record.value : Buffer.from(value) };
};

describe('behind a record that nobody can read', () => {
  it.each([
    ['an open topic goes on, or strangers could stop others', true, ['handle', 'dead', 'handle'], null],
    ['a topic of our own parks what is of the same key', false, ['handle', 'dead', 'parked'], 'issue'],
  ])('%s', (_name, open, verdicts, orderKey) => {
    const items = [stored(0), stored(1, '{"broken'), stored(2)].map((it) => read(it, consumed(open)));
    expect(judge(items, consumed(open), new Set())).toEqual(verdicts);
    expect(letterOf(items[1]!, consumed(open), 'dead')).toMatchObject({ key: 'issue', orderKey });
  });

  it('what waits already still waits', () => {
    const items = [stored(0)].map((it) => read(it, consumed(true)));
    expect(judge(items, consumed(true), new Set(['default\nissue']))).toEqual(['parked']);
  });
});
