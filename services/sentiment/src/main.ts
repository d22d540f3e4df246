import { start } from '@vocloop/service';
import { config } from './config.js';
import { SentimentModule } from './sentiment.module.js';

await start(SentimentModule, config);
