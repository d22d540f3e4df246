// Runs rows one after the other; prints and writes down what each comes to once it is measured, so that a run that ends early keeps what it has.
import { root } from '../install.mjs';
import { measure, tableOf } from './harness.mjs';
import { setting, write } from './report.mjs';
import { rows as allRows } from './rows/index.mjs';
import { Stand } from './stand.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

/** Measures the rows; resolves to the exit status: 0 where every row could be measured, whether or not its goal is met. */
export async function run(rows, options) {
  // Fewer turns are a look: their spread says little.
  const quick = options.scale < 1 || options.repetitions < 5;
  // Asked for now: whoever works on meanwhile may commit.
  const where = quick ? undefined : setting(root);
  const results = [];
  let failed = 0;
  for (const row of rows) {
    const stand = new Stand({ scale: options.scale, say, options });
    const interrupted = () => void stand.close().finally(() => process.exit(130));
    process.once('SIGINT', interrupted);
    try {
      const measured = await measure(row, stand, { repetitions: options.repetitions, say });
      results.push(...measured);
      console.log(`\n${tableOf(results)}\n`);
      if (!quick) write(root, measured, where, allRows.flatMap(({ lines }) => lines));
    } catch (error) {
      failed++;
      say(`${row.name} could not be measured: ${error.stack}`);
    } finally {
      process.off('SIGINT', interrupted);
      await stand.close();
    }
  }
  if (quick) console.log('\nA quick look: nothing is written.');
  return failed > 0 ? 1 : 0;
}
