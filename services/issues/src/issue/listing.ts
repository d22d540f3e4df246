import { issueStatus, name, severityLevel } from '@vocloop/contracts';
import { z } from 'zod';

const listed = z.string().transform((text) => text.split(',').map((it) => it.trim()).filter(Boolean));

/** What a list of issues may be narrowed by; several values are separated by commas. */
export const listQuery = {
  status: listed.pipe(z.array(issueStatus).max(20)).optional().describe('Statuses, separated by commas.'),
  severity: listed.pipe(z.array(severityLevel).max(20)).optional().describe('Levels of severity, separated by commas.'),
  pod: name.optional(),
  touchpoint: name.optional(),
  theme: name.optional(),
  q: name.optional().describe('Words that the title or the examples hold.'),
  muted: z.enum(['true', 'false']).transform((it) => it === 'true').optional(),
  sort: z.enum(['severity', 'recency']).default('severity').describe('The worst first, or the latest feedback first.'),
};
export type Narrowed = z.output<z.ZodObject<typeof listQuery>>;

/** Where a page of issues ended. */
export const listCursor = z.object({ by: z.union([z.number(), z.iso.datetime()]), id: z.uuid() });
export type ListCursor = z.output<typeof listCursor>;

/** How many issues a filter leaves, by status and by severity. */
export interface Counts {
  readonly total: number;
  readonly status: Record<string, number>;
  readonly severity: Record<string, number>;
}
