import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FeedbackReceived, type Feedback, type Score } from '@vocloop/contracts';
import { rowsOf, type Labelled } from '@vocloop/text';
import { sentimentModel } from '../score/model.js';
import { understand } from '../score/scoring.js';
import { accuracy, calibrationError, figure, macroF1, pearson, type Answer } from './figures.js';

/** What the command needs of the process it runs in. */
export interface Io { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `npx voc score FILE [options]     scores texts as the sentiment service does, a JSON line for each

FILE has a text a line, or text<TAB>label or text<TAB>label<TAB>score; a label is neg, neu or pos (or negative, neutral, positive).

  --language TAG   the language that every text is declared to have, as a feedback can have one
  --measure        a last line {"figures": …}: accuracy, macro-F1, binary accuracy on rows that are not neutral, Pearson, calibration error, texts a second
  --quiet          only the figures
`;

const labels = new Map([['neg', 'negative'], ['neu', 'neutral'], ['pos', 'positive']]);

/** Runs `voc score`. */
export async function run(argv: readonly string[], { stdout, stderr }: Io): Promise<number> {
  try {
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { language: { type: 'string' }, measure: flag, quiet: flag, help: { ...flag, short: 'h' } } });
    if (values.help) return stdout.write(usage), 0;
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error('name one file');
    const rows = rowsOf(await readFile(file, 'utf8'));
    const began = performance.now();
    const scored = rows.map((row) => ({ row, score: scoreOf(row.text, values.language) }));
    const seconds = (performance.now() - began) / 1000;
    if (!values.quiet) for (const { row, score } of scored) stdout.write(`${JSON.stringify(lineOf(row, score))}\n`);
    if (values.measure) stdout.write(`${JSON.stringify({ figures: { ...figuresOf(scored), perSecond: Math.round(rows.length / seconds) } })}\n`);
    return 0;
  } catch (error) {
    stderr.write(`voc score: ${(error as Error).message}\nSee: npx voc score --help\n`);
    return 2;
  }
}

/** The path of every feedback: what the service's handler does with an event. */
function scoreOf(text: string, language: string | undefined): Score {
  const feedback: Feedback = { ...FeedbackReceived.example.feedback, attributes: {}, rating: undefined, text, language };
  return understand({ tenantid: 'default', time: feedback.occurredAt }, feedback, sentimentModel.useValue).score;
}

const lineOf = ({ text, label }: Labelled, { polarity, label: answered, confidence, frustration, urgency, problem, emotion, language, themes, reasons }: Score) =>
  ({ text, polarity, label: answered, confidence, frustration, urgency, problem, emotion, language, themes, spans: reasons, ...(label && { said: label }) });

function figuresOf(scored: readonly { row: Labelled; score: Score }[]) {
  const answers = scored.flatMap(({ row, score }): (Answer & { polarity: number })[] => (row.label ? [{ said: labels.get(row.label) ?? row.label, answered: score.label, confidence: score.confidence, polarity: score.polarity }] : []));
  const felt = answers.filter((it) => it.said !== 'neutral');
  const judged = scored.filter(({ row }) => row.score !== undefined);
  const unscored = answers.filter((it) => it.answered === 'unscored').length;
  return {
    rows: scored.length, unscored,
    accuracy: figure(accuracy(answers)), macroF1: figure(macroF1(answers)), calibrationError: figure(calibrationError(answers)),
    binary: figure(accuracy(felt.map((it) => ({ ...it, answered: it.polarity > 0 ? 'positive' : it.polarity < 0 ? 'negative' : 'tie' })))),
    ...(judged.length > 0 && { pearson: figure(pearson(judged.map(({ score }) => score.polarity), judged.map(({ row }) => row.score ?? 0))) }),
  };
}
