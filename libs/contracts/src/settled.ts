import type { z } from 'zod';

type Test = (value: unknown) => boolean;
type Check = z.core.$ZodCheck & { readonly _zod: { readonly def: z.core.$ZodCheckDef & Partial<{ minimum: number; maximum: number; pattern: RegExp; format: string; tx: (value: unknown) => unknown }> } };

const transforms = new WeakMap<object, Test>();
const known = new WeakMap<z.core.$ZodType, Test>();

/** Says of a schema that transforms which values it answers as they are. */
export function settles<Schema extends z.core.$ZodType>(schema: Schema, test: Test): Schema {
  // Describing a schema copies it, with the same definition.
  transforms.set(schema._zod.def, test);
  return schema;
}

/**
 * True only where the schema would accept the value, parsed from JSON, and answer it as it is, and for less than the schema costs; false says nothing.
 * What our own services wrote is like that, and it is read once by each service that takes it.
 */
export function isSettled(schema: z.core.$ZodType, value: unknown): boolean {
  let test = known.get(schema);
  if (!test) known.set(schema, (test = testOf(schema)));
  return test(value);
}

function testOf(schema: z.core.$ZodType): Test {
  const given = transforms.get(schema._zod.def);
  if (given) return given;
  const type = typeTest(schema as z.core.$ZodTypes);
  const checks = [...(schema._zod.traits.has('$ZodCheck') ? [schema as unknown as Check] : []), ...((schema._zod.def.checks ?? []) as Check[])].map(checkTest);
  return checks.length === 0 ? type : (value) => type(value) && checks.every((passes) => passes(value));
}

function typeTest({ _zod: { def } }: z.core.$ZodTypes): Test {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- a kind that is not listed is never settled: its schema decides
  switch (def.type) {
    case 'string': return def.coerce ? never : (value) => typeof value === 'string';
    case 'number': return def.coerce ? never : Number.isFinite;
    case 'boolean': return def.coerce ? never : (value) => typeof value === 'boolean';
    case 'unknown': return () => true;
    case 'enum': return oneOf(Object.values(def.entries));
    case 'literal': return oneOf(def.values);
    // What stands in for a missing value is not the value.
    case 'optional': return def.innerType._zod.optin === undefined ? optional(testOf(def.innerType)) : testOf(def.innerType);
    case 'default': return testOf(def.innerType);
    case 'array': return arrayOf(testOf(def.element));
    case 'record': return recordOf(testOf(def.keyType), testOf(def.valueType));
    case 'object': return objectOf(Object.entries(def.shape).map(([name, it]) => [name, testOf(it)]), def.catchall?._zod.def.type === 'unknown');
    default: return never;
  }
}

const never: Test = () => false;

function oneOf(values: readonly unknown[]): Test {
  const all = new Set(values);
  return (value) => all.has(value);
}

const optional = (inner: Test): Test => (value) => value === undefined || inner(value);
const arrayOf = (inner: Test): Test => (value) => Array.isArray(value) && value.every(inner);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, '__proto__');

const recordOf = (key: Test, inner: Test): Test => (value) => isObject(value) && Object.keys(value).every((it) => key(it) && inner(value[it]));

function objectOf(fields: readonly (readonly [string, Test])[], loose: boolean): Test {
  const names = new Set(fields.map(([name]) => name));
  return (value) => isObject(value) && fields.every(([name, test]) => test(value[name])) && (loose || Object.keys(value).every((it) => names.has(it)));
}

function checkTest(check: Check): Test {
  const { check: kind, minimum, maximum, pattern, format, tx } = check._zod.def;
  if (kind === 'min_length' && minimum !== undefined) return (value) => (value as string).length >= minimum;
  if (kind === 'max_length' && maximum !== undefined) return (value) => (value as string).length <= maximum;
  if (kind === 'string_format' && pattern && (format === 'regex' || format === 'uuid') && !pattern.global) return (value) => pattern.test(value as string);
  if (kind === 'overwrite' && tx) return (value) => tx(value) === value;
  return (value) => {
    const payload: z.core.ParsePayload = { value, issues: [] };
    return check._zod.check(payload as never) === undefined && payload.issues.length === 0 && payload.value === value;
  };
}
