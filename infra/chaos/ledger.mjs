// A ledger: JSON lines, each on the disk before anybody goes by it. Lines that come together share one fsync.
import { closeSync, fdatasync, openSync, readSync, statSync, write } from 'node:fs';
import { promisify } from 'node:util';

const [writeTo, sync] = [promisify(write), promisify(fdatasync)];

export class Ledger {
  waiting = [];
  #file;
  #writing;

  constructor(path) {
    this.#file = openSync(path, 'a');
  }

  /** Resolves once the line is on the disk. */
  note(entry) {
    return new Promise((done, failed) => {
      this.waiting.push({ line: `${JSON.stringify(entry)}\n`, done, failed });
      this.#writing ??= this.#write().finally(() => { this.#writing = undefined; });
    });
  }

  async #write() {
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0);
      try {
        await writeTo(this.#file, together.map(({ line }) => line).join(''));
        await sync(this.#file);
        for (const { done } of together) done();
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
  }

  async close() {
    await this.#writing;
    closeSync(this.#file);
  }
}

/** Where a ledger ends, to read on from there. */
export const ledgerEnd = (path) => statSync(path).size;

/** The lines of a ledger from a place on, a piece at a time, since it may be longer than a string can be; a last one that was cut short was never gone by. */
export function readLedger(path, from = 0) {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(2 ** 24);
  const entries = [];
  let left = Buffer.alloc(0);
  for (let at = from, size; (size = readSync(file, piece, 0, piece.length, at)) > 0; at += size) {
    const bytes = Buffer.concat([left, piece.subarray(0, size)]);
    const end = bytes.lastIndexOf(10) + 1;
    if (end > 0) for (const line of bytes.toString('utf8', 0, end - 1).split('\n')) entries.push(JSON.parse(line));
    left = bytes.subarray(end);
  }
  closeSync(file);
  return entries;
}
