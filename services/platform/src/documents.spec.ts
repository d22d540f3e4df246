import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { documents, withSettings } from './documents.js';

const root = join(import.meta.dirname, '../../..');
const committed = (path: string) => readFileSync(join(root, path), 'utf8');
const mend = (path: string) => `${path} is not what the code says; write it again: node infra/docs.mjs`;

describe('what documents say of the code', () => {
  let made: Awaited<ReturnType<typeof documents>>;
  beforeAll(async () => {
    made = await documents();
  });

  it.each(['.env.example', 'docs/openapi.json', 'docs/asyncapi.json'])('%s is what the code says', (path) => {
    const text = made.files.get(path);
    // Not toEqual: thousands of lines of difference would hide what to do.
    if (text !== committed(path)) throw new Error(mend(path));
    expect(text.length).toBeGreaterThan(1000);
  });

  it('docs/operating.md has the settings as they are', () => {
    const page = committed('docs/operating.md');
    if (withSettings(page, made.settings) !== page) throw new Error(mend('docs/operating.md'));
  });

  it('a page that is behind the code is noticed', () => {
    const page = committed('docs/operating.md');
    expect(withSettings(page.replace('`VOC_PARTITIONS`', '`VOC_PORTIONS`'), made.settings)).toBe(page);
    expect(() => withSettings('no marks here', made.settings)).toThrow('lost its marks');
  });
});
