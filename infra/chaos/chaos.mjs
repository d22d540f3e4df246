// npm run chaos: the platform of five processes under load and under every fault, and a checker that compares what was asked with what came of it.
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { pointsOf } from './crash-points.mjs';
import { faults } from './faults.mjs';
import { control, judged, plants } from './plants.mjs';
import { serviceNames } from './platform.mjs';
import { record, tableOf } from './record.mjs';
import { root, testBuild } from './test-build.mjs';
import { Trial } from './trial.mjs';

/** What a user has to mend: told without where it was found. */
class UsageError extends Error {}

/** Somebody ended the command. */
class Interrupted extends Error {}

/** Faults of what only one log has. */
const kafkas = Object.keys(faults).filter((it) => it.endsWith('-kafka'));

const usage = `npm run chaos -- [options]

  --events N       feedback to send at least (default 20000)
  --kills N        kills among them: at named crash points, the least often hit first, and anywhere (default 20); from 200 on, what the long run must show is judged too
  --seed N         of the load and of the kills (default: by the clock; printed)
  --log L          postgres, kafka or both (default both)
  --client C       kafkajs or platformatic (default kafkajs)
  --rate N         feedback a second at most (default 400)
  --faults LIST    beside the kills, with commas, or all that the log has, or none (default redeliver,zombie,next-version): ${Object.keys(faults).join(', ')}
                   (those of Kafka on the Kafka log only; disk-full by root only)
  --plant NAMES    with commas: a build with a planted fault, which the checker must name, after a trial of the sound build, which must be clean, on each log; all tries each, none the sound build alone: ${plants.map(({ name }) => name).join(', ')}
  --at-once N      trials of plants at the same time (default 2)
  --short          every service dies once at each of its crash points, under load: as in npm test
  --long           1,000,000 feedback accepted, 250 kills, two at a time, 2,000 forced redeliveries, every fault, files imported; writes its result into docs/reliability.md
  --record         writes the result into docs/reliability.md
  --json           the results as JSON, on stdout, as the last line

  The forms have a load of their own: --rate is 30 and --events 300 with --short, 60 and 500 with --plant, 2000 and 1,180,000 with --long (50 minutes on Kafka).
  Ends with 0 where nothing is violated and every gate met.

  VOC_CHAOS_KEEP=1 keeps the folder of a trial: ledgers, logs, hits`;

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const { values } = given({ options: { events: text, kills: text, seed: text, log: text, client: text, rate: text, faults: text, plant: text, 'at-once': text, short: flag, long: flag, record: flag, json: flag, help: { ...flag, short: 'h' } } });
const say = (line) => process.stderr.write(`${line}\n`);

function given(options) {
  try {
    return parseArgs(options);
  } catch (error) {
    console.error(`chaos: ${error.message}\nSee: npm run chaos -- --help`);
    process.exit(1);
  }
}

function number(name, byDefault, least = 0) {
  const value = Number(values[name] ?? byDefault);
  if (!Number.isInteger(value) || value < least) throw new UsageError(`--${name} must be a whole number from ${least} on, not "${values[name]}"`);
  return value;
}

/** Rejects on the first SIGINT or SIGTERM, so that what runs is stopped and removed; the second ends the command at once. */
const interrupted = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Interrupted(`ended by ${signal}`)));
});
interrupted.catch(({ message }) => say(`${message}; stopping what runs …`));

async function main() {
  try {
    const logs = logsOf(values.log ?? 'both');
    const seed = number('seed', Date.now() % 1_000_000);
    // What is wrong is told before anything is built.
    for (const log of logs) optionsOf(seed, log);
    number('at-once', 2, 1);
    say(`seed ${seed}`);
    const results = values.plant ? await plantedTrials(logs, seed) : await trials(logs, seed);
    if (values.record || values.long) record(results);
    if (values.json) console.log(JSON.stringify({ seed, results }));
    return results.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) console.error(`chaos: ${error instanceof UsageError ? `${error.message}\nSee: npm run chaos -- --help` : error.stack}`);
    return 1;
  }
}

function logsOf(name) {
  if (name === 'both') return ['postgres', 'kafka'];
  if (name !== 'postgres' && name !== 'kafka') throw new UsageError(`--log must be postgres, kafka or both, not "${name}"`);
  return [name];
}

function clientOf(name) {
  if (name !== 'kafkajs' && name !== 'platformatic') throw new UsageError(`--client must be kafkajs or platformatic, not "${name}"`);
  return name;
}

function faultsOf(list, log) {
  const has = (name) => log === 'kafka' || !kafkas.includes(name);
  const names = list === 'all' ? Object.keys(faults).filter(has) : list === 'none' ? [] : list.split(',');
  const unknown = names.find((it) => !faults[it]);
  if (unknown) throw new UsageError(`there is no fault "${unknown}"; there are ${Object.keys(faults).join(', ')}`);
  const foreign = names.find((it) => !has(it));
  if (foreign) throw new UsageError(`the log in Postgres has no Kafka for "${foreign}": add --log kafka`);
  return names;
}

function optionsOf(seed, log) {
  const common = { seed, isTimed: !values.short, client: clientOf(values.client ?? 'kafkajs'), faults: faultsOf(values.faults ?? 'redeliver,zombie,next-version', log), rate: number('rate', 400, 1) };
  if (values.long) return { ...common, events: number('events', 1_180_000), kills: number('kills', 250), rate: number('rate', 2000, 1), redeliveries: 2000, imports: 3, together: 2, mostInBatch: 100, faults: faultsOf(values.faults ?? 'all', log), quietWithin: 900_000 };
  if (values.short) return { ...common, events: 300, kills: 0, rate: number('rate', 30, 1), faults: faultsOf(values.faults ?? 'redeliver', log), imports: 1, patience: 120_000, podEveryMs: 250 };
  return { ...common, events: number('events', 20_000), kills: number('kills', 20) };
}

/** The first pass of the common ones is in the start, so that one is taken later. */
const passes = (point) => `${point}:${point.startsWith('transaction.') ? 20 : 1}`;
const everyPoint = (log) => Object.fromEntries(serviceNames.map((service) => [service, pointsOf(service, log).map(passes)]));

async function trials(logs, seed) {
  const build = await testBuild();
  const known = about(seed);
  try {
    const results = [];
    for (const log of logs) {
      const options = { ...optionsOf(seed, log), log, build: build.folder, ...(values.short && { crashes: everyPoint(log) }) };
      const result = await new Trial(options, say).run(interrupted);
      const passed = result.violations.length === 0 && result.still.length === 0 && result.missed.length === 0 && result.gates.every(({ met }) => met);
      results.push({ ...known, log, client: options.client, kills: options.kills, passed, ...result });
      tell(results.at(-1));
    }
    return results;
  } finally {
    build.remove();
  }
}

/** On each log: the sound build first, for what is found there proves no plant; then each planted fault in a build of its own, some at a time: passed where the checker names what it violates. */
async function plantedTrials(logs, seed) {
  const names = values.plant.split(',');
  const unknown = names.find((it) => it !== 'all' && it !== control.name && !plants.some(({ name }) => name === it));
  if (unknown !== undefined) throw new UsageError(`there is no plant "${unknown}"; there are ${plants.map(({ name }) => name).join(', ')}`);
  const wanted = plants.filter(({ name }) => names.includes('all') || names.includes(name));
  const results = [];
  for (const log of logs) results.push(...(await plantedOn(log, wanted, seed)));
  return results;
}

async function plantedOn(log, wanted, seed) {
  const attempt = async (plant, isSound) => plantedTrial(plant, log, seed, isSound).catch((error) => failed(plant, log, seed, error));
  const sound = await attempt(control);
  const results = new Map();
  const queue = [...wanted];
  const worker = async () => {
    for (let plant = queue.shift(); plant; plant = queue.shift()) results.set(plant, await attempt(plant, sound.passed));
  };
  // Each is stopped and removed before any error ends the command.
  const ended = await Promise.allSettled(Array.from({ length: number('at-once', 2, 1) }, worker));
  for (const { reason } of ended) if (reason) throw reason;
  return [sound, ...wanted.map((plant) => results.get(plant))];
}

/** A trial that could not be made says nothing of its plant, and keeps no other from being tried. */
function failed({ name, says, violates }, log, seed, error) {
  if (error instanceof Interrupted) throw error;
  say(`FAILED  ${name} on ${log}: ${error.message}`);
  return { ...about(seed), log, plant: name, says, violates, passed: false, violations: [] };
}

async function plantedTrial(plant, log, seed, isSound) {
  const build = await testBuild(plant);
  const known = about(seed);
  try {
    const options = { seed, client: clientOf(values.client ?? 'kafkajs'), log, build: build.folder, events: number('events', 500), kills: 0, rate: number('rate', 60, 1), faults: plant.faults ?? [], planted: plant.crashes, sql: plant.sql, quietWithin: plant.quietWithin ?? 15_000, resolveEvery: 4 };
    const result = await new Trial(options, () => undefined).run(interrupted);
    const isClean = result.violations.length === 0 && result.still.length === 0;
    const { passed, violations } = plant === control ? { passed: isClean, violations: result.violations } : judged(plant, result, isSound);
    say(`${plant === control ? (passed ? 'clean ' : 'FAILED') : passed ? 'caught' : 'MISSED'}  ${plant.name} (${plant.says}) on ${log}: ${violations.map(({ name, count, examples }) => `${name} ×${count} (${examples[0]})`).join('; ') || 'nothing found'}`);
    if (plant === control && !passed) say(`  still moving: ${result.still.join(', ') || 'nothing'}`);
    return { ...known, log, plant: plant.name, says: plant.says, violates: plant.violates, ...result, passed, violations };
  } finally {
    build.remove();
  }
}

function tell(result) {
  const { log, passed, violations, missed, still } = result;
  say(`\n${passed ? 'passed' : 'FAILED'} on ${log}\n${tableOf(result)}`);
  for (const { name, count, examples } of violations) say(`  VIOLATED ${name} ×${count}: ${examples.join('; ')}`);
  if (missed.length > 0) say(`  never passed: ${missed.join(', ')}`);
  if (still.length > 0) say(`  still moving: ${still.join(', ')}`);
}

/** What a figure is worth nothing without: of the sources as they are built, so it is asked right after that. */
function about(seed) {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  return { seed, commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ', and changes' : ''}`, machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`, at: new Date().toISOString().slice(0, 16) };
}

if (values.help) console.log(usage);
else process.exit(await main());
