import { FeedbackReceived, type Feedback, type Score } from '@vocloop/contracts';
import { Layer, labelledCommand, languageTag, oneFile, rowsIn, wantsFigures, type Labelled, type Mood, type Own } from '@vocloop/text';
import { correctionOf, type Lesson } from '../correction/lesson.js';
import { sentimentModel } from '../score/model.js';
import { understand } from '../score/scoring.js';
import { accuracy, calibrationError, figure, macroF1, pearson, type Answer } from './figures.js';

const usage = `npx voc score FILE [options]     scores texts as the sentiment service does, a JSON line for each

FILE has a text a line, or text<TAB>label or text<TAB>label<TAB>score, in UTF-8; - is standard input. A label is neg, neu or pos (or negative, neutral, positive).

  --language TAG   the language that every text is declared to have, as a feedback can have one
  --corrections F  a file of text<TAB>label that a layer learns from first, as it does from a tenant's corrections;
                   rows without a label are texts that nobody corrected
  --measure        every row must have a label; a last line {"figures": …}: accuracy, macro-F1, binary accuracy on rows that are not neutral, Pearson, calibration error, texts a second
  --quiet          only the figures
`;

const moods = new Map<string, Mood>([['neg', 'negative'], ['negative', 'negative'], ['neu', 'neutral'], ['neutral', 'neutral'], ['pos', 'positive'], ['positive', 'positive']]);
const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;

/** Runs `voc score`. */
export const run = labelledCommand('score', usage, { language: text, corrections: text, measure: flag, quiet: flag }, async ({ values, positionals }, write) => {
  const [file, language] = [oneFile(positionals), languageTag(values.language)];
  wantsFigures(values);
  const own = values.corrections === undefined ? {} : { layer: await layerOf(values.corrections, language) };
  const rows = await rowsIn(file, { label: values.measure });
  if (values.measure) rows.forEach(check);
  const began = performance.now();
  const scored = rows.map((row) => ({ row, score: scoreOf(row.text, language, own) }));
  const seconds = (performance.now() - began) / 1000;
  if (!values.quiet) for (const { row, score } of scored) write(lineOf(row, score));
  if (values.measure) write({ figures: { ...figuresOf(scored), ...(own.layer && { corrections: own.layer.taught.learned }), perSecond: Math.round(rows.length / seconds) } });
});

function moodOf({ label = '', where }: Labelled): Mood {
  const mood = moods.get(label.toLowerCase());
  if (!mood) throw new Error(`${where}: "${label}" is no label; it must be neg, neu or pos (or negative, neutral, positive)`);
  return mood;
}

/** Throws where what somebody said of a row cannot be read: before the work, which may be long. */
function check(row: Labelled): void {
  moodOf(row);
  if (Number.isNaN(row.score)) throw new Error(`${row.where}: what stands after the label is no score; write a number, or nothing`);
}

async function layerOf(file: string, language: string | undefined): Promise<NonNullable<Own['layer']>> {
  const rows = await rowsIn(file);
  const lessons = rows.map((row) => ({ text: row.text, language, label: row.label === undefined ? undefined : moodOf(row) }));
  const read = (of: readonly Lesson[]) => of.flatMap((it) => correctionOf(it, sentimentModel.useValue) ?? []);
  return { version: 1, taught: await Layer.learn(read(lessons.filter((it) => it.label)), read(lessons.filter((it) => !it.label))) };
}

/** The path of every feedback: what the service's handler does with an event. */
function scoreOf(said: string, language: string | undefined, own: Own): Score {
  const feedback: Feedback = { ...FeedbackReceived.example.feedback, attributes: {}, rating: undefined, text: said, language };
  return understand({ tenantid: 'default', time: feedback.occurredAt }, feedback, sentimentModel.useValue, own).score;
}

const lineOf = ({ text: said, label }: Labelled, { polarity, label: answered, confidence, frustration, urgency, problem, emotion, language, themes, reasons }: Score) =>
  ({ text: said, polarity, label: answered, confidence, frustration, urgency, problem, emotion, language, themes, spans: reasons, ...(label && { said: label }) });

function figuresOf(scored: readonly { row: Labelled; score: Score }[]) {
  const answers = scored.map(({ row, score }): Answer & { polarity: number } => ({ said: moodOf(row), answered: score.label, confidence: score.confidence, polarity: score.polarity }));
  const felt = answers.filter((it) => it.said !== 'neutral');
  const rated = scored.filter(({ row }) => row.score !== undefined);
  const unscored = answers.filter((it) => it.answered === 'unscored').length;
  return {
    rows: scored.length, unscored,
    accuracy: figure(accuracy(answers)), macroF1: figure(macroF1(answers)), calibrationError: figure(calibrationError(answers)),
    binary: figure(accuracy(felt.map((it) => ({ ...it, answered: it.polarity > 0 ? 'positive' : it.polarity < 0 ? 'negative' : 'tie' })))),
    ...(rated.length > 0 && { pearson: figure(pearson(rated.map(({ score }) => score.polarity), rated.map(({ row }) => row.score ?? 0))) }),
  };
}
