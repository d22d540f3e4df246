// Brings the database to the present, as its owner: DATABASE_URL is the owner's, VOC_SERVICE_PASSWORD becomes the password of the services' roles.
import { migrateAll } from './services.js';

const { DATABASE_URL: url, VOC_SERVICE_PASSWORD: password } = process.env;
if (!url || !password) {
  process.stderr.write('DATABASE_URL (of the role that owns the database) and VOC_SERVICE_PASSWORD (for the roles voc_ingestion, voc_sentiment …) are needed\n');
  process.exit(78);
}
await migrateAll(url, () => password);
process.stdout.write('the database is up to date\n');
