import { usage, readOptions } from './options.js';
import { run } from './run.js';

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(usage);
  else process.exitCode = await run(options);
} catch (error) {
  console.error(`vocloop: ${(error as Error).message}`);
  process.exit(1);
}
