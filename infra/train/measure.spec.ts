import { expect, it } from '@jest/globals';
import { goalTable, heldOutTable } from './measure.mjs';

it('a goal is met by a share in percent, by a rate as it is, and by an error that is small', () => {
  const figures = { get: (set: string) => new Proxy({}, { get: (_, figure) => (/perSecond$/i.test(String(figure)) ? 149_999 : set === 'airline' ? 0.03 : 0.99) }) };
  const lines = goalTable(figures);
  for (const line of [
    '| mr | binary | 99.0 | 71 | met |', '| airline | accuracy | 3.0 | 64 | **missed** |', '| airline | calibration error × 100 | 3.0 | at most 3 | met |',
    '| clinc150_official_train | texts grouped a second | 149,999 | 20,000 | met |', '| all English sets, by one thread | texts a second for all heads | 149,999 | 150,000 | **missed** |',
  ]) expect(lines).toContain(line);
});

it('the best library is asked the rows of the same set, and shows the figures that these allow', async () => {
  const reached = ['sided', 'asked', 'emotion'].map((source) => ({ source, rows: 2, accuracy: 0.5, macroF1: 0.5, calibrationError: 0.1 }));
  const examples = [
    { source: 'sided', sentiment: 'pos', text: 'I love it, wonderful', score: 3 }, { source: 'sided', sentiment: 'neg', text: 'I hate it, terrible', score: -3 },
    { source: 'asked', sentiment: 'neu', text: 'Where is the table?' }, { source: 'sided', emotion: 'joy', text: 'Terrible' },
  ];
  const lines: string[] = await heldOutTable(reached, examples);
  expect(lines.slice(2).map((line) => line.split('|').at(-2)?.trim())).toEqual(['100.0 / 100.0, b 100.0, r 1.00', '100.0 / 100.0', '']);
});
