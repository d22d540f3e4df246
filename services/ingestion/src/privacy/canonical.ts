/** JSON with sorted keys and without undefined: equal content gives equal strings. */
export function canonical(value: unknown): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, it]) => it !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => `${JSON.stringify(key)}:${canonical(it)}`).join(',')}}`;
}
