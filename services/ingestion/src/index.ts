import { config } from './config.js';
import { entities, migrations } from './datasource.js';
import { IngestionModule } from './ingestion.module.js';

export { IngestionModule };
/** What the one-process platform needs to know of this service. */
export const ingestionService = { ...config, module: IngestionModule, entities, migrations } as const;
