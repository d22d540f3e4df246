import { z } from 'zod';
import { invalid } from '../problem/problem.js';

/** A part of a list; `nextCursor` is null at its end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** The query of a list: spread it into the route's schema. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  cursor: z.string().max(2000).optional().describe('nextCursor of the page before.'),
};

/**
 * A page of what a repository found when asked for `limit + 1`: the one too many only shows that there is more.
 * `cursorOf` gives what the next query needs to know of the last item shown.
 */
export function page<Item>(found: readonly Item[], limit: number, cursorOf: (last: Item) => unknown): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') : null };
}

/** What `cursorOf` put into a cursor, checked by a schema; undefined without a cursor. A cursor that is not ours is invalid input. */
export function readCursor<Schema extends z.ZodType>(cursor: string | undefined, schema: Schema): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const result = schema.safeParse(parsed(cursor));
  if (result.success) return result.data;
  throw invalid([{ pointer: '/cursor', code: 'wrong_cursor', detail: 'cursor is not one that this list gave; leave it out to begin at the first page' }]);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
