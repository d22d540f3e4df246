/** A row that was not taken: where it is, why, and what to do. */
export interface Refusal {
  readonly line: number;
  readonly reason: string;
  readonly mend: string;
}

/** The first line of a report, where its form has one. */
export const reportHeader = (form: 'csv' | 'jsonl'): string => (form === 'csv' ? 'line,reason,mend\n' : '');

/** Refusals as lines of a report. */
export const reportLines = (refusals: readonly Refusal[], form: 'csv' | 'jsonl'): string =>
  refusals.map(({ line, reason, mend }) => (form === 'jsonl' ? JSON.stringify({ line, reason, mend }) : [String(line), cell(reason), cell(mend)].join(','))).map((it) => `${it}\n`).join('');

/** A CSV cell that no spreadsheet takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""').replaceAll(/\s*\n\s*/g, ' ')}"`;
}
