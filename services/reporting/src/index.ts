import { config } from './config.js';
import { entities, migrations } from './datasource.js';

export { ReportingModule } from './reporting.module.js';
/** What the platform needs to run reporting within its own process. */
export const reportingService = { ...config, entities, migrations };
