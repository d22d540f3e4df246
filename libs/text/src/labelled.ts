/** A row of a labelled file: its text, and what somebody said of it; a score that is no number is NaN. */
export interface Labelled { text: string; label?: string; score?: number }

/** Reads `text`, `text<TAB>label` or `text<TAB>label<TAB>score`, a row a line; empty lines are passed over. */
export function rowsOf(file: string): Labelled[] {
  return file.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '').map((line) => {
    const [text = '', label = '', score = ''] = line.split('\t');
    return { text, ...(label.trim() && { label: label.trim() }), ...(score.trim() && { score: Number(score) }) };
  });
}
