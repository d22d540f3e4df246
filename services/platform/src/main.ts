import { printableLines } from '@vocloop/contracts';
import { usage, readOptions } from './options.js';
import { run } from './run.js';

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(usage);
  // What was in the midst of being sent when Ctrl-C came goes on trying otherwise.
  else process.exit(await run(options));
} catch (error) {
  console.error(`vocloop: ${printableLines((error as Error).message)}`);
  // 78 (EX_CONFIG) is how every service ends where its settings are wrong.
  process.exit((error as Error).name === 'SettingsError' ? 78 : 1);
}
