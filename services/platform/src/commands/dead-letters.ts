import { parseArgs } from 'node:util';
import { printable, printableLines } from '@vocloop/contracts';
import { Api } from '../api.js';
import { services } from '../services.js';

const usage = `npx voc dead-letters                                    lists what could not be taken, and why
npx voc dead-letters replay [--service S] [--id ID] [--code CODE] [--topic T]    replays one, or all that fit
npx voc dead-letters discard --service S --id ID --reason TEXT

  --service NAME   ingestion, sentiment, issues, routing or reporting (default: all)
  --data JSON      with --id: replays with the event's data edited
  --url URL        the platform (default: VOC_URL, else http://localhost:3000)
  --key KEY        an API key with the scope operate (default: VOC_API_KEY)
  --json           one JSON object a line
`;

interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}
interface Letter { readonly id: string; readonly state: string; readonly eventType: string | null; readonly topic: string; readonly errorCode: string; readonly errorMessage: string; readonly attempts: number; readonly createdAt: string }

const text = { type: 'string' } as const;
const options = { service: text, id: text, code: text, topic: text, data: text, reason: text, url: text, key: text, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** Runs \`voc dead-letters\`. 0: done. 1: some failed again. 2: the command is wrong. 3: the platform refused or was away. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    if (values.help) return io.stdout.write(usage), 0;
    const key = values.key ?? io.env['VOC_API_KEY'];
    if (!key) throw new Error('an API key is needed: --key voc_…, or VOC_API_KEY; npm start prints one');
    const api = new Api((values.url ?? io.env['VOC_URL'] ?? 'http://localhost:3000').replace(/\/$/, ''), key);
    const all: readonly string[] = services.map(({ name }) => name);
    if (values.service !== undefined && !all.includes(values.service)) throw new Error(`there is no service "${values.service}"; there are ${all.join(', ')}`);
    const names = values.service ? [values.service] : all;
    switch (positionals[0] ?? 'list') {
      case 'list': return await list(api, names, values, io);
      case 'replay': return await replay(api, names, values, io);
      case 'discard': return await discard(api, values, io);
      default: throw new Error(`there is no "${positionals[0]}"; there are list, replay and discard`);
    }
  } catch (error) {
    io.stderr.write(`voc dead-letters: ${printableLines((error as Error).message)}\nSee: npx voc dead-letters --help\n`);
    return 'status' in (error as object) ? 3 : 2;
  }
}

async function list(api: Api, names: readonly string[], { topic, code, json }: Values, { stdout }: Io): Promise<number> {
  const query = new URLSearchParams({ ...(topic && { topic }), ...(code && { code }) }).toString();
  let found = 0;
  for (const service of names) {
    for (const letter of await api.all<Letter>(`/v1/services/${service}/dead-letters${query && `?${query}`}`)) {
      found++;
      stdout.write(`${printable(json ? JSON.stringify({ service, ...letter }) : `${letter.id}  ${service.padEnd(9)} ${letter.state.padEnd(6)} ${letter.eventType ?? '?'} of ${letter.topic}: ${letter.errorCode}, ${letter.errorMessage.split('\n')[0]}`)}\n`);
    }
  }
  if (found === 0 && !json) stdout.write('no dead letters\n');
  return 0;
}

async function replay(api: Api, names: readonly string[], { service, id, data, topic, code }: Values, { stdout }: Io): Promise<number> {
  if (id && !service) throw new Error('--id needs --service: each service keeps its own dead letters');
  if (id) {
    const result = await api.ask<{ outcome: string; released: number; error?: string }>('POST', `/v1/services/${service}/dead-letters/${id}/replay`, data === undefined ? {} : { data: edited(data) });
    stdout.write(`${result.outcome}${result.error ? `: ${printable(result.error)}` : ''}; ${result.released} that waited behind it went on\n`);
    return result.outcome === 'failed' ? 1 : 0;
  }
  let failures = 0;
  for (const name of names) {
    const { replayed, failed, released } = await api.ask<{ replayed: number; failed: number; released: number }>('POST', `/v1/services/${name}/dead-letters/replay`, { ...(topic && { topic }), ...(code && { code }) });
    failures += failed;
    stdout.write(`${name.padEnd(9)} ${replayed} replayed, ${failed} failed again, ${released} that waited went on\n`);
  }
  return failures > 0 ? 1 : 0;
}

function edited(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw new Error(`--data is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

async function discard(api: Api, { service, id, reason }: Values, { stdout }: Io): Promise<number> {
  if (!service || !id || !reason) throw new Error('discard needs --service, --id and --reason');
  const { released } = await api.ask<{ released: number }>('POST', `/v1/services/${service}/dead-letters/${id}/discard`, { reason });
  stdout.write(`discarded; ${released} that waited behind it went on\n`);
  return 0;
}
