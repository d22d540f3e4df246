import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** Tells the time; tests provide another. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** A new UUIDv7: ordered by the time it was made. */
export const newId = (): string => v7();
