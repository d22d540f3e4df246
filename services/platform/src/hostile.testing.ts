import fc, { type Arbitrary } from 'fast-check';
import type { Asked } from './in-process.testing.js';

/** A JSON Schema, as far as our OpenAPI document uses it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly nullable?: boolean;
}
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly contents: readonly (readonly [type: string, schema: Schema])[];
  /** The statuses that are declared, `default` among them. */
  readonly statuses: readonly string[];
}
interface Described { parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema?: Schema }> }; responses: Record<string, unknown> }

/** Every operation of an OpenAPI document. */
export const operationsOf = ({ paths }: { paths: Record<string, Record<string, Described>> }): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
    method: method.toUpperCase(), path, parameters, statuses: Object.keys(responses),
    contents: Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => [type, schema] as const),
  })));

const poisonous = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '$where', '', ' ', 'a\u0000b', '\u001b[2J', 'a\r\nSet-Cookie: x', 'a/b~c', '\ud800'];
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], 1 as unknown);

/** Texts that somebody has broken something with before. */
export const hostileText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...poisonous, "' OR 1=1; --", '${jndi:ldap://127.0.0.1/a}', '{{7*7}}', '<script>alert(1)</script>', '../../../etc/passwd', '%00', '%', '=1+1', '\ufeff', '\u202e', '🙂'.repeat(300), 'null', 'NaN', '1e999', '-1', '0x10',
    '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-03-02T00:00:00+23:59', '00000000-0000-0000-0000-000000000000', 'x'.repeat(201), 'x'.repeat(20_001), 'x'.repeat(100_001)),
  fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }),
);
/** What no route expects. Keys that reach into prototypes are own keys here, as JSON.parse makes them. */
export const hostileValue: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, 0, -0, -1, 1e308, -1e308, 1e-320, 2 ** 53, 2 ** 31, 0.1, [], {}, [[]], nested(33), nested(2000), Array.from({ length: 1001 }, () => 1), JSON.parse('{"__proto__":{"polluted":1}}'), JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'), Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`k${at}`, at]))),
  fc.double({ noNaN: true }), fc.integer(),
  fc.dictionary(fc.oneof(fc.constantFrom(...poisonous), fc.string({ maxLength: 8 })), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4, noNullPrototype: true }),
  fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 4 }),
);

const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((it) => it.toISOString());
const word = fc.oneof(fc.constantFrom('delivery', 'till', 'checkout', 'ann', 'garden chair', 'triage'), fc.string({ minLength: 1, maxLength: 30 }));

const formats: Readonly<Record<string, Arbitrary<unknown>>> = {
  uuid: fc.uuid(), 'date-time': moment, date: moment.map((it) => it.slice(0, 10)), uri: fc.constantFrom('https://hooks.example.com/a', 'http://127.0.0.1/', 'https://169.254.169.254/'),
};

/** Values that a schema takes, or nearly: patterns and refinements are left to chance. */
export function valid(schema: Schema): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid));
  const types: Readonly<Record<string, () => Arbitrary<unknown>>> = {
    string: () => formats[schema.format ?? ''] ?? word,
    integer: () => fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer()),
    number: () => fc.oneof(fc.integer({ min: 0, max: 10 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    boolean: () => fc.boolean(),
    array: () => fc.array(valid(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 }),
    object: () => objectOf(schema),
  };
  return types[schema.type ?? '']?.() ?? fc.jsonValue({ maxDepth: 2 });
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): Arbitrary<unknown> {
  if (Object.keys(properties).length === 0 && additionalProperties) return fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), valid(additionalProperties === true ? {} : additionalProperties), { maxKeys: 3, noNullPrototype: true });
  return fc.record(Object.fromEntries(Object.entries(properties).map(([name, it]) => [name, valid(it)])), { requiredKeys: [...required] });
}

/** A value with something hostile in a random place of it: in place of a value, as a value more, or left out. */
export function mutated(value: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.tuple(value, fc.array(fc.nat(100), { maxLength: 4 }), fc.constantFrom('replace', 'add', 'leave out'), fc.oneof(fc.constantFrom(...poisonous), fc.string({ maxLength: 10 })), hostileValue)
    .map(([it, way, how, name, poison]) => changed(it, way, { how, name, poison }));
}

function changed(value: unknown, [step, ...way]: readonly number[], change: { how: string; name: string; poison: unknown }): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return change.poison;
  const entries = Object.entries(value);
  const at = step % Math.max(1, entries.length);
  const next = change.how === 'add' || entries.length === 0 ? [...entries, [change.name, change.poison] as [string, unknown]]
    : change.how === 'leave out' && way.length === 0 ? entries.filter((_, index) => index !== at)
      : entries.map(([key, it], index): [string, unknown] => [key, index === at ? changed(it, way, change) : it]);
  return Array.isArray(value) ? next.map(([, it]) => it) : Object.fromEntries(next);
}

/** JSON that is none, or not quite: cut, doubled, with bytes that are no UTF-8, with numbers beyond numbers. */
export const brokenJson = (json: Arbitrary<unknown>): Arbitrary<Buffer> =>
  fc.tuple(json, fc.nat(200), fc.constantFrom('cut' as const, 'bytes', 'number', 'mark', 'twice', 'noise')).chain(([value, at, how]) => {
    const text = JSON.stringify(value) ?? '';
    const place = at % (text.length + 1);
    switch (how) {
      case 'cut': return fc.constant(Buffer.from(text.slice(0, place)));
      case 'bytes': return fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.concat([Buffer.from(text.slice(0, place)), bytes, Buffer.from(text.slice(place))]));
      case 'number': return fc.constantFrom('1e999', '-0', '1'.repeat(400), '0x1', '01', '.5', 'NaN').map((number) => Buffer.from(text.replace(/\d+/, number)));
      case 'mark': return fc.constant(Buffer.from(`\ufeff${text}`));
      case 'twice': return fc.constant(Buffer.from(text + text));
      case 'noise': return fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
    }
  });

const headerValue = fc.oneof(hostileText.map(String), word).map((it) => it.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 8000));
const evenly = <T>(right: Arbitrary<T>, wrong: Arbitrary<T>): Arbitrary<T> => fc.oneof({ weight: 2, arbitrary: right }, { weight: 1, arbitrary: wrong });

/** Requests to an operation: right ones, nearly right ones, and ones that nobody would send. */
export function requestsTo({ method, path, parameters, contents }: Operation): Arbitrary<Asked> {
  const named = (place: string) => parameters.filter((it) => it.in === place);
  const part = (schema: Schema = {}) => evenly(valid(schema), hostileValue).map((it) => (typeof it === 'string' ? it : String(JSON.stringify(it))));
  const inPath = fc.record(Object.fromEntries(named('path').map(({ name, schema }) => [name, evenly(fc.oneof(fc.uuid(), word), part(schema))])));
  const inQuery = fc.record(Object.fromEntries(named('query').map(({ name, schema }) => [name, part(schema)])), { requiredKeys: [] });
  const inHeaders = fc.record(Object.fromEntries(named('header').map(({ name }) => [name, headerValue])), { requiredKeys: [] });
  const [type, schema] = contents[0] ?? [undefined, {}];
  const json = valid(schema);
  const sent = fc.oneof(
    { weight: 3, arbitrary: json.map((it) => Buffer.from(JSON.stringify(it) ?? '')) },
    { weight: 5, arbitrary: mutated(json).map((it) => Buffer.from(JSON.stringify(it) ?? '')) },
    { weight: 1, arbitrary: brokenJson(json) },
  );
  const contentType = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...contents.map(([it]) => it), type ?? 'application/json') }, { weight: 1, arbitrary: headerValue });
  return fc.record({ inPath, inQuery, inHeaders, sent, contentType }).map((given) => {
    const query = new URLSearchParams(given.inQuery as Record<string, string>).toString();
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given.inPath[name]!.toWellFormed()).slice(0, 3000));
    return {
      method, path: query ? `${filled}?${query}` : filled,
      headers: { ...(given.inHeaders as Record<string, string>), ...(type && { 'content-type': given.contentType }) },
      ...(type && { payload: given.sent }),
    };
  });
}
