/** The row of a record: names_like_this, as Postgres' json_populate_recordset takes it. */
export const toRow = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value as unknown]));

/** Several rows as one parameter. Postgres' text holds neither NUL nor half a surrogate pair, which JSON may. */
export const toRows = (records: readonly object[]): string => JSON.stringify(records.map(toRow), (_, value: unknown) => (typeof value === 'string' ? storable(value) : value));

/** A text as Postgres can hold it. */
export const storable = (text: string): string => (/[\0\p{Cs}]/u.test(text) ? text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd') : text);

/** The record of a row: namesLikeThis, and moments as ISO 8601 in UTC. */
export const fromRow = <T>(row: Record<string, unknown>): T =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value instanceof Date ? value.toISOString() : value])) as T;
