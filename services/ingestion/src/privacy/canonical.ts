/** JSON with sorted keys and without undefined: equal content gives equal strings. */
export function canonical(value: unknown): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  let fields = '';
  for (const key of Object.keys(value).sort()) {
    const it = (value as Record<string, unknown>)[key];
    if (it !== undefined) fields += `${fields && ','}${JSON.stringify(key)}:${canonical(it)}`;
  }
  return `{${fields}}`;
}
