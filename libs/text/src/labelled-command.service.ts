import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { rowsOf, type Labelled } from './labelled.js';

/** What a command needs of the process it runs in. */
export interface Io { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

type Options = NonNullable<ParseArgsConfig['options']>;
type Given<Own extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Own }>>;

/** What a command does with what it was given: it writes lines, and reads other files than those of texts as `rowsIn` does, with the same errors. */
type Work<Own extends Options> = (given: Given<Own>, write: (line: object) => void, read: (file: string) => Promise<Buffer>) => Promise<void>;

/** A command over files of texts, by its name, its help and its options: it answers 0 where `work` was done, and 2 with what to mend where it threw. */
export function labelledCommand<Own extends Options>(name: string, usage: string, options: Own, work: Work<Own>) {
  return async (argv: readonly string[], { stdout, stderr }: Io): Promise<number> => {
    try {
      if (argv.includes('--help') || argv.includes('-h')) return stdout.write(usage), 0;
      await work(parseArgs({ args: [...argv], allowPositionals: true, options }), (line) => stdout.write(`${JSON.stringify(line)}\n`), bytesOf);
      return 0;
    } catch (error) {
      stderr.write(`voc ${name}: ${(error as Error).message}\nSee: npx voc ${name} --help\n`);
      return 2;
    }
  };
}

/** The rows of a file (`rowsOf`), or of standard input for "-"; throws with what to mend where there are none, or not all have the label that is `needed`. */
export async function rowsIn(file: string, needed: { label?: boolean | undefined } = {}): Promise<Labelled[]> {
  const name = file === '-' ? 'standard input' : file;
  const rows = rowsOf(textOf(await bytesOf(file), name), name);
  if (rows.length === 0) throw new Error(`${name} has no text`);
  const bare = needed.label ? rows.find(({ label }) => label === undefined) : undefined;
  if (bare) throw new Error(`${bare.where} has no label; write text<TAB>label`);
  return rows;
}

async function bytesOf(file: string): Promise<Buffer> {
  if (file !== '-') return readFile(file).catch((error: NodeJS.ErrnoException) => { throw new Error(faults[error.code ?? '']?.(file) ?? error.message); });
  if (process.stdin.readableEnded) throw new Error('standard input can be read only once; name a file for the other "-"');
  return buffer(process.stdin);
}

/** UTF-16 of plain letters is UTF-8 too, but for its NUL bytes, which no text has. */
const isText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0);

function textOf(bytes: Buffer, name: string): string {
  if (isText(bytes)) return bytes.toString();
  const line = bytes.toString('latin1').split('\n').findIndex((it) => !isText(Buffer.from(it, 'latin1')));
  throw new Error(`${name}: line ${line + 1} is no UTF-8; save the file as UTF-8`);
}

const faults: Partial<Record<string, (file: string) => string>> = {
  ENOENT: (file) => `there is no file ${file}`,
  EISDIR: (file) => `${file} is a folder; name a file in it`,
  EACCES: (file) => `${file} may not be read`,
};

/** The one file that a command is about. */
export function oneFile([file, ...more]: readonly string[]): string {
  if (file === undefined || more.length > 0) throw new Error('name one file');
  return file;
}

/** Throws where only the figures are asked for, and none are. */
export function wantsFigures({ quiet, measure }: { quiet?: boolean | undefined; measure?: boolean | undefined }): void {
  if (quiet && !measure) throw new Error('--quiet leaves only the figures: give --measure too');
}

/** The language tag that all texts are said to have, where one is said, as BCP 47 writes it: "en" for "ENG". */
export function languageTag(said: string | undefined): string | undefined {
  if (said === undefined) return undefined;
  const tag = canonical(said);
  if (tag && languageNames.of(new Intl.Locale(tag).language)) return tag;
  throw new Error(`--language must be a language tag such as de or pt-BR, not "${said}"`);
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
