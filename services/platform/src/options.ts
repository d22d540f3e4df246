import { parseArgs } from 'node:util';

/** What `npm start -- …` can be told. */
export interface Options {
  readonly importFile?: string;
  readonly mapping?: string;
  readonly rules?: string;
  readonly kafka: boolean;
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
  /** A platform that runs elsewhere and is only sent to. */
  readonly elsewhere?: { readonly url: string; readonly key: string };
}

export const usage = `npm start -- [options]

  (none)            start everything, send the sample round, and stay
  --import FILE     import a CSV or JSONL file instead of the sample
  --mapping M       how its columns map: a JSON or YAML file, or text=comment,customer=id
  --rules FILE      the pods, ownership and rules to route by (YAML)
  --kafka           five processes over a real Kafka (KAFKA_BROKERS, else started from Maven's jars)
  --once            stop when all is settled; the exit status is 0 if everything accepted is accounted for
  --json            print the result as one JSON object, as the last line
  --port N          the one address's port (default 3000, or PORT)
  --url URL         start nothing: send to the platform that answers there, and end when all is settled
  --key KEY         with --url: an API key of it, with all scopes (default: VOC_API_KEY)

  VOC_DATA_DIR      where the data is kept (default .voc)
  DATABASE_URL      a Postgres of yours, by its owner role, instead of the embedded one`;

/** Reads the command line. Throws an Error that says what to mend. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      import: { type: 'string' }, mapping: { type: 'string' }, rules: { type: 'string' }, port: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' },
      kafka: { type: 'boolean', default: false }, once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.mapping !== undefined && values.import === undefined) throw new Error('--mapping says how the columns of a file map: give the file with --import FILE');
  const elsewhere = readElsewhere(values, env);
  const port = Number(values.port ?? env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be a whole number from 0 to 65535, not "${values.port ?? env['PORT']}"`);
  return {
    kafka: values.kafka, once: values.once, json: values.json, port,
    ...(elsewhere && { elsewhere }),
    ...(values.import !== undefined && { importFile: values.import }),
    ...(values.mapping !== undefined && { mapping: values.mapping }),
    ...(values.rules !== undefined && { rules: values.rules }),
  };
}

function readElsewhere({ url, key = '', ...values }: { url?: string | undefined; key?: string | undefined; kafka: boolean; port?: string | undefined }, env: Readonly<Record<string, string | undefined>>): Options['elsewhere'] {
  if (url === undefined) {
    if (key) throw new Error('--key is for a platform that runs elsewhere: name it with --url URL');
    return undefined;
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error(`--url must begin with http:// or https://, not "${url}"`);
  for (const name of ['kafka', 'port'] as const) if (values[name]) throw new Error(`--${name} says how a platform is started, and --url starts none: leave one of them out`);
  const given = key || env['VOC_API_KEY'];
  if (!given) throw new Error('an API key of that platform is needed: --key voc_…, or VOC_API_KEY; "npx voc keys create" makes one');
  return { url: url.replace(/\/+$/, ''), key: given };
}
