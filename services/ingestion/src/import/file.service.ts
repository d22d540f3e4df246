import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { RowProblem } from './row.js';

/** A row by the line that it begins at (the first of a file is 1), with the object that a JSON line holds; or what is wrong with it. */
export type FileRow = { readonly line: number; readonly cells: Readonly<Record<string, string>>; readonly value?: object } | { readonly line: number; readonly problem: RowProblem };

/** A file whose headers are known and whose rows can be read any number of times. */
export interface Table {
  readonly headers: readonly string[];
  /** SHA-256 of the bytes, in hex: what the file is known by. */
  readonly hash: string;
  readonly notes: readonly string[];
  rows(): AsyncIterable<FileRow>;
}

const SNIFFED = 64 * 1024;
const SAMPLED = 1000;
const LONGEST_ROW = 5 * 1024 * 1024;

/** Opens a CSV (whatever its delimiter) or JSONL file; throws where it is neither. */
export async function openTable(file: string): Promise<Table> {
  const { head, hash } = await fingerprint(file);
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head);
  if (text.includes('\0')) throw new Error(`${file} is no text file; export it as CSV or JSONL`);
  const notes = encoding === 'utf-8' ? [] : [`the file is not UTF-8; it is read as ${encoding}`];
  if (/^\s*\{/.test(text) || /\.(jsonl|ndjson)$/i.test(file)) {
    const rows = () => jsonRows(file, encoding);
    const sample = await firstOf(rows(), SAMPLED);
    const headers = [...new Set(sample.flatMap((row) => ('cells' in row ? Object.keys(row.cells) : [])))];
    if (headers.length === 0) throw new Error(`${file} holds no JSON object on a line of its own; a JSON list becomes such lines by: jq -c '.[]'`);
    return { headers, hash, notes, rows };
  }
  if (/^\s*\[/.test(text)) throw new Error(`${file} is a JSON list; make it one object a line, for example by: jq -c '.[]' ${file}`);
  const delimiter = delimiterOf(text);
  const [header] = await firstOf(csvRecords(file, encoding, delimiter), 1);
  if (!header || 'problem' in header || header.record.every((it) => it.trim() === '')) throw new Error(`${file} is empty: the first line must name the columns`);
  const headers = namesOf(header.record);
  return { headers, hash, notes, rows: () => csvRows(file, encoding, delimiter, headers) };
}

/** The first rows that can be read, for guessing what the columns mean. */
export async function sampleOf(table: Table): Promise<Extract<FileRow, { cells: unknown }>[]> {
  return (await firstOf(table.rows(), SAMPLED)).filter((row) => 'cells' in row);
}

async function fingerprint(file: string): Promise<{ head: Buffer; hash: string }> {
  const handle = await open(file);
  await handle.close();
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (size < SNIFFED) head.push(chunk);
    size += chunk.length;
  }
  return { head: Buffer.concat(head).subarray(0, SNIFFED), hash: hash.digest('hex') };
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The delimiter that the header has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const header = text.split(/\r\n?|\n/).find((line) => line.trim() !== '')?.replaceAll(/"[^"]*"/g, '') ?? '';
  const times = (delimiter: string) => header.split(delimiter).length - 1;
  return [',', ';', '\t', '|'].reduce((best, it) => (times(it) > times(best) ? it : best));
}

/** Columns without a name, or with one that another has, get one of their own. */
function namesOf(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((it, index) => {
    const name = it.trim() || `column ${index + 1}`;
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name} (${n})`;
    taken.add(own);
    return own;
  });
}

/** The text of a file, with one kind of line end and without a byte order mark. */
async function* textOf(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const text = rest + decoder.decode(chunk, { stream: true });
    rest = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - rest.length).replaceAll(/\r\n?/g, '\n');
  }
  yield (rest + decoder.decode()).replaceAll(/\r\n?/g, '\n');
}

type CsvRecord = { readonly line: number; readonly record: string[] } | { readonly line: number; readonly problem: RowProblem };

async function* csvRecords(file: string, encoding: string, delimiter: string): AsyncGenerator<CsvRecord> {
  const parser = parse({ delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: LONGEST_ROW });
  const source = Readable.from(textOf(file, encoding));
  source.on('error', (error) => parser.destroy(error));
  let next = 1;
  try {
    for await (const { info, record } of source.pipe(parser) as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      const inside = record.reduce((sum, it) => sum + it.split('\n').length - 1, 0);
      next = info.lines + 1;
      yield { line: info.lines - inside, record };
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') throw error;
    yield { line: next, problem: { reason: 'a quote is opened here or below and not closed, so that nothing from this line on can be read', mend: 'close the quote; a quote within a quoted value is written twice' } };
  } finally {
    source.destroy();
  }
}

async function* csvRows(file: string, encoding: string, delimiter: string, headers: readonly string[]): AsyncGenerator<FileRow> {
  let first = true;
  for await (const row of csvRecords(file, encoding, delimiter)) {
    if ('problem' in row) yield row;
    else if (first) first = false;
    else if (row.record.length !== headers.length) {
      yield { line: row.line, problem: { reason: `the row has ${row.record.length} values, the header names ${headers.length} columns`, mend: `put values that hold ${JSON.stringify(delimiter)} or line ends into quotes, and leave none out` } };
    } else yield { line: row.line, cells: Object.fromEntries(headers.map((header, index) => [header, row.record[index] ?? ''])) };
  }
}

async function* jsonRows(file: string, encoding: string): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of linesOf(file, encoding)) {
    line++;
    if (text.trim() !== '') yield jsonRow(text, line);
  }
}

async function* linesOf(file: string, encoding: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(file, encoding)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function jsonRow(text: string, line: number): FileRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { line, problem: { reason: `the line is not JSON: ${(error as Error).message.slice(0, 120)}`, mend: 'write one JSON object on each line' } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line, problem: { reason: 'the line is no JSON object', mend: 'write one JSON object on each line, {"name": value}' } };
  return { line, cells: Object.fromEntries(flattened(value, '', 0)), value };
}

/** {"a": {"b": 1}} has the column "a.b"; the values of a list stand in one cell. */
function flattened(value: object, prefix: string, depth: number): [string, string][] {
  return Object.entries(value).flatMap(([key, it]: [string, unknown]): [string, string][] => {
    if (it === null || it === undefined) return [];
    if (typeof it !== 'object') return [[prefix + key, written(it)]];
    if (Array.isArray(it)) return [[prefix + key, it.map(written).join(', ')]];
    return depth < 5 ? flattened(it, `${prefix}${key}.`, depth + 1) : [[prefix + key, JSON.stringify(it)]];
  });
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function firstOf<T>(items: AsyncIterable<T>, most: number): Promise<T[]> {
  const first: T[] = [];
  for await (const it of items) {
    first.push(it);
    if (first.length >= most) break;
  }
  return first;
}
