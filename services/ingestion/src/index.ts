import { config } from './config.js';
import { entities, migrations } from './datasource.js';
import { IngestionModule } from './ingestion.module.js';

export { importFile, type ImportOptions, type ImportPlan, type ImportResult, type SentBatch } from './import/import.service.js';
export { mappingOf } from './import/command.service.js';
export { httpSender } from './import/sender.service.js';
export { IngestionModule };
/** What the one-process platform needs to know of this service. */
export const ingestionService = { ...config, module: IngestionModule, entities, migrations } as const;
