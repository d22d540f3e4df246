import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { channel as channelSchema, printable, printableLines } from '@vocloop/contracts';
import { parse as parseYaml } from 'yaml';
import { httpSender, SendError } from './sender.service.js';
import { importFile, type ImportOptions, type ImportResult } from './import.service.js';
import type { Counts } from './cursor.service.js';
import { MappingError, parseMapping, readMapping, type GivenMapping } from './mapping.js';

/** What the command needs of the process it runs in. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly fetch: typeof globalThis.fetch;
}

/** 0: all rows are in. 1: some were refused, see the report. 2: the command or the mapping is wrong. 3: the server refused or was away. */
export type ExitCode = 0 | 1 | 2 | 3;

const usage = `npx voc import FILE [options]

Imports feedback from a CSV or JSONL file. The mapping is guessed from the headers and shown; what is given overrules it.

  --url URL          the server (default: VOC_URL, else http://localhost:3000)
  --key KEY          an API key with the scope feedback:write (default: VOC_API_KEY)
  --mapping M        a YAML or JSON file, or field=column pairs:
                     text=comment|title + body,rating=score:nps:0-10,occurredAt=created:day-first,product=item,channel==review
                     (| alternatives, + joins, : kind, scale or form, == a constant, nothing after = takes a field away)
  --source NAME      what the feedback comes from (default: the file's name); answers go back to it
  --channel NAME     survey, chat, call, ticket, review, social or suggestion
  --touchpoint NAME  the moment of the journey (default: the source)
  --dry-run          reads, maps and checks everything; sends nothing
  --report FILE      where refused rows are told, .csv or .jsonl (default: FILE.refused.csv here, or under VOC_DATA_DIR/imports)
  --batch N          rows in a request, 1 to 1000 (default 500)
  --json             the result as one line of JSON on stdout

Again, or after a kill: the same command goes on where it stopped, and counts nothing twice.
Exit: 0 all in, 1 some rows refused, 2 wrong command or mapping, 3 the server refused or was away.
`;

class UsageError extends Error {}

/** Runs `voc import`. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const { values, positionals } = parse(argv);
    if (values.help) return io.stdout.write(usage), 0;
    const result = await importFile({ ...(await optionsOf(values, positionals, io)), ...progress(io) });
    tell(result, values['dry-run'] ?? false, values.json ?? false, io);
    return result.refused > 0 ? 1 : 0;
  } catch (error) {
    io.stderr.write(`\nvoc import: ${printableLines((error as Error).message)}\n`);
    if (error instanceof UsageError) io.stderr.write('See: npx voc import --help\n');
    return error instanceof SendError ? 3 : 2;
  }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { url: text, key: text, mapping: text, source: text, channel: text, touchpoint: text, report: text, batch: text, 'dry-run': flag, json: flag, help: { ...flag, short: 'h' } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function optionsOf(values: ReturnType<typeof parse>['values'], positionals: readonly string[], { env, fetch }: Io): Promise<ImportOptions> {
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageError('name one file');
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const channel = values.channel === undefined ? undefined : channelSchema.safeParse(values.channel);
  if (channel?.success === false) throw new UsageError(`--channel must be one of ${channelSchema.options.join(', ')}`);
  const batch = values.batch === undefined ? undefined : Number(values.batch);
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= 1000)) throw new UsageError('--batch must be a whole number from 1 to 1000');
  const url = values.url ?? env['VOC_URL'] ?? `http://localhost:${env['PORT'] || 3000}`;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new UsageError(`--url must begin with http:// or https://; it is ${url}`);
  const key = values.key ?? env['VOC_API_KEY'];
  if (!key && !values['dry-run']) throw new UsageError('an API key is needed: --key voc_…, or VOC_API_KEY; npm start prints one');
  const dataDir = env['VOC_DATA_DIR'];
  const { source, touchpoint, report } = values;
  return {
    file, target: url, dryRun: values['dry-run'] ?? false, send: httpSender({ url, key: key ?? '', fetch }),
    ...(values.mapping !== undefined && { mapping: await mappingOf(values.mapping) }),
    ...(source !== undefined && { source }), ...(touchpoint !== undefined && { touchpoint }), ...(report !== undefined && { report }),
    ...(channel && { channel: channel.data }), ...(batch !== undefined && { batch }),
    ...(dataDir && { folder: join(dataDir, 'imports') }),
  };
}

/** The mapping that --mapping names: a file's, or written out. */
export async function mappingOf(given: string): Promise<GivenMapping> {
  if (!existsSync(given)) {
    if (!given.includes('=')) throw new UsageError(`--mapping: there is no file ${given}, and it is no list of field=column pairs`);
    return parseMapping(given);
  }
  const text = await readFile(given, 'utf8');
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw new MappingError([`${given}: ${(error as Error).message}`]);
  }
  return readMapping(value);
}

function progress({ stderr }: Io): Pick<ImportOptions, 'onPlan' | 'onProgress'> {
  let told = Date.now();
  return {
    onPlan: ({ lines, notes, resumedAt }) => {
      stderr.write(`Mapping (change it with --mapping):\n${lines.map(printable).join('\n')}\n`);
      for (const note of notes) stderr.write(`  note: ${printable(note)}\n`);
      if (resumedAt > 0) stderr.write(`Goes on after row ${resumedAt}, where it was stopped.\n`);
    },
    onProgress: (counts) => {
      if (!stderr.isTTY && Date.now() - told < 2000) return;
      told = Date.now();
      stderr.write(`${stderr.isTTY ? '\r' : ''}${inWords(counts)}${stderr.isTTY ? '' : '\n'}`);
    },
  };
}

const inWords = ({ rows, accepted, revised, duplicates, stale, refused, cut }: Counts): string =>
  `${rows} rows: ${accepted} accepted, ${duplicates} duplicates, ${refused} refused${revised ? `, ${revised} revised` : ''}${stale ? `, ${stale} older than what is there` : ''}${cut ? `; ${cut} texts cut to 20,000 characters` : ''}`;

function tell(result: ImportResult, dryRun: boolean, json: boolean, { stdout, stderr }: Io): void {
  stderr.write(`${stderr.isTTY ? '\r' : ''}${inWords(result)}, in ${result.seconds.toFixed(1)} s${dryRun ? '; nothing was sent (--dry-run)' : ''}\n`);
  if (result.report) stderr.write(`The refused rows, with reason and mend: ${printable(result.report)}\n`);
  else if (result.refused > 0) stderr.write('To see which and why, give --report FILE\n');
  if (json) stdout.write(`${printable(JSON.stringify({ ...result, dryRun }))}\n`);
}
