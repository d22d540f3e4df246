// Installs what package-lock.json names, where that has not been done: `prod` is what running needs, `all` is what tests need too.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
/** Where Node keeps what it compiled, so that the next start of a service costs a third less. */
export const compileCache = join(root, 'node_modules', '.cache', 'vocloop');
/** What the platform's Node is told: left alone, it takes the machine's memory as an invitation, and holds twice of what it needs. */
export const limits = ['--max-semi-space-size=32', '--max-old-space-size=768'];
/** Errors name lines of our sources; the maps of packages, which --enable-source-maps would read too, are a tenth of a service's start. */
const sourceMaps = "data:text/javascript,import { setSourceMapsSupport } from 'node:module'; setSourceMapsSupport(true);";
/** The platform's flags; a limit that NODE_OPTIONS sets is left to it, since what stands on the command line would win. */
export const nodeFlags = (options = process.env.NODE_OPTIONS ?? '') => [`--import=${sourceMaps}`, ...limits.filter((it) => !options.replaceAll('_', '-').includes(it.split('=')[0]))];
const stamp = join(root, 'node_modules', '.vocloop');

const wanted = () => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const kind of ['libs', 'services']) for (const name of readdirSync(join(root, kind))) hash.update(name);
  return hash.digest('hex');
};

const recorded = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []);

/** True where what package-lock.json names is there. */
export function isInstalled(what) {
  const [hash, extent] = recorded();
  return hash === wanted() && (extent === 'all' || extent === what);
}

/** Makes sure of what is needed; says so first, for it takes a while. Where tests were installed they stay. Answers whether anything was installed. */
export function install(needed, say = console.error) {
  if (isInstalled(needed)) return false;
  const what = recorded()[1] === 'all' ? 'all' : needed;
  say(`installing ${what === 'prod' ? 'what running needs' : 'everything, tests too'} (once, about a minute) …`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(what === 'prod' ? ['--omit=dev'] : [])];
  // What npm says is no output of the command that needs it.
  const { status, error } = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, npm_config_engine_strict: 'false' } });
  if (error?.code === 'ENOENT') fail('npm is missing: install Node.js 20 or later, which brings it');
  if (status !== 0) fail(`npm ci failed (see above). It needs the npm registry; behind a proxy or a mirror, set npm's registry and proxy settings`);
  writeFileSync(stamp, `${wanted()} ${what}`);
  return true;
}

/** A Node that the platform runs on: this one where it is new enough, else the one that the package `node` brings. */
export function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if ((major === 24 && minor >= 11) || (major === 22 && minor >= 22)) return process.execPath;
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(own)) fail(`this needs Node 22.22, 24.11 or a later 24; yours is ${process.versions.node}, and the package "node" brought none for this machine (were install scripts switched off?)`);
  return own;
}

/** Where this Node is too old, runs the same command on one that is new enough, and ends as it does. */
export function moveToNewNode() {
  const node = findNode();
  if (node !== process.execPath) process.exit(spawnSync(node, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}

/** Runs Node on these arguments in place of this process, and ends as it does; SIGTERM is passed on. */
export function goOnAs(node, args, options = {}) {
  const child = spawn(node, args, { stdio: 'inherit', ...options });
  // Ctrl-C reaches the child by itself, and twice would mean "at once"; it stops in order, and we wait for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

export function fail(message) {
  console.error(`vocloop: ${message}`);
  process.exit(1);
}
