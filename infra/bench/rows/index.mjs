import { consumer } from './consumer.mjs';
import { costs } from './costs.mjs';
import { faults } from './faults.mjs';
import { dashboard, growth } from './history.mjs';
import * as http from './http.mjs';
import { imports } from './import.mjs';
import * as latency from './latency.mjs';
import { loop, stages } from './loop.mjs';
import * as process from './process.mjs';
import { relay } from './relay.mjs';
import { scoring } from './scoring.mjs';
import { soak } from './soak.mjs';
import { tenants } from './tenants.mjs';

/** Every row, in the order of the table. */
export const rows = [http.one, http.batches, relay, consumer, loop, stages, faults, latency.embedded, latency.kafka, scoring, dashboard, imports, tenants, costs, process.memory, process.start, growth, soak];
