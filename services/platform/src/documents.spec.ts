import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    expect(withSettings(page.replace('| `VOC_PARTITIONS`', '| `VOC_PORTIONS`'), made.settings)).toBe(page);
    expect(() => withSettings('no marks here', made.settings)).toThrow('lost its marks');
  });
});

describe('what documents point to', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'services/*/README.md', 'libs/*/README.md', 'infra/*/README.md'], { cwd: root });
  const anchors = (page: string) => [...committed(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'));

  it.each(pages)('%s points to what is there', (page) => {
    const links = [...committed(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = '', anchor]) => ({ target: path ? join(dirname(page), path) : page, anchor }));
    const lost = links.filter(({ target, anchor }) => !existsSync(join(root, target)) || (anchor && !anchors(target).includes(anchor)));
    expect(lost).toEqual([]);
  });

  it('the README leads to each decision that a reader looks for, in at most three openings', () => {
    const readme = committed('README.md');
    for (const file of ['services/routing/src/rules/decide.ts', 'services/issues/src/issue/threshold.ts', 'libs/text/src/masking.ts', 'libs/messaging/src/consumer.ts']) expect(readme).toContain(`](${file})`);
  });
});
