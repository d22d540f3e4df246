import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** Tells the time; tests provide another. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

// Chance is drawn for 256 ids at once: asking for it costs more than all the rest.
const chance = new Uint8Array(256 * 16);
let used = chance.length;
let msecs = 0;
let seq = 0;

/** A new UUIDv7: ordered by the time it was made, within a process also in the same millisecond. */
export function newId(): string {
  if (used === chance.length) {
    crypto.getRandomValues(chance);
    used = 0;
  }
  const random = chance.subarray(used, (used += 16));
  // Below 2^31 it begins, so that there is room to count.
  const now = Date.now();
  if (now > msecs) [msecs, seq] = [now, new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1];
  else seq++;
  return v7({ random, msecs, seq });
}
