import { sentimentSettings } from './config.js';
import { entities, migrations } from './datasource.js';
import { SentimentModule } from './sentiment.module.js';

export { SentimentModule };
/** What the one-process platform needs to know of this service. */
export const sentimentService = { name: 'sentiment', module: SentimentModule, settings: sentimentSettings, entities, migrations } as const;
