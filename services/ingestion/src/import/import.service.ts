import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Channel, FeedbackInput } from '@vocloop/contracts';
import { openTable, sampleOf, type Table } from './file.service.js';
import { guessMapping } from './guess.js';
import { ImportState, type Counts } from './cursor.service.js';
import { combine, showMapping, type GivenMapping, type Mapping } from './mapping.js';
import type { Refusal } from './refusals.js';
import { isNative, takeNative, toFeedback } from './row.js';
import { Window, type Line, type Most } from './window.js';

/** What a server says of a batch, as POST /v1/feedback/batch answers. */
export interface SentBatch {
  readonly items: readonly { readonly index: number; readonly status: string; readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] }[];
}

export interface ImportOptions {
  readonly file: string;
  /** Hands a batch in. The same key again must have the same answer: it is the request's Idempotency-Key. */
  readonly send: (items: readonly FeedbackInput[], key: string) => Promise<SentBatch>;
  /** What overrules the guess. */
  readonly mapping?: GivenMapping;
  /** Default: the file's name. */
  readonly source?: string;
  readonly channel?: Channel;
  /** Default: the source. */
  readonly touchpoint?: string;
  /** Rows of a request, of which several are under way at once; default 500, at most 1000. */
  readonly batch?: number;
  /** Where refused rows are told (.csv or .jsonl), made only if there are any; default `<file>.refused.csv` in `folder`. */
  readonly report?: string;
  /** Where the cursor lies while the import is not finished; default: the report's folder, or the current one. */
  readonly folder?: string;
  /** Names the server, so that the cursor of one is not taken for another's. */
  readonly target?: string;
  /** Reads and checks everything, sends nothing. */
  readonly dryRun?: boolean;
  readonly onPlan?: (plan: ImportPlan) => void;
  readonly onProgress?: (counts: Counts) => void;
}

/** What an import is going to do. */
export interface ImportPlan {
  /** Absent where the lines are feedback in the form of the API already. */
  readonly mapping: Mapping | undefined;
  /** The mapping as lines for a person, and what is doubtful about it. */
  readonly lines: readonly string[];
  readonly notes: readonly string[];
  /** Rows that an earlier run, which was killed, has done. */
  readonly resumedAt: number;
}

/** What became of a file. */
export interface ImportResult extends Counts {
  readonly file: string;
  readonly seconds: number;
  /** Where the refused rows are told; absent where none was refused. */
  readonly report?: string;
}

const nothing: Counts = { rows: 0, accepted: 0, revised: 0, duplicates: 0, stale: 0, refused: 0, cut: 0 };
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Imports a CSV or JSONL file: maps its columns, hands its rows in by batches, tells of each that was refused. What is known by an id
 * in the file, or by its line in this very file, counts once however often it is imported; an import that was killed goes on where it was.
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const began = Date.now();
  const { file, folder = options.report ? dirname(options.report) : '.', dryRun = false } = options;
  const table = await openTable(file);
  const plan = await planOf(table, options);
  const report = options.report ?? join(folder, `${basename(file)}.refused.csv`);
  const state = new ImportState(join(folder, `.${basename(file)}.import.json`), report);
  const of = createHash('sha256').update(JSON.stringify([table.hash, plan.mapping, options.target, options.batch])).digest('hex');
  const cursor = dryRun ? undefined : await state.resume(of);
  if (dryRun && options.report) await rm(options.report, { force: true });
  options.onPlan?.({ ...plan, notes: [...table.notes, ...plan.notes], resumedAt: cursor?.counts.rows ?? 0 });
  const run = { of, run: cursor?.run ?? randomUUID() };
  let counts = cursor?.counts ?? nothing;
  // The run's name is kept before anything is sent under it.
  if (!dryRun && !cursor) await state.save({ ...run, counts });
  for await (const read of readAhead(windows(table, plan.mapping, counts.rows, { rows: options.batch ?? 500, bytes: MOST_BYTES }))) {
    const { lanes } = read.window;
    const answers = await Promise.all(lanes.map(async (lane, at) => (dryRun ? allTaken(lane) : options.send(lane.map(({ item }) => item), `${run.run}-${counts.rows}-${at}`))));
    const refusals = [...read.refusals, ...lanes.flatMap((lane, at) => refusedBy(answers[at]!, lane))].sort((a, b) => a.line - b.line);
    counts = add(counts, read, answers, refusals.length);
    if (!dryRun || options.report) await state.refuse(refusals);
    if (!dryRun) await state.save({ ...run, counts });
    options.onProgress?.(counts);
  }
  if (!dryRun) await state.finish();
  return { file, ...counts, seconds: (Date.now() - began) / 1000, ...(counts.refused > 0 && (!dryRun || options.report) && { report }) };
}

async function planOf(table: Table, options: ImportOptions): Promise<Pick<ImportPlan, 'mapping' | 'lines' | 'notes'>> {
  const source = options.source ?? basename(options.file).replace(/(\.\w+)+$/, '');
  const { channel, touchpoint } = options;
  const sample = await sampleOf(table);
  if (!options.mapping && sample.filter(({ value }) => isNative(value)).length > sample.length / 3) return { mapping: undefined, lines: ['  none: the lines are feedback in the form of the API'], notes: [] };
  const { mapping: guess, notes } = guessMapping(table.headers, sample.map(({ cells }) => cells), { source, ...(channel && { channel }), ...(touchpoint && { touchpoint }) });
  const mapping = combine(guess, options.mapping ?? {}, table.headers);
  return { mapping, lines: showMapping(mapping, table.headers), notes: options.mapping ? [] : notes };
}

/** What was read for one window. */
interface Read {
  rows: number;
  cut: number;
  readonly refusals: Refusal[];
  readonly window: Window;
}

/** The rows after the first `done`, by windows. */
async function* windows(table: Table, mapping: Mapping | undefined, done: number, most: Most): AsyncGenerator<Read> {
  const empty = (): Read => ({ rows: 0, cut: 0, refusals: [], window: new Window(most) });
  let row = 0;
  let read = empty();
  for await (const it of table.rows()) {
    if (++row <= done) continue;
    const { line } = it;
    const identity = `${table.hash.slice(0, 16)}:${line}`;
    const result = 'problem' in it ? it : mapping ? toFeedback(it.cells, mapping, identity) : takeNative(it.value ?? it.cells, identity);
    const refused = 'problem' in result;
    if (refused ? read.refusals.length >= most.rows : !read.window.add({ line, item: result.item })) {
      yield read;
      read = empty();
      if (!refused) read.window.add({ line, item: result.item });
    }
    read.rows++;
    if (refused) read.refusals.push({ line, ...result.problem });
    else if (result.cut) read.cut++;
  }
  if (read.rows > 0) yield read;
}

/** Reads on while what was read is on its way. */
async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (let it = await next; !it.done; it = await next) {
      next = items.next();
      // Told where it is awaited: whoever stops before that is not interested.
      next.catch(() => undefined);
      yield it.value;
    }
  } finally {
    await items.return(undefined);
  }
}

const allTaken = (lane: readonly Line[]): SentBatch => ({ items: lane.map((_, index) => ({ index, status: 'accepted' })) });

const refusedBy = ({ items }: SentBatch, lane: readonly Line[]): Refusal[] =>
  items.flatMap(({ index, status, errors }) => {
    if (status !== 'refused') return [];
    return [{ line: lane[index]!.line, reason: errors?.map((it) => `${it.pointer} ${it.detail}`.trim()).join('; ') ?? 'the server refused it', mend: 'mend the cell, or map the column to another field' }];
  });

function add(counts: Counts, read: Read, answers: readonly SentBatch[], refused: number): Counts {
  const count = (status: string) => answers.reduce((sum, { items }) => sum + items.filter((it) => it.status === status).length, 0);
  return {
    rows: counts.rows + read.rows,
    accepted: counts.accepted + count('accepted'),
    revised: counts.revised + count('revised'),
    duplicates: counts.duplicates + count('duplicate'),
    stale: counts.stale + count('stale'),
    refused: counts.refused + refused,
    cut: counts.cut + read.cut,
  };
}
