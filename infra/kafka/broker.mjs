// One Kafka node (KRaft) without Docker: for `npm start -- --kafka`, for tests, and by hand: node infra/kafka/broker.mjs --data DIR [--port N]
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { dieWithParent } from '../die-with-parent.mjs';
import { findJars, findJava, version } from './jars.mjs';

const heap = ['-Xmx512m', '-XX:+UseSerialGC', '-Djava.awt.headless=true'];

/**
 * Starts a broker on `dataDir`, which it makes where it is missing and otherwise goes on with. Without `port` it takes the port of the last
 * start where that is free, so that clients find it again. Answers `{ brokers, port, pid, version, log, stop() }` once it takes connections.
 */
export async function startBroker({ dataDir, port, say = () => {} }) {
  const [java, jars] = [await findJava(), await findJars(say)];
  const dir = resolve(dataDir);
  mkdirSync(dir, { recursive: true });
  await waitForThePrevious(dir);
  const ports = await choosePorts(dir, port);
  const settings = writeSettings(dir, ports);
  const classpath = ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${settings.logging}`];
  if (!existsSync(join(dir, 'log', 'meta.properties'))) await format(java, [...heap, ...classpath], settings.server);

  const log = join(dir, 'broker.log');
  const child = spawn(java, [...heap, ...classpath, 'kafka.Kafka', settings.server], { cwd: dir, stdio: ['ignore', 'pipe', openSync(log, 'a')], detached: true });
  const ended = new Promise((done) => child.once('exit', done).once('error', done));
  const release = child.pid ? dieWithParent(child.pid) : () => {};
  void ended.then(release);
  try {
    await untilStarted(child, ended, log);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  writeFileSync(join(dir, 'broker.pid'), String(child.pid));
  child.unref();
  return { brokers: `127.0.0.1:${ports.client}`, port: ports.client, pid: child.pid, version, log, ended, stop: () => stop(child, ended, dir) };
}

/** In order: Kafka writes what it holds and says goodbye; after 20 s it is not asked any more. */
async function stop(child, ended, dir) {
  child.ref();
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
  rmSync(join(dir, 'broker.pid'), { force: true });
}

/** A broker whose parent was killed still writes for a second or two: two on one folder would not do. */
async function waitForThePrevious(dir) {
  const file = join(dir, 'broker.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  for (let tries = 0; await isBroker(pid); tries++) {
    if (tries === 100) throw new Error(`A Kafka broker (process ${pid}) already works on ${dir}: stop it, or give another folder.`);
    await sleep(200);
  }
  rmSync(file, { force: true });
}

/** Asks by the command line too, because a pid may have gone to another process since. */
async function isBroker(pid) {
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  return stdout.includes('kafka.Kafka');
}

async function choosePorts(dir, wanted) {
  const file = join(dir, 'server.properties');
  const before = existsSync(file) ? /PLAINTEXT:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  if (wanted && !(await isFree(wanted))) throw new Error(`Port ${wanted} is taken: give Kafka another one.`);
  const client = wanted || (before && (await isFree(Number(before))) ? Number(before) : await freePort());
  return { client, controller: await freePort() };
}

/** A port nobody listens on, on 127.0.0.1. */
export function freePort(port = 0) {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => done(free));
    });
  });
}
const isFree = (port) => freePort(port).then(() => true, () => false);

function writeSettings(dir, ports) {
  // broker.session.timeout.ms: after kill -9, Kafka waits so long until its own successor may have its place.
  const server = join(dir, 'server.properties');
  const logging = join(dir, 'log4j2.properties');
  writeFileSync(server, `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports.controller}
listeners=PLAINTEXT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports.client}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${join(dir, 'log')}
auto.create.topics.enable=false
num.partitions=8
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
default.replication.factor=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.min.session.timeout.ms=1000
log.segment.bytes=134217728
`);
  // Quiet: warnings to the file; the one line that says it is ready to us.
  writeFileSync(logging, `status=error
appender.file.type=RollingFile
appender.file.name=file
appender.file.fileName=${join(dir, 'broker.log')}
appender.file.filePattern=${join(dir, 'broker.%i.log')}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d %p %c: %m%n
appender.file.policies.type=Policies
appender.file.policies.size.type=SizeBasedTriggeringPolicy
appender.file.policies.size.size=10MB
appender.file.strategy.type=DefaultRolloverStrategy
appender.file.strategy.max=2
appender.ready.type=Console
appender.ready.name=ready
appender.ready.layout.type=PatternLayout
appender.ready.layout.pattern=%m%n
rootLogger.level=warn
rootLogger.appenderRef.file.ref=file
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=info
logger.server.appenderRef.ready.ref=ready
`);
  return { server, logging };
}

async function format(java, options, settings) {
  const id = `V${randomBytes(16).toString('base64url').slice(1)}`;
  await promisify(execFile)(java, [...options, 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', id, '-c', settings]).catch((error) => {
    throw new Error(`Kafka could not make its data folder: ${String(error.stderr || error.message).trim().slice(0, 500)}`, { cause: error });
  });
}

async function untilStarted(child, ended, log) {
  let timer;
  const started = new Promise((done) => child.stdout.on('data', (chunk) => String(chunk).includes('Kafka Server started') && done('started')));
  const late = new Promise((done) => { timer = setTimeout(done, 60_000, 'late'); });
  const what = await Promise.race([started, ended.then(() => 'ended'), late]);
  clearTimeout(timer);
  child.stdout.resume();
  child.stdout.unref?.();
  if (what === 'started') return;
  const tail = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter((line) => !line.startsWith('\tat ')).slice(-5).join('\n') : '';
  throw new Error(`Kafka ${what === 'ended' ? 'stopped while it started' : 'did not start within 60 s'}; the end of ${log}:\n${tail}`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
  if (!values.data) {
    console.error('Say where the data goes: node infra/kafka/broker.mjs --data DIR [--port N]');
    process.exit(2);
  }
  try {
    const broker = await startBroker({ dataDir: values.data, port: Number(values.port) || undefined, say: console.error });
    console.log(`Kafka ${version} listens: KAFKA_BROKERS=${broker.brokers}  (Ctrl-C stops it; its log: ${broker.log})`);
    const asked = new Promise((done) => process.once('SIGINT', done).once('SIGTERM', done));
    const alive = setInterval(() => {}, 60_000);
    const how = await Promise.race([asked.then(() => 'asked'), broker.ended.then(() => 'ended')]);
    clearInterval(alive);
    if (how === 'asked') await broker.stop();
    else throw new Error(`Kafka stopped by itself: see ${broker.log}`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
