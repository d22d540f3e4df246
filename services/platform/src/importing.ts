import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printable } from '@vocloop/contracts';
import { httpSender, importFile, mappingOf } from '@vocloop/ingestion';
import type { Api } from './api.js';
import type { DataDir } from './data-dir.js';

/** What became of a file's rows, counted over all starts: a batch that is sent again after a kill gets the answer that it got before. */
export interface Sent {
  readonly rows: number;
  readonly accepted: number;
  readonly revised: number;
  readonly duplicates: number;
  readonly stale: number;
  readonly refused: number;
}

export interface ImportWish {
  readonly file: string;
  readonly mapping?: string | undefined;
  readonly progress: (sent: Sent) => void;
  readonly say: (line: string) => void;
}

/** Imports a file as \`voc import\` does, once for a data folder: one that was finished before is only counted. */
export async function importOnce(api: Api, dataDir: DataDir, { file, mapping, progress, say }: ImportWish): Promise<Sent> {
  const folder = dataDir.file('imports');
  const given = mapping === undefined ? undefined : await mappingOf(mapping);
  const counted = `imported-${createHash('sha256').update(readFileSync(file)).update(JSON.stringify(given ?? null)).digest('hex').slice(0, 24)}.json`;
  // The import's own cursor is there from before the first row until after the last: counts without it are of a whole file.
  const known = dataDir.read(counted);
  if (known && !existsSync(join(folder, `.${basename(file)}.import.json`))) return JSON.parse(known) as Sent;
  const result = await importFile({
    file,
    folder,
    target: dataDir.path,
    send: httpSender({ url: api.url, key: api.key, fetch }),
    ...(given && { mapping: given }),
    onPlan: ({ lines, notes, resumedAt }) => {
      if (resumedAt > 0) say(`goes on after row ${resumedAt.toLocaleString('en')}, where it was stopped`);
      else if (basename(file) !== sampleFile) say(['how its columns map (change it with --mapping):', ...[...lines, ...notes.map((it) => `  note: ${it}`)].map(printable)].join('\n'));
    },
    onProgress: (counts) => {
      dataDir.write(counted, JSON.stringify(counts));
      progress(counts);
    },
  });
  if (result.report) say(`rows refused, with reason and mend: ${result.report}`);
  return result;
}

/** The name under which the sample is kept in the data folder. */
export const sampleFile = 'sample.jsonl';
