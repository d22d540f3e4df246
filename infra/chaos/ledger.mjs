// A ledger: JSON lines, each on the disk before anybody goes by it. Lines that come together share one fsync.
import { closeSync, fdatasync, openSync, readFileSync, write } from 'node:fs';
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

/** The lines of a ledger; a last one that was cut short was never gone by. */
export function readLedger(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop();
  return lines.map((line) => JSON.parse(line));
}
