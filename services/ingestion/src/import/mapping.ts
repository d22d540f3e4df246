import { ratingKind, scales, type RatingKind } from '@vocloop/contracts';
import { z } from 'zod';
import { momentForms } from './moments.js';

/** Fields that are taken from one column as they are, or are one constant, written "=constant". */
export const plainFields = ['source', 'channel', 'touchpoint', 'product', 'customer', 'language', 'conversation', 'turn', 'author', 'botConfidence', 'supplier', 'segment', 'externalId'] as const;
export type PlainField = (typeof plainFields)[number];

const column = z.string().trim().min(1);
const moment = z.preprocess((it) => (typeof it === 'string' ? { column: it } : it), z.strictObject({ column, form: z.enum(momentForms).optional() }));
const rating = z.preprocess(
  (it) => (typeof it === 'string' ? { column: it } : it),
  z.strictObject({ column, kind: ratingKind.optional(), scale: z.strictObject({ min: z.number(), max: z.number() }).optional() }),
);

/** A mapping as a person gives it, whole or in part: what it leaves out is guessed. `null` takes a field away. */
export const givenMapping = z.strictObject({
  text: z.union([column.transform((it) => [it]), z.array(column)]).nullable().optional(),
  rating: rating.nullable().optional(),
  occurredAt: moment.nullable().optional(),
  revisedAt: moment.nullable().optional(),
  ...(Object.fromEntries(plainFields.map((field) => [field, column.nullable().optional()])) as Record<PlainField, z.ZodOptional<z.ZodNullable<z.ZodString>>>),
});
export type GivenMapping = z.output<typeof givenMapping>;

/**
 * Which column means what. `text` lists alternatives, the first that is not empty counts; " + " joins columns within one.
 */
export interface Mapping {
  readonly text: readonly string[];
  readonly rating?: { readonly column: string; readonly kind: RatingKind; readonly scale: { readonly min: number; readonly max: number } };
  readonly occurredAt?: { readonly column: string; readonly form: (typeof momentForms)[number] };
  readonly revisedAt?: { readonly column: string; readonly form: (typeof momentForms)[number] };
  readonly plain: Partial<Record<PlainField, string>>;
}

/** A mapping that cannot be used; each problem says the field, what is wrong and the mend. */
export class MappingError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads `text=comment|title + body,rating=score:nps,occurredAt=created:day-first,channel==review`: alternatives by "|", a rating's kind and scale
 * ("score:nps:0-10") and a moment's form after ":", a constant after a second "=", nothing to take a field away.
 */
export function parseMapping(written: string): GivenMapping {
  const given = Object.fromEntries(
    written.split(/,(?=\s*\w+=)/).map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new MappingError([`"${pair}" is not field=column; write for example text=comment,rating=score:nps`]);
      const [field, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      return [field, value === '' ? null : parseValue(field, value)];
    }),
  );
  return readMapping(given);
}

function parseValue(field: string, value: string): unknown {
  if (field === 'text') return value.split('|').map((it) => it.trim());
  const [, name, rest] = /^(.*?)(?::([^:]*(?::[^:]*)?))?$/.exec(value) ?? [];
  if (field === 'rating') {
    const [kind, scale] = rest?.split(':') ?? [];
    const [min, max] = scale?.split('-').map(Number) ?? [];
    return { column: name, kind, scale: scale && { min, max } };
  }
  if (field === 'occurredAt' || field === 'revisedAt') return { column: name, form: rest };
  return value;
}

/** Checks the shape of a mapping that was read from a file. */
export function readMapping(given: unknown): GivenMapping {
  const result = givenMapping.safeParse(given);
  if (result.success) return result.data;
  throw new MappingError(result.error.issues.map((it) => {
    const known = it.code === 'unrecognized_keys' ? `; the fields are text, rating, occurredAt, revisedAt, ${plainFields.join(', ')}` : '';
    return `mapping /${it.path.join('/')}: ${it.message}${known}`;
  }));
}

/** The columns that an alternative of the text names: one column, or several joined by " + ". */
export const columnsOf = (alternative: string, headers: readonly string[]): string[] =>
  headers.includes(alternative) ? [alternative] : alternative.split(' + ').map((it) => it.trim());

/** What was guessed, overruled by what was given. Fails where a column is not in the file. */
export function combine(guess: Mapping, given: GivenMapping, headers: readonly string[]): Mapping {
  const { text, rating: givenRating, occurredAt, revisedAt, ...plain } = given;
  const momentOf = (field: 'occurredAt' | 'revisedAt', it: typeof occurredAt): Mapping['occurredAt'] =>
    it === null ? undefined : it ? { column: it.column, form: it.form ?? (guess[field]?.column === it.column ? guess[field].form : 'iso') } : guess[field];
  const kind = givenRating?.kind ?? guess.rating?.kind ?? 'stars';
  const mapping: Mapping = {
    text: text === null ? [] : (text ?? guess.text),
    rating: givenRating === null ? undefined : givenRating ? { column: givenRating.column, kind, scale: givenRating.scale ?? scales[kind] } : guess.rating,
    occurredAt: momentOf('occurredAt', occurredAt),
    revisedAt: momentOf('revisedAt', revisedAt),
    plain: Object.fromEntries(Object.entries({ ...guess.plain, ...plain }).filter(([, it]) => it != null)),
  };
  const missing = usedColumns(mapping, headers).filter((it) => !headers.includes(it));
  if (missing.length > 0) throw new MappingError(missing.map((it) => `column "${it}" is not in the file; it has ${headers.map((header) => `"${header}"`).join(', ')}; a constant is written with "=" before it`));
  if (mapping.text.length === 0 && !mapping.rating) throw new MappingError(['no column holds a text or a rating; name one, for example --mapping text=COLUMN']);
  return mapping;
}

const plainColumns = (mapping: Mapping): string[] => Object.values(mapping.plain).filter((it) => !it.startsWith('='));

function usedColumns(mapping: Mapping, headers: readonly string[]): string[] {
  const single = [mapping.rating?.column, mapping.occurredAt?.column, mapping.revisedAt?.column].filter((it) => it !== undefined);
  return [...mapping.text.flatMap((it) => columnsOf(it, headers)), ...single, ...plainColumns(mapping)];
}

/** Columns without a field of their own, kept as attributes. What only stands in for a missing text is kept too. */
export function attributeColumns(mapping: Mapping, headers: readonly string[]): string[] {
  const used = usedColumns({ ...mapping, text: mapping.text.slice(0, 1) }, headers);
  return headers.filter((it) => !used.includes(it)).slice(0, 50);
}

/** The mapping as lines for a person. */
export function showMapping(mapping: Mapping, headers: readonly string[]): string[] {
  const { rating: score } = mapping;
  const line = (field: string, from: string) => `  ${field.padEnd(13)} ${from}`;
  const moments = (['occurredAt', 'revisedAt'] as const).flatMap((field) => (mapping[field] ? [line(field, `${mapping[field].column} (${mapping[field].form}${mapping[field].form.startsWith('unix') ? '' : ', UTC where no offset is written'})`)] : []));
  const attributes = attributeColumns(mapping, headers);
  return [
    ...(mapping.text.length > 0 ? [line('text', mapping.text.join(', else '))] : []),
    ...(score ? [line('rating', `${score.column} (${score.kind}, ${score.scale.min} to ${score.scale.max})`)] : []),
    ...moments,
    ...Object.entries(mapping.plain).map(([field, from]) => line(field, from.startsWith('=') ? `always "${from.slice(1)}"` : from)),
    ...(attributes.length > 0 ? [line('attributes', attributes.join(', '))] : []),
  ];
}
