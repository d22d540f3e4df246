/** A row of a labelled file: its text, what somebody said of it, and where it stands, as errors name it; a score that is no number is NaN. */
export interface Labelled { text: string; label?: string; score?: number; where: string }

/** Reads `text`, `text<TAB>label` or `text<TAB>label<TAB>score`, a row a line, of a file by its name; empty lines are passed over. */
export function rowsOf(content: string, name: string): Labelled[] {
  return content.replace(/^\uFEFF/, '').split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const [text = '', label = '', score = ''] = line.split('\t');
    return [{ text, ...(label.trim() && { label: label.trim() }), ...(score.trim() && { score: Number(score) }), where: `${name}: line ${at + 1}` }];
  });
}
