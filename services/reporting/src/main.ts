import { start } from '@vocloop/service';
import { config } from './config.js';
import { ReportingModule } from './reporting.module.js';

await start(ReportingModule, config);
