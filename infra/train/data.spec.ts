import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataTable, examplesIn, textsIn } from './data.mjs';

describe('what teaches', () => {
  let folder: string;
  const put = (file: string, ...rows: string[]) => { writeFileSync(join(folder, file), rows.map((it) => `${it}\n`).join('')); };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vocloop-data-'));
    for (const it of ['sentiment', 'topic']) mkdirSync(join(folder, it));
    put('sentiment/uci_amazon.dev.tsv', 'Works\tpos', 'Broke\tneg', 'Broke\tneg');
    put('sentiment/uci_yelp.dev.tsv', 'Cold soup\tneg', 'Works\tpos');
    put('topic/goemotions_ekman.dev.tsv', 'Ha\tjoy', 'Works\tneutral');
    put('topic/clinc150_official_train.tsv', ...Array.from({ length: 9 }, (_, at) => `question ${at}\tweather`));
  });
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('is counted by its distinct texts, each where it was met first', () => {
    const counts = dataTable(examplesIn(folder), textsIn(folder)).slice(2).map((line) => line.split(' | ').slice(0, 2));
    expect(counts.map(([set = '', texts]) => [set.split(/[ ',]/)[1], texts])).toEqual([['VADER', '0'], ['UCI', '3'], ['GoEmotions', '1'], ['CLINC150', '2'], ['all', '13']]);
  });

  it('is refused where nobody said under which licence it stands', () => {
    expect(() => dataTable([{ text: 'Works', source: 'somewhere' }], [])).toThrow('nothing is known of somewhere');
  });
});
