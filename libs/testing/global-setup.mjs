// Jest's globalSetup for tests that need Postgres or Kafka: one of each for a whole run. Postgres starts at once; Kafka, which costs seconds,
// when the first test asks (by HTTP, since test files run in processes of their own).
//   VOC_TEST_POSTGRES_URL   set here; or set it before, to use a server of your own (superuser)
//   VOC_TEST_KAFKA_BROKERS  set it before, to use a broker of your own
//   VOC_TEST_ENGINES        set here: where to ask for Kafka
//   VOC_TEST_KAFKA_MISSING  set here where no Kafka can be had: why
//   VOC_TEST_BROKER_MISSING set here where no broker can be started that a test may kill: why
//   VOC_TEST_HOW            set here: what the tests run on
import { createServer } from 'node:http';
import { chooseEngines, whyNoKafka } from './engines.mjs';

export default async function setup() {
  const own = { postgres: process.env.VOC_TEST_POSTGRES_URL, kafka: process.env.VOC_TEST_KAFKA_BROKERS };
  const engines = await chooseEngines();
  const missing = own.kafka ? undefined : engines.kafkaMissing;
  if (missing && process.env.CI === 'true') throw new Error(`Tests need Kafka and CI=true forbids to skip them. ${missing}`);

  const stops = [];
  let kafka;
  const startKafka = async () => {
    if (own.kafka) return own.kafka;
    const { brokers, stop } = await engines.startKafka();
    stops.push(stop);
    return brokers;
  };
  const desk = createServer((_request, response) => {
    kafka ??= startKafka();
    kafka.then((brokers) => response.end(brokers), (error) => response.writeHead(500).end(error.message));
  });
  await new Promise((done) => desk.listen(0, '127.0.0.1', done));
  desk.unref();
  globalThis.vocloopTestEngines = async () => {
    await kafka?.catch(() => {});
    desk.closeAllConnections();
    desk.close();
    await Promise.all(stops.map((stop) => stop()));
  };

  if (!own.postgres) {
    const { url, stop } = await engines.startPostgres();
    stops.push(stop);
    process.env.VOC_TEST_POSTGRES_URL = url;
  }
  process.env.VOC_TEST_ENGINES = `http://127.0.0.1:${desk.address().port}`;
  if (missing) process.env.VOC_TEST_KAFKA_MISSING = missing;
  const noBroker = await whyNoKafka();
  if (noBroker) process.env.VOC_TEST_BROKER_MISSING = noBroker;
  process.env.VOC_TEST_HOW = [own.postgres ? 'a Postgres of your own' : engines.postgresName, own.kafka ? 'a Kafka of your own' : missing ? 'no Kafka' : engines.kafkaName].join(', ');
  process.stderr.write(`integration tests on: ${process.env.VOC_TEST_HOW}\n`);
  if (missing) process.stderr.write(`SKIPPING the tests that need Kafka. ${missing}\n`);
  else if (noBroker) process.stderr.write(`SKIPPING the tests that kill a Kafka broker. ${noBroker}\n`);
}
