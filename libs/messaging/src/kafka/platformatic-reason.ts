/** What went wrong underneath: @platformatic/kafka wraps errors in errors ("Producing messages failed."), the innermost of which says it. */
export function reasonOf(error: unknown): string {
  const { errors, cause } = error as { errors?: readonly unknown[]; cause?: unknown };
  const inner = errors?.at(-1) ?? cause;
  return inner && inner !== error ? reasonOf(inner) : error instanceof Error ? error.message : String(error);
}
