// node infra/docker/check.mjs: builds the image, starts docker-compose.yml under a name and a port of its own, sends the sample through it, asks that
// everything is accounted for, and takes it down again. Works from Node 20 on; needs a Docker engine with compose.
//   --keep   leaves it running, to be looked at
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root } from '../install.mjs';

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

const project = `vocloop-check-${process.pid}`;
const port = await freePort();
const env = { ...process.env, PORT: String(port), KAFKA_PORT: String(await freePort()), COMPOSE_PROJECT_NAME: project };
const compose = (args, stdio = ['ignore', 2, 2]) => spawnSync('docker', ['compose', ...args], { cwd: root, env, stdio, encoding: 'utf8' });
const must = (args, what) => compose(args).status === 0 || stop(`${what}: docker compose ${args.join(' ')} failed (see above)`);
const ids = () => compose(['ps', '-aq'], ['ignore', 'pipe', 2]).stdout.split('\n').filter(Boolean);
const inspected = () => JSON.parse(execFileSync('docker', ['inspect', ...ids()], { encoding: 'utf8' }));
const nameOf = (container) => container.Config.Labels['com.docker.compose.service'];
const dataDir = mkdtempSync(join(tmpdir(), 'vocloop-check-'));

function tidy() {
  rmSync(dataDir, { recursive: true, force: true });
  if (!process.argv.includes('--keep')) compose(['down', '--volumes', '--timeout', '35']);
}

function stop(message) {
  compose(['logs', '--tail', '40']);
  tidy();
  fail(message);
}

const say = (line) => console.error(`\n── ${line}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop('stopped'));
if (spawnSync('docker', ['compose', 'version']).status !== 0) fail('this needs Docker with compose: install them, and see that "docker info" answers');

say(`starting (project ${project}, port ${port})`);
must(['up', '--build', '--detach', '--wait', '--wait-timeout', '300'], 'not every container became healthy');

say('how the containers run');
const rooted = inspected().filter(({ Config }) => ['', 'root', '0'].includes(Config.User)).map(nameOf);
if (rooted.length > 0) stop(`these run as root: ${rooted.join(', ')}`);
const writable = inspected().filter((it) => !it.HostConfig.ReadonlyRootfs && !['kafka', 'postgres'].includes(nameOf(it))).map(nameOf);
if (writable.length > 0) stop(`these can write to their root: ${writable.join(', ')}`);

say('sending the sample');
const key = compose(['exec', '-T', 'ingestion', 'voc', 'keys', 'create'], ['ignore', 'pipe', 2]).stdout.trim();
if (!key.startsWith('voc_')) stop('no API key could be made');
const sent = spawnSync(process.execPath, [join(root, 'infra/start.mjs'), '--url', `http://127.0.0.1:${port}`, '--key', key, '--once', '--json'], { cwd: root, env: { ...env, VOC_DATA_DIR: dataDir }, stdio: ['ignore', 'pipe', 2], encoding: 'utf8' });
const summary = JSON.parse(sent.stdout.trim().split('\n').at(-1) || 'null');
const { accepted, scored, dropped, deadLettered, inFlight, routed } = summary ?? {};
if (sent.status !== 0 || !(accepted >= 5000) || scored + dropped !== accepted || deadLettered !== 0 || inFlight !== 0) stop(`not everything is accounted for: ${sent.stdout}`);
if (Object.keys(routed).length < 3) stop(`issues came to too few pods: ${JSON.stringify(routed)}`);

say('stopping in order');
must(['stop'], 'they do not stop');
const failed = inspected().filter(({ State }) => ![0, 143].includes(State.ExitCode)).map((it) => `${nameOf(it)} (${it.State.ExitCode})`);
if (failed.length > 0) stop(`these did not stop in order: ${failed.join(', ')}`);

tidy();
console.log(JSON.stringify(summary));
