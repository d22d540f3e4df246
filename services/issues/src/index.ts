import { config } from './config.js';
import { entities, migrations } from './datasource.js';

export { IssuesModule } from './issues.module.js';
/** What the platform needs to run issues within its own process. */
export const issuesService = { ...config, entities, migrations };
