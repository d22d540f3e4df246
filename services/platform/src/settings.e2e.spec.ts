import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const names = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
const startWith = (service: string, env: Record<string, string>) => spawnSync(process.execPath, [join(root, 'services', service, 'dist/main.js')], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 });

const wrong = {
  PORT: '70000', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://secret-user:secret-word@localhost/x', VOC_LOG: 'kafka', VOC_KAFKA_CLIENT: 'librdkafka', VOC_PARTITIONS: 'many',
  VOC_KEY_PEPPER: 'too-short-a-secret', VOC_BODY_LIMIT: '1', VOC_RATE_LIMIT: '-1', VOC_STOP_SECONDS: '0',
};
const own: Record<string, Record<string, string>> = {
  ingestion: { VOC_PHONE_REGION: 'Mars', VOC_INTAKE_QUEUE: '1', VOC_DELIVERY_DELAYS: 'soon', VOC_DELIVERY_TIMEOUT_SECONDS: 'x', VOC_DELIVERY_CONCURRENCY: '0', VOC_DELIVERY_PER_HOST: '-1' },
  routing: { VOC_DELIVERY_DELAYS: '-5', VOC_DELIVERY_TIMEOUT_SECONDS: '99999', VOC_DELIVERY_CONCURRENCY: 'all', VOC_DELIVERY_PER_HOST: '1.5' },
};

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, 'infra/build.mjs')], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
});

describe.each(names)('%s with settings that are wrong', (service) => {
  it('ends with 78, names each of them with its mend, and shows no secret', () => {
    const given = { ...wrong, ...own[service] };
    const { status, stderr } = startWith(service, given);
    expect(status).toBe(78);
    const lines = stderr.split('\n').filter((it) => it.startsWith('  ')).map((it) => it.trim());
    // Brokers are asked for once the rest of the settings can be read together.
    expect(lines.map((it) => it.split(' ')[0]!).filter((it) => it !== 'KAFKA_BROKERS').toSorted()).toEqual(Object.keys(given).filter((it) => it !== 'VOC_LOG').toSorted());
    // What is wrong, and what would be right: more than the name and a value.
    for (const line of lines) expect(line).toMatch(/^\w+ \w+.{20,}/);
    expect(stderr).not.toMatch(/secret-user|secret-word|too-short-a-secret/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 78 where Kafka is chosen and its brokers are left out', () => {
    const { status, stderr } = startWith(service, { VOC_LOG: 'kafka', DATABASE_URL: 'postgres://x:y@localhost/x', VOC_KEY_PEPPER: 'x'.repeat(40) });
    expect([status, stderr]).toEqual([78, expect.stringMatching(/KAFKA_BROKERS .{20,}/)]);
  });

  it('ends with 78 where nothing is set, and says how to make what is missing', () => {
    const { status, stderr } = startWith(service, {});
    expect(status).toBe(78);
    expect(stderr).toMatch(/DATABASE_URL is missing\..*For example: postgres:/);
    expect(stderr).toMatch(/VOC_KEY_PEPPER is missing\..*Make one: openssl/);
  });
});
