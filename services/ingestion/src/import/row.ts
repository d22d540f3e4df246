import { channels, feedbackInput, type Channel, type FeedbackInput } from '@vocloop/contracts';
import { attributeColumns, columnsOf, type Mapping } from './mapping.js';
import { parseMoment, type MomentForm } from './moments.js';

/** Why a row was refused, and what to do about it. */
export interface RowProblem {
  readonly reason: string;
  readonly mend: string;
}

/** A row as a feedback (`cut` says that its text was longer than allowed), or why it is none. */
export type RowResult = { readonly item: FeedbackInput; readonly cut: boolean } | { readonly problem: RowProblem };

const longestText = 20_000;
const nothing = /^(n\/?a|null|nan|undefined)?$/i;
const synonyms: readonly (readonly [RegExp, Channel])[] = [
  [/^(e-?mail|ticket|complaint|helpdesk|case|letter|postal mail|fax)$/, 'ticket'],
  [/^(phone|telephone|call|voice|ivr)$/, 'call'],
  [/^(live ?chat|chat|chatbot|bot|messenger|whatsapp|messaging|sms)$/, 'chat'],
  [/^(survey|in-?app|web ?form|form|web|website|kiosk|nps|csat)$/, 'survey'],
  [/^(reviews?|app ?store|play ?store|google play|marketplace)$/, 'review'],
  [/^(social( media)?|twitter|x|facebook|instagram|tweet|reddit|mastodon|linkedin)$/, 'social'],
  [/^(suggestion( box)?|staff|employee|internal)$/, 'suggestion'],
];

/** The channel that a word means, if it means one: "Twitter" is social. */
export function channelOf(written: string): Channel | undefined {
  const word = written.trim().toLowerCase();
  return channels.find((it) => it === word) ?? synonyms.find(([pattern]) => pattern.test(word))?.[1];
}

/** The number of "4", "4.5", "4,5", "4/5", "4 stars" or "★★★★☆". */
export function parseRating(written: string): number | undefined {
  const text = written.trim();
  const drawn = text.match(/[★⭐]/gu);
  if (drawn) return drawn.length;
  const number = /^(-?\d+(?:[.,]\d+)?)\s*(?:(?:\/|out of|of)\s*\d+|stars?|points?|%)?$/i.exec(text)?.[1];
  return number === undefined ? undefined : Number(number.replace(',', '.'));
}

/** A cell of a row, empty where the row has none: a column may be called "constructor", which every object has. */
export const cellOf = (row: Readonly<Record<string, string>>, column: string): string => (Object.hasOwn(row, column) ? (row[column] ?? '') : '');

/** Makes a feedback of a row. `identity` stands for the row where no column does. */
export function toFeedback(row: Readonly<Record<string, string>>, mapping: Mapping, identity: string): RowResult {
  try {
    const text = textOf(row, mapping);
    const cut = text !== undefined && text.length > longestText;
    const given = dropEmpty({
      ...plainOf(row, mapping),
      text: cut ? text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '') : text,
      rating: ratingOf(row, mapping),
      occurredAt: momentOf(row, mapping.occurredAt),
      revisedAt: momentOf(row, mapping.revisedAt),
      attributes: attributesOf(row, mapping),
    });
    if (given['text'] === undefined && given['rating'] === undefined) throw new Refused('the row has neither text nor rating', `fill ${[...mapping.text, mapping.rating?.column].filter(Boolean).join(' or ')}, or map another column`);
    const result = feedbackInput.safeParse({ externalId: identity, ...given });
    if (result.success) return { item: result.data, cut };
    const issue = result.error.issues[0]!;
    const field = issue.path.join('.');
    throw new Refused(`${field}: ${issue.message}`, `mend the cell of "${columnOfField(field, mapping)}", or map ${field} to another column`);
  } catch (error) {
    if (error instanceof Refused) return { problem: { reason: error.message, mend: error.mend } };
    throw error;
  }
}

/** True for an object in the API's own form: then nothing is to be mapped. */
export const isNative = (value: object | undefined): boolean => value !== undefined && feedbackInput.safeParse(value).success;

/** Takes an object in the API's own form as it is. */
export function takeNative(value: object, identity: string): RowResult {
  const result = feedbackInput.safeParse({ externalId: identity, ...value });
  if (result.success) return { item: result.data, cut: false };
  const issue = result.error.issues[0]!;
  return { problem: { reason: `${issue.path.join('.') || 'the object'}: ${issue.message}`, mend: 'mend the field; the vocabulary is that of POST /v1/feedback' } };
}

class Refused extends Error {
  constructor(reason: string, readonly mend: string) {
    super(reason);
  }
}

const cell = (row: Readonly<Record<string, string>>, column: string): string => {
  const value = cellOf(row, column).trim();
  return nothing.test(value) ? '' : value;
};

function textOf(row: Readonly<Record<string, string>>, mapping: Mapping): string | undefined {
  for (const alternative of mapping.text) {
    const text = columnsOf(alternative, Object.keys(row)).map((it) => cell(row, it)).filter(Boolean).join(': ');
    if (text) return text;
  }
  return undefined;
}

function ratingOf(row: Readonly<Record<string, string>>, { rating }: Mapping): FeedbackInput['rating'] {
  const written = rating && cell(row, rating.column);
  if (!rating || !written) return undefined;
  const value = parseRating(written);
  if (value === undefined) throw new Refused(`rating ${quote(written)} is not a number`, `write a number from ${rating.scale.min} to ${rating.scale.max} in "${rating.column}", or leave it empty`);
  return { kind: rating.kind, value, scale: { ...rating.scale } };
}

function momentOf(row: Readonly<Record<string, string>>, moment: { column: string; form: MomentForm } | undefined): string | undefined {
  const written = moment && cell(row, moment.column);
  if (!moment || !written) return undefined;
  const parsed = parseMoment(written, moment.form);
  if (parsed === undefined) throw new Refused(`${quote(written)} is not a moment written ${moment.form}`, `mend "${moment.column}", or give the form of the column, for example occurredAt=${moment.column}:iso`);
  return parsed;
}

function plainOf(row: Readonly<Record<string, string>>, { plain }: Mapping): Record<string, unknown> {
  return Object.fromEntries(Object.entries(plain).map(([field, from]): [string, unknown] => {
    const value = from.startsWith('=') ? from.slice(1) : cell(row, from).replaceAll(/\p{Cc}+/gu, ' ').trim();
    if (value === '') return [field, undefined];
    if (field === 'turn' || field === 'botConfidence') return [field, Number(value)];
    if (field === 'author') return [field, value.toLowerCase()];
    if (field === 'language') return [field, languageTag(value)];
    if (field !== 'channel') return [field, value];
    const channel = channelOf(value);
    if (!channel) throw new Refused(`channel ${quote(value)} is none of ${channels.join(', ')}`, `mend "${from}", or give one for all rows with --channel`);
    return [field, channel];
  }));
}

/** "EN", "pt_br" as BCP 47 writes them. */
const languageTag = (written: string): string => written.replaceAll('_', '-').replace(/^[a-z]+/i, (code) => code.toLowerCase());

function attributesOf(row: Readonly<Record<string, string>>, mapping: Mapping): Record<string, string> | undefined {
  const entries = attributeColumns(mapping, Object.keys(row))
    .map((column) => [column.slice(0, 100), cell(row, column).slice(0, 1000)] as const)
    .filter(([name, value]) => value !== '' && !['__proto__', 'constructor', 'prototype'].includes(name));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const dropEmpty = (fields: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const quote = (written: string): string => JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written);

const columnOfField = (field: string, mapping: Mapping): string => {
  if (field.startsWith('rating')) return mapping.rating?.column ?? field;
  if (field === 'text') return mapping.text[0] ?? field;
  if (field === 'occurredAt' || field === 'revisedAt') return mapping[field]?.column ?? field;
  return (mapping.plain as Record<string, string | undefined>)[field] ?? field;
};
