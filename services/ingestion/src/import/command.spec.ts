import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { run } from './command.service.js';

const evil = 'x\u001b[2J\u001b]0;owned\u0007\u009b31m\u2028\u202eforged';
const folder = mkdtempSync(join(tmpdir(), 'voc-command-'));
const file = join(folder, 'rows.csv');
writeFileSync(file, `text,${evil}\nIt hung,1\n`);
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["a file's columns", ['--mapping', `text=text,attributes.a=${evil}`, '--dry-run', '--json']],
  ['a mapping that is wrong', ['--mapping', `${evil}=a`]],
  ['a server that refuses', ['--mapping', 'text=text', '--channel', 'survey']],
])('%s: without a character that a terminal obeys', async (_, argv) => {
  let out = '';
  const stream = { write: (text: string) => { out += text; } };
  const fetch = async () => Promise.resolve(new Response(JSON.stringify({ detail: evil }), { status: 400 }));
  await run([file, ...argv], { env: { VOC_API_KEY: 'voc_x', VOC_DATA_DIR: folder }, stdout: stream, stderr: stream, fetch });
  expect(out).toContain('\\u001b[2J');
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
});
