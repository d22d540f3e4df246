import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { events, isSettled, moment, name, rating } from './index.js';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2, noUnicodeString: false }),
  fc.constantFrom(' padded', '', 'x'.repeat(1001), '\u0000', '2026-02-30T00:00:00.000Z', '2026-02-28T10:00:00+01:00', '2026-02-28T10:00:00.000Z', 1.5, -1, 0, 1e300, '1', true, null, {}, []),
  fc.constant({ kind: 'nps', value: 11, scale: { min: 0, max: 10 } }), fc.constant({ kind: 'nps', value: 3 }), fc.constant({ kind: 'nps', value: 3, scale: { min: 0, max: 10 }, more: 1 }), fc.constant({ kind: 'nps', value: 3, scale: { min: 3, max: 3 } }),
);

/** The value with something in it replaced, added or taken away. */
const changed = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return odd;
  const inside = Object.entries(value).map(([field, inner]) => changed(inner).map((it) => (Array.isArray(value) ? Object.assign([...(value as unknown[])], { [field]: it }) : { ...value, [field]: it })));
  const without = Object.keys(value).map((field) => fc.constant(Object.fromEntries(Object.entries(value).filter(([it]) => it !== field))));
  const added = fc.tuple(fc.constantFrom('more', 'constructor', 'occurredAt', 'x'.repeat(101)), odd).map(([field, it]) => ({ ...value, [field]: it }));
  return fc.oneof({ weight: 1, arbitrary: odd }, ...(Array.isArray(value) ? [] : [...without, added].map((arbitrary) => ({ weight: 1, arbitrary }))), ...inside.map((arbitrary) => ({ weight: 3, arbitrary })));
};

describe('what is settled', () => {
  it.each(events.map((event) => [event.type, event.schema, event.example] as const))('%s: is answered by the schema as it is, whatever becomes of it', (_type, schema, example) => {
    const settled = json(schema.parse(example));
    expect(isSettled(schema, settled)).toBe(true);
    fc.assert(fc.property(changed(settled).map(json), (value) => {
      if (isSettled(schema, value)) expect(schema.parse(value)).toEqual(value);
    }), { numRuns: 300 });
  });

  it.each<[string, z.ZodType, unknown]>([
    ['a moment elsewhere', moment, '2026-03-02T10:00:00.000+01:00'],
    ['a moment without milliseconds', moment, '2026-03-02T10:00:00Z'],
    ['a name with spaces around it', name, ' delivery '],
    ['a rating without its scale', rating, { kind: 'nps', value: 3 }],
    ['a field that the schema leaves out', z.object({ a: z.string() }), { a: '', b: '' }],
    ['a missing value that has a default', z.object({ a: z.string().default('x') }), {}],
    ['the same below an optional', z.object({ a: z.string().default('x').optional() }), {}],
    ['a kind of schema that is not known', z.object({ a: z.string() }).transform((it) => it.a), { a: '' }],
    ['a text for a number that is coerced', z.coerce.number(), '1'],
  ])('%s is not: the schema decides', (_what, schema, value) => expect(isSettled(schema, value)).toBe(false));
});
