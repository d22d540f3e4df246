import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { rowsOf } from '@vocloop/text';
import { run as classify } from './classify-command.service.js';
import { accuracy, calibrationError, macroF1, pearson } from './figures.js';
import { run as score } from './score-command.service.js';

describe('figures', () => {
  const answers = [['a', 'a', 0.9], ['a', 'b', 0.6], ['b', 'b', 0.9], ['b', 'b', 0.9]].map(([said, answered, confidence]) => ({ said: said as string, answered: answered as string, confidence: confidence as number }));
  it('count what is right', () => expect(accuracy(answers)).toBe(0.75));
  it('weigh every label alike', () => expect(macroF1(answers)).toBeCloseTo((2 / 3 + 4 / 5) / 2));
  it('tell how far confidence is from the truth', () => expect(calibrationError(answers)).toBeCloseTo(0.75 * 0.1 + 0.25 * 0.6));
  it('correlate', () => {
    expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1);
    expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1);
  });
});

it('reads a table', () => expect(rowsOf('\ufeffgood\tpos\t0.5\n\nwhat\tneu\njust text\r\nbad\tneg\tabc', 'a.tsv')).toEqual([
  { text: 'good', label: 'pos', score: 0.5, where: 'a.tsv: line 1' }, { text: 'what', label: 'neu', where: 'a.tsv: line 3' }, { text: 'just text', where: 'a.tsv: line 4' }, { text: 'bad', label: 'neg', score: NaN, where: 'a.tsv: line 5' },
]));

describe('the commands', () => {
  let folder: string;
  const file = (name: string, text: string | Buffer): string => (writeFileSync(join(folder, name), text), join(folder, name));
  const said = async (command: typeof score, ...argv: string[]) => {
    let [out, err] = ['', ''];
    const code = await command(argv, { stdout: { write: (it) => (out += it) }, stderr: { write: (it) => (err += it) } });
    return { code, err, lines: out.split('\n').filter(Boolean).map((it) => JSON.parse(it) as Record<string, unknown>) };
  };
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'measuring-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('score a file, a line for each row, and then the figures', async () => {
    const { code, lines } = await said(score, file('a.tsv', 'I love this chair, it is wonderful\tpos\t0.9\nThe parcel came late and broken\tneg\t-0.7\n'), '--measure');
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { text: 'I love this chair, it is wonderful', label: 'positive', language: { code: 'en' }, emotion: { label: 'joy' }, said: 'pos' },
      { label: 'negative', problem: true, themes: expect.arrayContaining([expect.objectContaining({ id: 'delivery' })]), spans: { polarity: expect.any(Array) } },
      { figures: { rows: 2, unscored: 0, accuracy: 1, binary: 1, macroF1: 1, pearson: 1 } },
    ]);
  });

  it('classify a file by another, and reject', async () => {
    const train = file('train.tsv', Array.from({ length: 12 }, (_, at) => `where is my parcel number ${at}\tdelivery\nthe app crashes again ${at}\tapp\n`).join('') + Array.from({ length: 48 }, (_, at) => `tell me a joke about planets ${at}\toos\n`).join(''));
    const test = file('test.tsv', 'my parcel is where\tdelivery\nit crashes, the app\tapp\nanother joke about planets\tsomething\n');
    const { lines } = await said(classify, '--train', train, '--test', test, '--reject');
    expect(lines).toMatchObject([{ label: 'delivery' }, { label: 'app' }, { said: 'oos' }, { figures: { rows: 3, accuracy: 1, outOfScope: 1, outOfScopeRecall: 1 } }]);
    expect(lines[2]).not.toHaveProperty('label');
  });

  it('score a file by what corrections taught first', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? `gate ${at} is on tarmac again\tneg\n` : `gate ${at} is announced now\tneu\n`)).join('');
    const { lines } = await said(score, file('asked.tsv', 'the plane is on tarmac\tneg\n'), '--corrections', file('taught.tsv', rows), '--measure');
    expect(lines).toMatchObject([{ label: 'negative' }, { figures: { accuracy: 1, corrections: [{ language: 'en', label: { follows: true, corrections: 60 } }] } }]);
  });

  it('read standard input, once', async () => {
    const given = jest.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from('Great service, thank you\tangry\n')]) as typeof process.stdin);
    expect(await said(classify, '--train', '-', '--test', '-')).toMatchObject({ code: 2, err: expect.stringContaining('only once') });
    given.mockReturnValue(Readable.from([Buffer.from('\n'), Buffer.from('Great service, thank you\tangry\n')]) as typeof process.stdin);
    expect(await said(score, '-', '--measure')).toMatchObject({ code: 2, err: expect.stringContaining('standard input: line 2: "angry" is no label') });
    given.mockReturnValue(Readable.from([Buffer.from('Great service, thank you')]) as typeof process.stdin);
    expect(await said(score, '-')).toMatchObject({ code: 0, lines: [{ text: 'Great service, thank you', label: 'positive' }] });
    given.mockRestore();
  });

  it.each([
    ['Latin-1', Buffer.from('gut\nschön\nnie müde\n', 'latin1'), 2],
    ['UTF-16', Buffer.from('\ufeffgood\n', 'utf16le'), 1],
    ['UTF-16 without a mark', Buffer.from('good\nbad\n', 'utf16le'), 1],
    ['what is no text', Buffer.from([0x67, 0x0a, 0x0a, 0xe2, 0x82]), 3],
  ])('refuse %s', async (_, bytes, line) => expect(await said(score, file('odd.txt', bytes))).toMatchObject({ code: 2, lines: [], err: expect.stringContaining(`odd.txt: line ${line} is no UTF-8; save the file as UTF-8\n`) }));

  it.each(['de', 'pt-BR', 'ENG', 'zh-Hant-TW'])('know the language %s', async (tag) => expect(await said(score, file('good.txt', 'good\n'), '--language', tag)).toMatchObject({ code: 0 }));
  it.each(['xx', 'xx-DE', 'klingon', 'de_DE', 'd', ''])('know no language "%s"', async (tag) => expect(await said(score, file('good.txt', 'good\n'), '--language', tag)).toMatchObject({ code: 2, err: expect.stringContaining(`must be a language tag such as de or pt-BR, not "${tag}"`) }));

  it.each([
    [score, [], 'name one file'],
    [classify, ['--train', 'x'], '--train FILE and --test FILE'],
    [score, ['/nowhere'], 'there is no file /nowhere'],
    [score, ['FOLDER'], 'is a folder'],
    [score, ['BARE', '--measure'], 'bare.tsv: line 2 has no label; write text<TAB>label\n'],
    [score, ['PARTLY', '--measure'], 'partly.tsv: line 3 has no label'],
    [score, ['ODD', '--measure'], 'odd.tsv: line 1: "angry" is no label'],
    [score, ['BARE', '--corrections', 'ODD'], 'odd.tsv: line 1: "angry" is no label'],
    [score, ['BARE', '--quiet'], 'give --measure too'],
    [score, ['RATED', '--measure'], 'rated.tsv: line 2: what stands after the label is no score'],
    [classify, ['--train', 'BARE', '--test', 'ODD'], 'bare.tsv: line 2 has no label'],
    [classify, ['--train', 'ODD', '--test', 'ODD'], 'every text has the label "angry"'],
  ] as const)('say what is wrong', async (command, argv, err) => {
    const named: Partial<Record<string, string>> = { FOLDER: folder, BARE: file('bare.tsv', '\ngood\n'), PARTLY: file('partly.tsv', 'good\tpos\n\nbad\n'), ODD: file('odd.tsv', 'good\tangry\n'), RATED: file('rated.tsv', 'good\tpos\t1\nbad\tneg\tabc\n') };
    const answered = await said(command, ...argv.map((it) => named[it] ?? it));
    expect(answered).toMatchObject({ code: 2, err: expect.stringContaining(err) });
    expect(answered.err).toContain('--help');
  });
});
