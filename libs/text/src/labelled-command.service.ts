import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { rowsOf, type Labelled } from './labelled.js';

/** What a command needs of the process it runs in. */
export interface Io { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

type Options = NonNullable<ParseArgsConfig['options']>;
type Given<Own extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Own }>>;

/** A command over files of texts, by its name, its help and its options: it answers 0 where `work` was done, and 2 with what to mend where it threw. */
export function labelledCommand<Own extends Options>(name: string, usage: string, options: Own, work: (given: Given<Own>, write: (line: object) => void) => Promise<void>) {
  return async (argv: readonly string[], { stdout, stderr }: Io): Promise<number> => {
    try {
      if (argv.includes('--help') || argv.includes('-h')) return stdout.write(usage), 0;
      await work(parseArgs({ args: [...argv], allowPositionals: true, options }), (line) => stdout.write(`${JSON.stringify(line)}\n`));
      return 0;
    } catch (error) {
      stderr.write(`voc ${name}: ${(error as Error).message}\nSee: npx voc ${name} --help\n`);
      return 2;
    }
  };
}

/** The rows of a file (`rowsOf`); throws with what to mend where there are none, or not all have the label that is `needed`. */
export async function rowsIn(file: string, needed: { label?: boolean } = {}): Promise<Labelled[]> {
  const rows = rowsOf(await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { throw new Error(faults[error.code ?? '']?.(file) ?? error.message); }));
  if (rows.length === 0) throw new Error(`${file} has no text`);
  const bare = needed.label ? rows.findIndex(({ label }) => label === undefined) : -1;
  if (bare >= 0) throw new Error(`${file}: text ${bare + 1} of ${rows.length} has no label; write text<TAB>label a line`);
  return rows;
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

/** The language tag that all texts are said to have, where one is said. */
export function languageTag(said: string | undefined): string | undefined {
  if (said === undefined || /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(said)) return said;
  throw new Error(`--language must be a language tag such as de or pt-BR, not "${said}"`);
}
