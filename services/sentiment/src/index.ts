import { config } from './config.js';
import { entities, migrations } from './datasource.js';

export { SentimentModule } from './sentiment.module.js';
/** What the platform needs to run sentiment within its own process. */
export const sentimentService = { ...config, entities, migrations };
