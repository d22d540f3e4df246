import { start } from '@vocloop/service';
import { config } from './config.js';
import { IngestionModule } from './ingestion.module.js';

await start(IngestionModule, config);
