import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { languageTable } from './languages.mjs';

describe('the table that tells languages apart', () => {
  it('is what the n-grams of eld make, to the byte', () => {
    expect(Buffer.compare(readFileSync(new URL('../../libs/text/src/weights/languages.bin', import.meta.url)), languageTable() as Uint8Array)).toBe(0);
  });
});
