import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reportHeader, reportLines, type Refusal } from './refusals.js';

/** What became of the rows so far; the numbers of a finished import add up to `rows`. */
export interface Counts {
  readonly rows: number;
  readonly accepted: number;
  readonly revised: number;
  readonly duplicates: number;
  readonly stale: number;
  readonly refused: number;
  /** Taken, but with a text that was longer than allowed and is cut. */
  readonly cut: number;
}

/** Where an import stands: kept in a file, so that it goes on after a kill. */
export interface Cursor {
  /** The import: a file, a mapping, a server. Another one begins anew. */
  readonly of: string;
  /** Makes the keys of the requests: a batch that is sent again after a kill gets the answer that it got. */
  readonly run: string;
  readonly counts: Counts;
  readonly reportBytes: number;
}

/** The cursor's file and the report's: the report grows, the cursor is replaced whole. */
export class ImportState {
  private reportBytes = 0;

  constructor(private readonly cursorFile: string, private readonly report: string) {}

  /** Where the import of this name was left, if it was; cuts off the report what was written after that. */
  async resume(of: string): Promise<Cursor | undefined> {
    const cursor = existsSync(this.cursorFile) ? parsed(await readFile(this.cursorFile, 'utf8')) : undefined;
    if (cursor?.of !== of) {
      await rm(this.report, { force: true });
      return undefined;
    }
    this.reportBytes = existsSync(this.report) ? cursor.reportBytes : 0;
    if (existsSync(this.report)) await truncate(this.report, this.reportBytes);
    return cursor;
  }

  /** Adds refusals to the report; the file is made with the first. */
  async refuse(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    const form = /\.(jsonl|ndjson)$/i.test(this.report) ? 'jsonl' : 'csv';
    const text = (this.reportBytes === 0 ? reportHeader(form) : '') + reportLines(refusals, form);
    if (this.reportBytes === 0) await mkdir(dirname(this.report), { recursive: true });
    await appendFile(this.report, text);
    this.reportBytes += Buffer.byteLength(text);
  }

  async save(cursor: Omit<Cursor, 'reportBytes'>): Promise<void> {
    await mkdir(dirname(this.cursorFile), { recursive: true });
    await writeFile(`${this.cursorFile}.new`, JSON.stringify({ ...cursor, reportBytes: this.reportBytes } satisfies Cursor));
    await rename(`${this.cursorFile}.new`, this.cursorFile);
  }

  async finish(): Promise<void> {
    await rm(this.cursorFile, { force: true });
  }
}

function parsed(text: string): Cursor | undefined {
  try {
    return JSON.parse(text) as Cursor;
  } catch {
    return undefined;
  }
}
