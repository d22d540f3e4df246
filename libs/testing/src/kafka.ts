import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';

/** The Kafka of this test run, started when the first test asks; shared by all test files and stopped by the run's end. */
export async function testKafka(): Promise<{ brokers: string }> {
  const desk = process.env['VOC_TEST_ENGINES'];
  if (!desk) throw new Error('No Kafka for tests: the file must be named *.int.spec.ts or *.e2e.spec.ts, so that libs/testing/global-setup.mjs runs.');
  const answer = await fetch(desk);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`No Kafka for tests: ${text}`);
  return { brokers: text };
}

/** `describe`, or `describe.skip` where no Kafka can be had; the run says so at its start, and fails instead where CI=true. */
export const describeWithKafka: typeof describe | typeof describe.skip = process.env['VOC_TEST_KAFKA_MISSING'] ? describe.skip : describe;

/** `describe`, or `describe.skip` where no Java is here to run a broker that a test may kill (Docker alone does not do: its broker is shared). */
export const describeWithOwnBroker: typeof describe | typeof describe.skip = process.env['VOC_TEST_BROKER_MISSING'] ? describe.skip : describe;

/** A topic's name that nobody else uses, since all test files share a broker. */
export const freshTopic = (name = 'topic'): string => `test.${name}.${randomBytes(5).toString('hex')}`;
