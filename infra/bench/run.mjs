// Runs rows one after the other, prints what they come to, and writes it down.
import { measure, tableOf } from './harness.mjs';
import { write } from './report.mjs';
import { Stand } from './stand.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

/** Measures the rows; resolves to the exit status: 0 where every row could be measured, whether or not its goal is met. */
export async function run(rows, options) {
  const results = [];
  let failed = 0;
  for (const row of rows) {
    const stand = new Stand({ scale: options.quick ? 0.1 : 1, say, options });
    try {
      results.push(...(await measure(row, stand, { repetitions: options.repetitions, say })));
      console.log(`\n${tableOf(results.slice(-row.lines.length))}\n`);
    } catch (error) {
      failed++;
      say(`${row.name} could not be measured: ${error.stack}`);
    } finally {
      await stand.close();
    }
  }
  if (rows.length > 1) console.log(`\n${tableOf(results)}`);
  if (options.quick) console.log('\nA quick look: nothing is written.');
  else write(results);
  return failed > 0 ? 1 : 0;
}
