import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nmi, pairF1 } from './figures.js';
import { run } from './group-command.service.js';

const rows = (...list: [string, string][]) => list.map(([said, group]) => ({ said, group }));

describe('figures', () => {
  it('are 1 where groups and labels are the same, whatever they are called', () => {
    const same = rows(['a', '1'], ['a', '1'], ['b', '2'], ['b', '2']);
    expect([nmi(same), pairF1(same)]).toEqual([1, 1]);
  });
  it('are 0 where groups tell nothing', () => {
    const mixed = rows(['a', '1'], ['b', '1'], ['a', '2'], ['b', '2']);
    expect([nmi(mixed), pairF1(mixed)]).toEqual([0, 0]);
  });
  it('count pairs and entropies', () => {
    const some = rows(['a', '1'], ['a', '1'], ['a', '2'], ['b', '2']);
    expect(pairF1(some)).toBeCloseTo((2 * 1) / (3 + 2), 4);
    const [said, group, together] = [0.5623, Math.log(2), 1.0397];
    expect(nmi(some)).toBeCloseTo((2 * (said + group - together)) / (said + group), 3);
  });
});

describe('voc group', () => {
  let folder: string;
  const ask = async (...argv: string[]) => {
    let [out, err] = ['', ''];
    const code = await run(argv, { stdout: { write: (it) => (out += it) }, stderr: { write: (it) => (err += it) } });
    return { code, err, lines: out.split('\n').filter(Boolean).map((it) => JSON.parse(it) as Record<string, unknown>) };
  };
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'grouping-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('puts together what says the same, in other words too, and measures', async () => {
    const file = join(folder, 'texts.tsv');
    writeFileSync(file, 'My card has not arrived yet\tcard\nI forgot my passcode\tcode\nStill waiting for my new card to arrive\tcard\nI cannot remember my passcode\tcode\nDer Reißverschluss der blauen Jacke klemmt\tjacket\nDer Reißverschluss meiner blauen Jacke klemmt immer\tjacket\n');
    const { code, lines } = await ask(file, '--measure');
    expect(code).toBe(0);
    expect(lines.slice(0, 6).map(({ group }) => group)).toEqual([0, 1, 0, 1, 4, 4]);
    expect(lines[2]).toMatchObject({ said: 'card', similarity: expect.any(Number) });
    expect(lines[6]).toMatchObject({ figures: { rows: 6, groups: 3, nmi: 1, pairF1: 1, perSecond: expect.any(Number) } });
  });

  it('takes other vectors, and says where a file has none', async () => {
    const file = join(folder, 'few.tsv');
    writeFileSync(file, 'My card has not arrived yet\nStill waiting for my new card to arrive\n');
    const shipped = join(import.meta.dirname, '../../../../libs/text/src/weights/vectors-en.bin');
    expect((await ask(file, '--vectors', shipped)).lines.map(({ group }) => group)).toEqual([0, 0]);
    expect(await ask(file, '--vectors', file)).toMatchObject({ code: 2, err: expect.stringContaining('is no table of vectors') });
    expect(await ask(file, '--vectors', '/nowhere')).toMatchObject({ code: 2, err: expect.stringContaining('voc group: there is no file /nowhere\n') });
  });

  it.each([[[]], [['/nowhere']], [['a', 'b']]])('says what is wrong with %j', async (argv) => expect(await ask(...argv)).toMatchObject({ code: 2, err: expect.stringContaining('--help') }));
});
