/** What was said of a row by a person and by a model, and how sure the model was. */
export interface Answer { said: string; answered: string; confidence: number }

/** Share of right answers. */
export const accuracy = (answers: readonly Answer[]): number => mean(answers.map((it) => Number(it.said === it.answered)));

/** The mean of F1 over all labels that people gave. */
export function macroF1(answers: readonly Answer[]): number {
  const count = (of: (it: Answer) => string): Map<string, number> => answers.reduce((counts, it) => counts.set(of(it), (counts.get(of(it)) ?? 0) + 1), new Map<string, number>());
  const [said, answered] = [count((it) => it.said), count((it) => it.answered)];
  const right = new Map<string, number>();
  for (const it of answers) if (it.said === it.answered) right.set(it.said, (right.get(it.said) ?? 0) + 1);
  return mean([...said].map(([label, times]) => (2 * (right.get(label) ?? 0)) / (times + (answered.get(label) ?? 0))));
}

const bands = 10;

/** How far confidence and rightness lie apart, over ten bands of confidence (expected calibration error). */
export function calibrationError(answers: readonly Answer[]): number {
  const byBand = Array.from({ length: bands }, (): Answer[] => []);
  for (const it of answers) byBand[Math.min(bands - 1, Math.floor(it.confidence * bands))]?.push(it);
  return byBand.reduce((sum, band) => sum + (band.length / Math.max(1, answers.length)) * Math.abs(mean(band.map((it) => it.confidence)) - accuracy(band)), 0);
}

/** Pearson's correlation of two lists of the same length. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (of: (at: number) => number): number => a.reduce((all, _, at) => all + of(at), 0);
  const [da, db] = [(at: number): number => (a[at] as number) - meanA, (at: number): number => (b[at] as number) - meanB];
  const scale = Math.sqrt(sum((at) => da(at) ** 2) * sum((at) => db(at) ** 2));
  return scale === 0 ? 0 : sum((at) => da(at) * db(at)) / scale;
}

/** The mean of a list; 0 where it is empty. */
export const mean = (list: readonly number[]): number => (list.length === 0 ? 0 : list.reduce((sum, it) => sum + it, 0) / list.length);

/** Four digits of a figure. */
export const figure = (value: number): number => Math.round(value * 1e4) / 1e4;
