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

  VOC_DATA_DIR      where the data is kept (default .voc)
  DATABASE_URL      a Postgres of yours, by its owner role, instead of the embedded one`;

/** Reads the command line. Throws an Error that says what to mend. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      import: { type: 'string' }, mapping: { type: 'string' }, rules: { type: 'string' }, port: { type: 'string' },
      kafka: { type: 'boolean', default: false }, once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.mapping !== undefined && values.import === undefined) throw new Error('--mapping says how the columns of a file map: give the file with --import FILE');
  const port = Number(values.port ?? env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be a whole number from 0 to 65535, not "${values.port ?? env['PORT']}"`);
  return {
    kafka: values.kafka, once: values.once, json: values.json, port,
    ...(values.import !== undefined && { importFile: values.import }),
    ...(values.mapping !== undefined && { mapping: values.mapping }),
    ...(values.rules !== undefined && { rules: values.rules }),
  };
}
