// Runs rows one after the other, prints what they come to, and writes it down.
import { root } from '../install.mjs';
import { measure, tableOf } from './harness.mjs';
import { write } from './report.mjs';
import { rows as allRows } from './rows/index.mjs';
import { Stand } from './stand.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

/** Measures the rows; resolves to the exit status: 0 where every row could be measured, whether or not its goal is met. */
export async function run(rows, options) {
  const results = [];
  let failed = 0;
  for (const row of rows) {
    const stand = new Stand({ scale: options.scale, say, options });
    const interrupted = () => void stand.close().finally(() => process.exit(130));
    process.once('SIGINT', interrupted);
    try {
      results.push(...(await measure(row, stand, { repetitions: options.repetitions, say })));
      console.log(`\n${tableOf(results)}\n`);
    } catch (error) {
      failed++;
      say(`${row.name} could not be measured: ${error.stack}`);
    } finally {
      process.off('SIGINT', interrupted);
      await stand.close();
    }
  }
  if (options.scale < 1) console.log('\nA quick look: nothing is written.');
  else write(root, results, allRows.flatMap(({ lines }) => lines));
  return failed > 0 ? 1 : 0;
}
