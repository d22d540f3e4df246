import { start } from '@vocloop/service';
import { config } from './config.js';
import { IssuesModule } from './issues.module.js';

await start(IssuesModule, config);
