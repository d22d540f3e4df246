import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

interface Container {
  readonly environment: Readonly<Record<string, string | number | null>>;
  readonly [setting: string]: unknown;
}

const root = join(import.meta.dirname, '../..');
const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as { services: Record<string, Container> };
const settings = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
const five = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
const ours = [...five, 'gateway', 'migrate'];

describe('docker-compose.yml', () => {
  it.each(five)('hands every setting to %s, whose database role is its own', (name) => {
    const { environment } = services[name]!;
    // The commit belongs to the image.
    expect(settings.filter((it) => !(it in environment) && it !== 'VOC_COMMIT')).toEqual([]);
    expect(environment['DATABASE_URL']).toContain(`//voc_${name}:`);
  });

  it.each(ours)('lets %s do no more than it needs to', (name) => {
    expect(services[name]).toMatchObject({ image: 'vocloop', read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(services[name]).not.toHaveProperty('user');
  });

  it('gives the secrets of all only to whom they belong', () => {
    const knowing = (secret: string) => Object.entries(services).filter(([, it]) => JSON.stringify(it.environment).includes(secret)).map(([name]) => name);
    expect(knowing('POSTGRES_PASSWORD:-')).toEqual(['postgres', 'migrate']);
    expect(knowing('VOC_KEY_PEPPER')).toEqual(five);
  });

  it('publishes one address to others, and Kafka to this machine only', () => {
    const published = Object.entries(services).filter(([, it]) => it['ports']).map(([name, it]) => [name, it['ports']]);
    expect(published).toEqual([['kafka', ['127.0.0.1:${KAFKA_PORT:-29092}:29092']], ['gateway', ['${PORT:-3000}:3000']]]);
  });
});
