import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FeedbackInput } from '@vocloop/contracts';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTable, type FileRow } from './file.service.js';
import { httpSender, SendError } from './sender.service.js';
import { run } from './command.service.js';
import { importFile, type SentBatch } from './import.service.js';
import { reportHeader, reportLines } from './refusals.js';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'import-')); });
afterEach(async () => rm(folder, { recursive: true }));
const given = async (content: string | Buffer, name = 'file.csv') => { const file = join(folder, name); await writeFile(file, content); return file; };
const rowsOf = async (file: string) => { const rows: FileRow[] = []; for await (const row of (await openTable(file)).rows()) rows.push(row); return rows; };

describe('a file', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', [{ line: 2, cells: { a: '1', b: '2' } }]],
    ['semicolons and a byte order mark', '\ufeffa;b\n1,5;2\n', [{ line: 2, cells: { a: '1,5', b: '2' } }]],
    ['tabs', 'a\tb\n1\t2', [{ line: 2, cells: { a: '1', b: '2' } }]],
    ['quotes, line ends within them, and Windows line ends', 'a,"b,c"\r\n"x\r\ny ""z""",2\r\n3,4\r\n', [{ line: 2, cells: { a: 'x\ny "z"', 'b,c': '2' } }, { line: 4, cells: { a: '3', 'b,c': '4' } }]],
    ['empty lines and ragged rows', 'a,b\n\n1\n2,3,4\n5,6\n', [{ line: 3, problem: expect.objectContaining({ reason: expect.stringContaining('1 values') }) }, { line: 4, problem: expect.anything() }, { line: 5, cells: { a: '5', b: '6' } }]],
    ['a quote that is not closed', 'a,b\n1,2\n3,"4\n5,6\n', [{ line: 2, cells: { a: '1', b: '2' } }, { line: 3, problem: expect.objectContaining({ reason: expect.stringContaining('not closed') }) }]],
    ['columns without names and with the same', 'a,,a\n1,2,3\n', [{ line: 2, cells: { a: '1', 'column 2': '2', 'a (2)': '3' } }]],
  ])('with %s is read with its line numbers', async (_name, content, rows) => expect(await rowsOf(await given(content))).toEqual(rows));

  it('of JSON lines is flattened; a bad line is told', async () => {
    const file = await given('{"a":{"b":1},"c":["x","y"],"d":null}\n\nnope\n[1]\n{"a":"z"}', 'x.jsonl');
    expect(await rowsOf(file)).toMatchObject([{ line: 1, cells: { 'a.b': '1', c: 'x, y' } }, { line: 3, problem: { reason: expect.stringContaining('not JSON') } }, { line: 4, problem: { mend: expect.stringContaining('object') } }, { line: 5, cells: { a: 'z' } }]);
  });

  it('in another encoding is read, and says so', async () => {
    const file = await given(Buffer.from('text\nschön war es nicht\n', 'latin1'));
    expect(await rowsOf(file)).toEqual([{ line: 2, cells: { text: 'schön war es nicht' } }]);
    expect((await openTable(file)).notes).toEqual([expect.stringContaining('windows-1252')]);
    expect(await rowsOf(await given(Buffer.from('\ufefftext\nja, doch\n'.replace(',', ''), 'utf16le')))).toEqual([{ line: 2, cells: { text: 'ja doch' } }]);
  });

  it('with columns that every object has is imported like any other', async () => {
    const file = await given('{"text":"It came late again."}\n{"constructor":"a","__proto__":"b","text":"It never came at all."}', 'x.jsonl');
    expect(await importFile({ file, folder, dryRun: true, send: async () => Promise.reject(new Error('nothing is sent')) })).toMatchObject({ rows: 2, refused: 0 });
  });

  it.each([['', /empty/], ['[{"a":1}]', /jq/]])('that is none (%j) says so', async (content, message) => {
    await expect(openTable(await given(content))).rejects.toThrow(message);
  });
});

describe('a report', () => {
  it('holds no formula and one line a row', () => {
    expect(reportHeader('csv') + reportLines([{ line: 2, reason: '=HYPERLINK("x")', mend: 'a\nb' }, { line: 3, reason: '@x', mend: '-1' }], 'csv')).toBe(`line,reason,mend\n2,"'=HYPERLINK(""x"")","a b"\n3,"'@x","'-1"\n`);
    expect(reportLines([{ line: 2, reason: 'r', mend: 'm' }], 'jsonl')).toBe('{"line":2,"reason":"r","mend":"m"}\n');
  });
});

/** A server as far as imports see one: it knows feedback by externalId, and requests by their key. */
function server() {
  const known = new Set<string>();
  const answers = new Map<string, SentBatch>();
  const keys: string[] = [];
  const send = async (items: readonly FeedbackInput[], key: string): Promise<SentBatch> => {
    keys.push(key);
    const answer = answers.get(key) ?? { items: items.map(({ externalId, text }, index) => {
      if (text === 'refuse me') return { index, status: 'refused', errors: [{ pointer: '/text', detail: 'is not nice' }] };
      const status = known.has(externalId!) ? 'duplicate' : 'accepted';
      known.add(externalId!);
      return { index, status };
    }) };
    answers.set(key, answer);
    return answer;
  };
  return { known, keys, send };
}

const texts = (...all: string[]) => `id,text\n${all.map((it, index) => `${index + 1},"${it}"`).join('\n')}\n`;

describe('an import', () => {
  it('accounts for each row, and tells of those refused here and there, in order', async () => {
    const file = await given(texts('one thing', 'refuse me', '', 'four things'));
    const { send } = server();
    const result = await importFile({ file, send, folder, batch: 2 });
    expect(result).toMatchObject({ rows: 4, accepted: 2, duplicates: 0, refused: 2, report: join(folder, 'file.csv.refused.csv') });
    const report = await readFile(result.report!, 'utf8');
    expect(report.split('\n').map((it) => it.split(',')[0])).toEqual(['line', '3', '4', '']);
    expect(report).toContain('/text is not nice');
    expect((await readdir(folder)).toSorted()).toEqual(['file.csv', 'file.csv.refused.csv']);
  });

  it('again counts nothing twice, by id or by line', async () => {
    for (const content of [texts('one thing', 'two things'), 'text\nthe same words\nthe same words\n']) {
      const { send, known } = server();
      const file = await given(content);
      expect(await importFile({ file, send, folder })).toMatchObject({ accepted: 2, duplicates: 0 });
      expect(await importFile({ file, send, folder })).toMatchObject({ accepted: 0, duplicates: 2 });
      expect(known.size).toBe(2);
    }
  });

  it.each([1, 2].flatMap((batch) => [1, 2, 3, 4, 5, 6].map((at) => [batch, at] as const)).filter(([batch, at]) => batch === 1 || at < 5))('by %i a request that is killed in its request number %i goes on there, with the same counts and report', async (batch, at) => {
    const file = await given(texts('one thing', 'refuse me', 'three things', '', 'refuse me', 'six things', 'seven things'));
    const whole = server();
    const expected = await importFile({ file, send: whole.send, folder, batch });
    const report = await readFile(expected.report!, 'utf8');
    const { send, keys } = server();
    let requests = 0;
    const dying = async (items: readonly FeedbackInput[], key: string) => {
      const answer = await send(items, key);
      if (++requests === at) throw new Error('killed after the server had it');
      return answer;
    };
    await expect(importFile({ file, send: dying, folder, batch })).rejects.toThrow('killed');
    const { seconds: _then, ...counts } = await importFile({ file, send, folder, batch });
    const { seconds: _now, ...wanted } = expected;
    expect(counts).toEqual(wanted);
    expect(await readFile(expected.report!, 'utf8')).toBe(report);
    expect(new Set(keys).size).toBe(whole.keys.length);
  });

  it('has several requests under way, and what must stay in order is never in two of them', async () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ id: n % 11 === 0 ? `twice-${n % 22}` : `id-${n}`, customer: [`c-${n % 17}`, `C ${n % 17}`, ''][n % 3]! }));
    const file = await given(`id,customer,text\n${rows.map(({ id, customer }, n) => `${id},${customer},words ${n}`).join('\n')}\n`);
    const [arrived, underWay]: [FeedbackInput[], number[]] = [[], []];
    let open = 0;
    const send = async (items: readonly FeedbackInput[]): Promise<SentBatch> => {
      underWay.push(++open);
      // The first lane is the slowest, so that whatever does not wait for it comes before it.
      await new Promise((resolve) => setTimeout(resolve, 8 - open));
      open--;
      arrived.push(...items);
      return { items: items.map((_, index) => ({ index, status: 'accepted' })) };
    };
    expect(await importFile({ file, folder, batch: 10, send })).toMatchObject({ rows: 400, accepted: 400 });
    expect(Math.max(...underWay)).toBeGreaterThan(1);
    const number = ({ text }: FeedbackInput) => Number(text!.split(' ')[1]);
    for (const known of [({ externalId }: FeedbackInput) => externalId, ({ customer }: FeedbackInput) => customer?.replace(' ', '-').toLowerCase()]) {
      for (const [name, together] of Map.groupBy(arrived, known)) if (name !== undefined) expect(together.map(number)).toEqual(together.map(number).toSorted((a, b) => a - b));
    }
    expect(arrived.map(number)).not.toEqual(arrived.map(number).toSorted((a, b) => a - b));
  });

  it('tried dry sends nothing and leaves nothing', async () => {
    const file = await given(texts('one thing', ''));
    const send = () => Promise.reject(new Error('sent'));
    expect(await importFile({ file, send, folder, dryRun: true })).toMatchObject({ rows: 2, accepted: 1, refused: 1 });
    expect(await readdir(folder)).toEqual(['file.csv']);
  });

  it('takes lines in the form of the API as they are', async () => {
    const native = { source: 'shop', channel: 'survey', touchpoint: 'checkout', rating: { kind: 'nps', value: 3 }, attributes: { a: 1 }, externalId: 'x-1', occurredAt: '2026-03-02T09:30:00Z' };
    const file = await given(`${JSON.stringify(native)}\n${JSON.stringify({ ...native, externalId: undefined, channel: 'fax' })}\n`, 'native.jsonl');
    const sent: FeedbackInput[] = [];
    const { send } = server();
    const result = await importFile({ file, folder, send: (items, key) => { sent.push(...items); return send(items, key); } });
    expect(sent).toMatchObject([{ source: 'shop', rating: { kind: 'nps', value: 3, scale: { min: 0, max: 10 } }, attributes: { a: '1' } }]);
    expect(result).toMatchObject({ accepted: 1, refused: 1 });
  });
});

describe('sending', () => {
  const item = { source: 's', channel: 'survey', touchpoint: 't', text: 'x' } as FeedbackInput;
  const answering = (...statuses: (number | 'gone')[]) => {
    const requests: { key: string | null; items: number }[] = [];
    const fetch = (async (_url: unknown, init: RequestInit) => {
      const { items } = JSON.parse(init.body as string) as { items: unknown[] };
      requests.push({ key: new Headers(init.headers).get('idempotency-key'), items: items.length });
      const status = statuses.shift() ?? 200;
      if (status === 'gone') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
      return new Response(status === 200 ? JSON.stringify({ items: items.map((_, index) => ({ index, status: 'accepted' })) }) : JSON.stringify({ detail: 'told why' }), { status, headers: { 'retry-after': '0' } });
    }) as unknown as typeof globalThis.fetch;
    return { requests, send: httpSender({ url: 'http://x', key: 'k', fetch, patienceMs: 2000 }) };
  };
  it('goes on where the server is away or busy, under the same key', async () => {
    const { requests, send } = answering('gone', 503, 409);
    expect((await send([item], 'k-0')).items).toHaveLength(1);
    expect(requests).toEqual([1, 2, 3, 4].map(() => ({ key: 'k-0', items: 1 })));
  });
  it('halves what is too large', async () => {
    const { requests, send } = answering(413);
    expect((await send([item, item, item], 'k')).items.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(requests).toEqual([{ key: 'k', items: 3 }, { key: 'ka', items: 2 }, { key: 'kb', items: 1 }]);
  });
  it('stops where it will not help', async () => {
    await expect(answering(401).send([item], 'k')).rejects.toThrow(/401: told why/);
    await expect(answering(...Array.from({ length: 99 }, () => 'gone' as const)).send([item], 'k')).rejects.toThrow(SendError);
  });
});

describe('npx voc import', () => {
  const command = async (argv: string[], env: Record<string, string> = {}) => {
    const said = { out: '', err: '' };
    const fetch = (async (_url: unknown, init: RequestInit) => Response.json(await server().send((JSON.parse(init.body as string) as { items: FeedbackInput[] }).items, 'k'))) as unknown as typeof globalThis.fetch;
    const code = await run(argv, { env: { VOC_DATA_DIR: folder, ...env }, stdout: { write: (it) => (said.out += it) }, stderr: { write: (it) => (said.err += it) }, fetch });
    return { code, ...said };
  };
  it('shows the mapping and the counts, and answers in JSON', async () => {
    const { code, out, err } = await command([await given(texts('one thing', 'two things')), '--json', '--source', 'shop'], { VOC_API_KEY: 'voc_x' });
    expect(code).toBe(0);
    expect(err).toMatch(/source +always "shop"/);
    expect(JSON.parse(out)).toMatchObject({ rows: 2, accepted: 2, refused: 0 });
  });
  it.each([
    [[], 2, /name one file/],
    [['nowhere.csv'], 2, /no file nowhere\.csv/],
    [['FILE'], 2, /API key is needed/],
    [['FILE', '--dry-run', '--mapping', 'text=nope'], 2, /"nope" is not in the file/],
    [['FILE', '--dry-run', '--mapping', 'nope.yaml'], 2, /no file nope\.yaml/],
    [['FILE', '--key', 'k', '--batch', '0'], 2, /--batch/],
    [['FILE', '--key', 'k', '--channel', 'fax'], 2, /--channel/],
    [['FILE', '--frobnicate'], 2, /frobnicate/],
    [['FILE', '--key', 'k'], 1, /1 refused/],
    [['--help'], 0, /^$/],
  ])('%j exits with %i', async (argv, code, message) => {
    const file = await given(texts('one thing', ''));
    const result = await command(argv.map((it) => (it === 'FILE' ? file : it)));
    expect(result.code).toBe(code);
    expect(result.err).toMatch(message);
    expect(existsSync(join(folder, 'imports', 'file.csv.refused.csv'))).toBe(code === 1);
  });
});
