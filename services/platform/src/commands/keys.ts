import { parseArgs } from 'node:util';
import { printableLines } from '@vocloop/contracts';
import { Database, dataSourceOf } from '@vocloop/database';
import { ApiKeys, type Scope, scopes } from '@vocloop/service';
import { environmentOn, usualDataDir } from '../data-dir.js';
import { root } from '../loop.js';

const usage = `npx voc keys create [options]     makes an API key and prints it, this once

  --tenant NAME    whose key it is (default: default)
  --name NAME      what it is for (default: command line)
  --scopes A,B     what it may do (default: all): ${scopes.join(', ')}

Beside "npm start" nothing else is needed: it looks into its data folder (VOC_DATA_DIR, default .voc). Elsewhere give DATABASE_URL, the owner's or
ingestion's, and VOC_KEY_PEPPER, which is the services' own. Keys are listed and revoked at /v1/keys.
`;

interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs \`voc keys\`. */
export async function run(argv: readonly string[], { env, stdout, stderr }: Io): Promise<number> {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { tenant: text, name: text, scopes: text, help: { type: 'boolean', short: 'h' } } });
    if (values.help) return stdout.write(usage), 0;
    if (positionals.join(' ') !== 'create') throw new Error('say: npx voc keys create');
    const wanted = values.scopes?.split(',') ?? scopes;
    const unknown = wanted.find((it) => !scopes.includes(it as Scope));
    if (unknown) throw new Error(`there is no scope "${unknown}"; there are ${scopes.join(', ')}`);
    const { DATABASE_URL: url, VOC_KEY_PEPPER: pepper } = env['DATABASE_URL'] ? env : (environmentOn(env['VOC_DATA_DIR'] ?? usualDataDir(root)) ?? {});
    if (!url || !pepper) throw new Error('no platform runs on the data folder (VOC_DATA_DIR); start it, or give DATABASE_URL and VOC_KEY_PEPPER, the same as the service ingestion has');
    const database = new Database(await dataSourceOf({ service: 'ingestion', url, entities: [], poolSize: 1 }).initialize());
    try {
      const { token } = await new ApiKeys(() => database, pepper).create(values.tenant ?? 'default', values.name ?? 'command line', wanted as Scope[]);
      stdout.write(`${token}\n`);
    } finally {
      await database.dataSource.destroy();
    }
    return 0;
  } catch (error) {
    stderr.write(`voc keys: ${printableLines((error as Error).message)}\nSee: npx voc keys --help\n`);
    return 2;
  }
}
