import { readFileSync } from 'node:fs';

/** A file of weights, which lies beside this one: the one place of this library that reads a file. */
export const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`./${name}.bin`, import.meta.url));
