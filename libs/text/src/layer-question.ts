import { cautiously, fitShares } from './calibration.js';
import { giveWay } from './give-way.js';
import { fit, product, type Rows } from './linear.js';

/**
 * Whether what corrections taught is followed, and if not, why: they are too few; they tell only what is wrong, and nothing tells it from what is right; or the model was as good. `before` and `after` are the shares of
 * held-out corrections that the model, and what was learnt, were right about; of a theme, among the texts that the person, the model or what was learnt says it of.
 */
export type Taught = { follows: true; corrections: number; before: number; after: number } | { follows: false; reason: 'too few' | 'one-sided' | 'no better'; corrections: number; before: number; after: number };

const cost = 0.5;
/** With fewer corrections a question is not learnt, and an answer of the model is not given up that was kept in fewer. */
const fewest = { corrections: 20, kept: 5 };
const parts = 5;
/** What was learnt must mend more of the held-out texts than it breaks, by so many times what chance would make of it: many questions are asked, and again after each burst of corrections. */
const needed = 2;

/** What is asked of texts, row by row: the number of the answer that a person gave and of the model's, and how much that counts; each side of the learner speaks for an answer, and a side alone for 1 against 0. */
export interface Question { rows: readonly number[]; corrected: readonly number[]; said: Int8Array; before: Int8Array; counts: Float32Array; answers: readonly number[] }
/**
 * What is followed of a question: its sides, which of the model's answers they may change, and how sure they are by how far the best of them leads; `isSample` where people said as often what is right, so that this is so of all texts
 * and not only of those that are changed.
 */
export interface Followed { sides: readonly Float32Array[]; changes: readonly number[]; surety: readonly number[]; isSample: boolean }

/** Whether people kept what the model says about as often as they changed it, and each answer that they changed often enough: then they need no ordinary texts beside them. */
export function tellWhatIsRight(question: Question): boolean {
  const { corrected, said, before } = question;
  const changed = corrected.filter((row) => before[row] !== said[row]);
  return 2 * changed.length <= corrected.length && changed.every((row) => keptOf(question, before[row] as number).length >= fewest.kept);
}

/** Learns one question, and follows what was learnt where it was better than the model on what was held out. */
export async function learnt(rows: Rows, question: Question, size: number, signal: AbortSignal | undefined): Promise<{ taught: Taught; followed?: Followed }> {
  const { rows: asked, corrected, said, before, counts, answers } = question;
  const wrong = corrected.filter((row) => before[row] !== said[row]).length;
  // Where they are too few, or the model is hardly ever wrong, nothing could be shown to be better.
  const hopeless = corrected.length < fewest.corrections || wrong <= needed * Math.sqrt(wrong);
  const { answered, leads } = hopeless ? { answered: before, leads: new Float64Array(said.length) } : await heldOut(rows, question, size, signal);
  const changes = [...new Set(before)].filter((it) => isTold(question, answered, it)).sort();
  const oneSided = wrong > 0 && !corrected.some((row) => before[row] !== said[row] && keptOf(question, before[row] as number).length >= fewest.kept);
  const after = before.map((was, row) => (changes.includes(was) ? (answered[row] as number) : was));
  const total = (counted: readonly number[]): number => counted.reduce((sum, row) => sum + (counts[row] as number), 0);
  const mended = total(asked.filter((row) => before[row] !== said[row] && after[row] === said[row]));
  const broken = total(asked.filter((row) => before[row] === said[row] && after[row] !== said[row]));
  const counting = answers.length > 1 ? corrected : corrected.filter((row) => said[row] === 1 || before[row] === 1 || after[row] === 1);
  const right = (by: Int8Array): number => counting.filter((row) => by[row] === said[row]).length / Math.max(1, counting.length);
  const figures = { corrections: corrected.length, before: right(before), after: right(after) };
  if (corrected.length < fewest.corrections) return { taught: { follows: false, reason: 'too few', ...figures } };
  if (mended - broken <= needed * Math.sqrt(mended + broken)) return { taught: { follows: false, reason: oneSided ? 'one-sided' : 'no better', ...figures } };
  // Only what is given as an answer, and what a person judged, tells how sure answers are.
  const given = corrected.filter((row) => after[row] === answered[row] && (answers.length > 1 || answered[row] === 1));
  const surety = fitShares(cautiously(given.map((row) => ({ numbers: [leads[row] as number], so: after[row] === said[row], counts: 1 }))));
  return { taught: { follows: true, ...figures }, followed: { sides: await sidesOf(rows, question, () => true, size, signal), changes, surety, isSample: tellWhatIsRight(question) } };
}

/** Asks each part of the texts of sides that the other parts taught. */
async function heldOut(rows: Rows, question: Question, size: number, signal: AbortSignal | undefined): Promise<{ answered: Int8Array; leads: Float64Array }> {
  const answered = question.before.slice();
  const leads = new Float64Array(answered.length);
  for (let part = 0; part < parts; part++) {
    const sides = await sidesOf(rows, question, (nth) => nth % parts !== part, size, signal);
    for (let nth = part; nth < question.rows.length; nth += parts) {
      const row = question.rows[nth] as number;
      const sums = sumsOf(rows, row, sides);
      [answered[row], leads[row]] = [answerOf(sums), leadOf(sums)];
    }
  }
  return { answered, leads };
}

/** Whether what was learnt tells, where the model gives an answer, when that is right: where it was kept, it must mostly stay. A learner that only ever saw it changed would always change it. */
function isTold(question: Question, answered: Int8Array, answer: number): boolean {
  const kept = keptOf(question, answer);
  return kept.length >= fewest.kept && 2 * kept.filter((row) => answered[row] === answer).length >= kept.length;
}

const keptOf = ({ rows, said, before }: Question, answer: number): number[] => rows.filter((row) => before[row] === answer && said[row] === answer);

async function sidesOf(rows: Rows, { rows: asked, said, counts, answers }: Question, teaches: (nth: number) => boolean, size: number, signal: AbortSignal | undefined): Promise<Float32Array[]> {
  const costs = new Float32Array(said.length);
  asked.forEach((row, nth) => { if (teaches(nth)) costs[row] = cost * (counts[row] as number); });
  const sides: Float32Array[] = [];
  for (const it of answers) {
    await giveWay();
    signal?.throwIfAborted();
    sides.push(Float32Array.from(fit(rows, { sides: said.map((one) => (one === it ? 1 : -1)), costs }, size)));
  }
  return sides;
}

/** What each side says of a row. */
export const sumsOf = (rows: Rows, row: number, sides: readonly Float32Array[]): number[] => sides.map((it) => product(rows, row, it));
/** The number of the best side; of a side alone, 1 where it speaks for the text. */
export const answerOf = (sums: readonly number[]): number => (sums.length === 1 ? Number((sums[0] as number) > 0) : sums.indexOf(Math.max(...sums)));
/** How far the best side is before the next. */
export const leadOf = (sums: readonly number[]): number => sums.toSorted((a, b) => b - a).reduce((first, next, at) => (at === 1 ? first - next : first));
