export { migrateAll, services } from './services.js';
