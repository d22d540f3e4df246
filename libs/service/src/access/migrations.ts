import { CreateApiKey1700000000000 } from './1700000000000-create-api-key.js';

/** Migrations of the shared schema `access`, which has no role of its own; the owner runs them before any service's. */
export const accessMigrations = [CreateApiKey1700000000000];
