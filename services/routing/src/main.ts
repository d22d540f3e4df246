import { start } from '@vocloop/service';
import { config } from './config.js';
import { RoutingModule } from './routing.module.js';

await start(RoutingModule, config);
