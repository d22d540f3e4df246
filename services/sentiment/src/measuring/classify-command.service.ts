import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Classifier, rowsOf } from '@vocloop/text';
import { accuracy, calibrationError, figure, macroF1, mean } from './figures.js';
import type { Io } from './score-command.service.js';

const usage = `npx voc classify --train FILE --test FILE [options]     learns labels from one file and gives them to another, a JSON line for each text

Both files have text<TAB>label a line; the label of --test is only compared with.

  --reject         a text that fits none of the labels gets none
  --none LABEL     rows of either file with this label fit none (default: oos)
  --quiet          only the figures, which are the last line: {"figures": …}
`;

/** Runs `voc classify`. */
export async function run(argv: readonly string[], { stdout, stderr }: Io): Promise<number> {
  try {
    const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
    const { values } = parseArgs({ args: [...argv], options: { train: text, test: text, none: text, reject: flag, quiet: flag, help: { ...flag, short: 'h' } } });
    if (values.help) return stdout.write(usage), 0;
    if (!values.train || !values.test) throw new Error('give --train FILE and --test FILE');
    const [taught, asked] = [rowsOf(await readFile(values.train, 'utf8')), rowsOf(await readFile(values.test, 'utf8'))];
    const none = values.none ?? 'oos';
    const began = performance.now();
    const classifier = await Classifier.learn(taught.map(({ text: said, label }) => ({ text: said, ...(label !== none && label !== undefined && { label }) })));
    const learned = performance.now();
    const known = new Set(taught.map((it) => it.label));
    const answers = asked.map(({ text: said, label = none }) => ({ text: said, said: known.has(label) ? label : none, ...classifier.classify(said, { reject: values.reject ?? false }) }));
    const seconds = (performance.now() - learned) / 1000;
    if (!values.quiet) for (const it of answers) stdout.write(`${JSON.stringify(it)}\n`);
    stdout.write(`${JSON.stringify({ figures: { ...figuresOf(answers, none), secondsToLearn: figure((learned - began) / 1000), perSecond: Math.round(answers.length / seconds) } })}\n`);
    return 0;
  } catch (error) {
    stderr.write(`voc classify: ${(error as Error).message}\nSee: npx voc classify --help\n`);
    return 2;
  }
}

function figuresOf(all: readonly { said: string; label?: string; confidence: number; alternatives: readonly { label: string }[] }[], none: string) {
  const answers = all.map(({ said, label, confidence, alternatives }) => ({ said, answered: label ?? none, confidence, alternatives }));
  const inScope = answers.filter((it) => it.said !== none);
  const outside = answers.filter((it) => it.said === none);
  return {
    rows: answers.length, accuracy: figure(accuracy(inScope)), macroF1: figure(macroF1(inScope)), calibrationError: figure(calibrationError(inScope)),
    topThree: figure(mean(inScope.map((it) => Number([it.answered, ...it.alternatives.slice(0, 2).map(({ label }) => label)].includes(it.said))))),
    ...(outside.length > 0 && { outOfScope: outside.length, outOfScopeRecall: figure(accuracy(outside)) }),
  };
}
