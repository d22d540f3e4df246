import { consumer } from './consumer.mjs';
import * as http from './http.mjs';
import { loop, stages } from './loop.mjs';
import { relay } from './relay.mjs';

/** Every row, in the order of the table. */
export const rows = [http.one, http.batches, relay, consumer, loop, stages];
