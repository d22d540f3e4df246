export { Database } from './database.js';
export { DatabaseModule, connectionOptions, dataSourceOf, type DatabaseOptions } from './database.module.js';
export { drift } from './drift.js';
export { migrate, roleOf, roleUrl, servicesRole, type MigrateOptions } from './migrate.js';
export { tenantTable } from './tenancy.js';
