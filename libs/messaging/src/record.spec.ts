import { describe, expect, it } from '@jest/globals';
import { FeedbackReceived } from '@vocloop/contracts';
import fc from 'fast-check';
import { RecordFault, toEvent } from './record.js';

const data = FeedbackReceived.example;
const definitions = new Map([[FeedbackReceived.type, FeedbackReceived]]);

function read(headers: Record<string, string>, value: unknown): unknown {
  const record = { topic: 't', partition: 0, offset: 0n, key: 'k', appendedAt: new Date(0), headers, value: Buffer.from(JSON.stringify(value)) };
  try {
    return toEvent(record, definitions);
  } catch (error) {
    return error instanceof RecordFault && { code: error.code, errors: error.errors };
  }
}

const text = fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[ -~]{1,20}$/) }, fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('', 'é', '\u0000', '\ud800', 'x'.repeat(2001)));
const time = fc.oneof(
  { weight: 3, arbitrary: fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z') }).map((it) => it.toISOString()) },
  fc.constantFrom('2026-02-29T10:00:00.000Z', '2024-02-29T10:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-02-28T24:00:00.000Z', '2026-02-28T10:00:00+01:00', '2026-02-28T10:00:00Z', '2026-02-28T10:00:00.1234Z', 'today', ''),
);
const tenantid = fc.oneof({ weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9]{1,63}$/) }, fc.constantFrom('-a', 'A', '', 'a,b', 'x'.repeat(64)));
const attributes = fc.record(
  { specversion: fc.oneof({ weight: 9, arbitrary: fc.constant('1.0') }, fc.constant('0.3')), id: text, source: text, type: fc.constant(FeedbackReceived.type), subject: text, time, tenantid, partitionkey: text, correlationid: text, causationid: text, traceparent: text },
  { requiredKeys: ['type'], noNullPrototype: true },
);

describe('a record', () => {
  it('is the same event, or at the same fault, in binary and in structured mode', () => {
    fc.assert(fc.property(attributes, (given) => {
      const binary = read(Object.fromEntries(Object.entries(given).map(([name, value]) => [`ce_${name}`, value])), data);
      const structured = read({ 'content-type': 'application/cloudevents+json' }, { ...given, data });
      // What JSON cannot carry as it is, half a character, is a fault either way.
      expect(binary).toEqual(structured);
    }), { numRuns: 1000 });
  });

  it('that says everything plainly is taken as it is', () => {
    const given = { id: '1', source: '/s', type: FeedbackReceived.type, subject: 's', time: '2026-02-28T10:00:00.000Z', tenantid: 'acme', partitionkey: 'p', correlationid: 'c', causationid: 'z', traceparent: '00-1-2-00' };
    expect(read({ ce_specversion: '1.0', ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`ce_${name}`, value])) }, data)).toEqual({ ...given, data: FeedbackReceived.schema.parse(data) });
  });
});
