import { z } from 'zod';
import { isSettled, settles } from './settled.js';

/** A text as every store can hold it, Postgres too: without NUL, and with U+FFFD for half a surrogate pair. */
export const storable = (text: string): string => (/[\0\p{Cs}]/u.test(text) ? text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd') : text);
/** A value as JSON, its texts and the names of its fields storable. */
export const storableJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  // Only a text that has such an escape is worth a second walk; JSON.stringify writes NUL and half pairs as escapes.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, it: unknown) => {
    if (typeof it === 'string') return storable(it);
    return typeof it === 'object' && it !== null && !Array.isArray(it) ? Object.fromEntries(Object.entries(it).map(([key, inner]) => [storable(key), inner as unknown])) : it;
  });
};

/** Words that people write: a comment, a reason. */
export const words = (most: number) => z.string().trim().min(1).max(most).regex(/^[^\0\p{Cs}]*$/u, 'must not contain NUL or half a character (a lone surrogate); cut texts between characters');

/** Names that people choose (sources, touchpoints, products…): 1 to 200 characters, no control characters. */
export const name = z.string().trim().min(1).max(200).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters or half a character (a lone surrogate)');

/** Names that become part of a topic or a path (tenants, pods): lower-case letters, digits and dashes, at most 63. */
export const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and dashes, at most 63, such as "claims-desk"');

/** The id of a theme, of the default taxonomy or of a tenant's own. */
export const themeId = z.string().regex(/^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits, "_" and "-", at most 63, such as "dark_mode"');

const datetime = z.iso.datetime({ offset: true });
/** A moment, ISO 8601 with its offset, kept in UTC with milliseconds. */
export const moment = settles(datetime.transform((value) => new Date(value).toISOString()), (value) => typeof value === 'string' && value.length === 24 && value.endsWith('Z') && isSettled(datetime, value));

/** Where the customer spoke. `suggestion` is staff and stakeholders, kept apart from customers in every metric. */
export const channels = ['survey', 'chat', 'call', 'ticket', 'review', 'social', 'suggestion'] as const;
/** One of the channels. */
export const channel = z.enum(channels);
export type Channel = z.output<typeof channel>;

/** The usual scale of each kind of rating, used where none is given. CES counts ease: higher is better. */
export const scales = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, stars: { min: 1, max: 5 } } as const;
/** Which question a rating answers. */
export const ratingKind = z.enum(['nps', 'csat', 'ces', 'stars']);
export type RatingKind = z.output<typeof ratingKind>;

interface ScaledValue { readonly value: number; readonly scale: { readonly min: number; readonly max: number } }
const isWithin = ({ value, scale }: ScaledValue): boolean => value >= scale.min && value <= scale.max;
const keptRating = z.strictObject({ kind: ratingKind, value: z.number(), scale: z.strictObject({ min: z.number(), max: z.number() }) });

/** A rating with its kind and scale; the value lies within the scale. */
export const rating = settles(
  z
    .object({ kind: ratingKind, value: z.number(), scale: z.object({ min: z.number(), max: z.number() }).optional() })
    .transform(({ kind, value, scale }) => ({ kind, value, scale: scale ?? { ...scales[kind] } }))
    .refine(({ scale }) => scale.min < scale.max, { path: ['scale'], message: 'min must be below max' })
    .refine(isWithin, {
      path: ['value'],
      error: ({ input }) => {
        const { value, scale } = input as ScaledValue;
        return `${value} is outside the scale ${scale.min} to ${scale.max}; mend the value, or give the scale it was asked on`;
      },
    }),
  (value) => isSettled(keptRating, value) && isWithin(value as ScaledValue) && (value as ScaledValue).scale.min < (value as ScaledValue).scale.max,
);
export type Rating = z.output<typeof rating>;

/** Levels of severity, mild to worst. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
/** One of the levels of severity. */
export const severityLevel = z.enum(severities);
export type SeverityLevel = z.output<typeof severityLevel>;

/** Where an issue stands. */
export const issueStatuses = ['open', 'triaged', 'routed', 'acknowledged', 'in_progress', 'resolved', 'verified', 'closed', 'regressed'] as const;
/** One of the statuses of an issue. */
export const issueStatus = z.enum(issueStatuses);
export type IssueStatus = z.output<typeof issueStatus>;

/** The statuses in which nobody has to work on an issue any more, unless it comes back. */
export const overStatuses = ['resolved', 'verified', 'closed'] as const satisfies readonly IssueStatus[];
/** Whether nobody has to work on an issue of this status any more. */
export const isOver = (status: IssueStatus): boolean => (overStatuses as readonly IssueStatus[]).includes(status);
