import type { Api } from './api.js';
import type { DataDir } from './data-dir.js';
import type { Sent } from './feed.js';
import type { Options } from './options.js';

/** Imports a file as `voc import` does. */
export async function importFileThrough(_api: Api, _dataDir: DataDir, options: Options, _progress: (sent: Sent, of: number) => void, _say: (line: string) => void): Promise<Sent> {
  throw new Error(`cannot import ${options.importFile} yet`);
}
