// Processes of the bench: with the flags of the platform's own, asked by messages (see child.mjs). VOC_BENCH_PROFILE=FOLDER leaves a CPU profile of each there.
import { fork } from 'node:child_process';
import { nodeFlags } from '../install.mjs';

const notOurs = /^(DATABASE_URL|KAFKA_BROKERS|PORT|HOST|VOC_.*|OTEL_.*|JEST_.*|NODE_OPTIONS)$/;
const profiling = process.env.VOC_BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.VOC_BENCH_PROFILE}`] : [];
/** The environment that processes get: whoever runs the bench has settings of his own. */
export const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !notOurs.test(name)));

/** Starts a module; resolves once `ready` does, or else once it says that it is. */
export async function startProcess(module, { env: environment, ready }) {
  const child = fork(module, { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [...nodeFlags(''), ...profiling] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const waiting = new Map();
  let last = 0;
  const said = new Promise((resolve) => child.on('message', (message) => {
    if (message === 'ready') resolve();
    const { id, answer, error } = message;
    if (waiting.has(id)) error ? waiting.get(id).reject(new Error(error)) : waiting.get(id).resolve(answer);
  }));
  const died = ended.then((code) => { throw new Error(`${module} ended (${code})`); });
  died.catch(() => {});
  await Promise.race([ready ? ready() : said, died]);
  return {
    ask: (ask) => Promise.race([died, new Promise((resolve, reject) => { const id = ++last; waiting.set(id, { resolve, reject }); child.send({ id, ask }); })]),
    stop: async () => { child.kill('SIGTERM'); await ended; },
  };
}
