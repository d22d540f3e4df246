import { Classifier, labelledCommand, rowsIn } from '@vocloop/text';
import { accuracy, calibrationError, figure, macroF1, mean } from './figures.js';

const usage = `npx voc classify --train FILE --test FILE [options]     learns labels from one file and gives them to another, a JSON line for each text

Both files have text<TAB>label a line, in UTF-8; - is standard input. The label of --test is only compared with.

  --reject         a text that fits none of the labels gets none
  --none LABEL     rows of either file with this label fit none (default: oos)
  --quiet          only the figures, which are the last line: {"figures": …}
`;

const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;

/** Runs `voc classify`. */
export const run = labelledCommand('classify', usage, { train: text, test: text, none: text, reject: flag, quiet: flag }, async ({ values, positionals }, write) => {
  if (!values.train || !values.test || positionals.length > 0) throw new Error('give --train FILE and --test FILE');
  const [taught, asked] = [await rowsIn(values.train, { label: true }), await rowsIn(values.test, { label: true })];
  const none = values.none ?? 'oos';
  const labels = new Set(taught.map(({ label }) => label));
  if (labels.size < 2) throw new Error(`${values.train}: every text has the label "${[...labels].join()}"; there must be another, or texts that fit none (--none)`);
  const began = performance.now();
  const classifier = await Classifier.learn(taught.map(({ text: said, label }) => ({ text: said, ...(label !== none && label !== undefined && { label }) })));
  const learned = performance.now();
  const answers = asked.map(({ text: said, label = none }) => ({ text: said, said: labels.has(label) ? label : none, ...classifier.classify(said, { reject: values.reject ?? false }) }));
  const seconds = (performance.now() - learned) / 1000;
  if (!values.quiet) answers.forEach(write);
  write({ figures: { ...figuresOf(answers, none), secondsToLearn: figure((learned - began) / 1000), perSecond: Math.round(answers.length / seconds) } });
});

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
