import { storableJson } from '@vocloop/contracts';

/** The row of a record: names_like_this, as Postgres' json_populate_recordset takes it. */
const toRow = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value as unknown]));

/** Several rows as one parameter. */
export const toRows = (records: readonly object[]): string => storableJson(records.map(toRow));

/** The record of a row: namesLikeThis, and moments as ISO 8601 in UTC. */
export const fromRow = <T>(row: Record<string, unknown>): T =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value instanceof Date ? value.toISOString() : value])) as T;
