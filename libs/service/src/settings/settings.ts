import { z } from 'zod';

/** What a setting says of itself beyond its schema: how to make a value (`make`), an example, and whether it is a secret, whose value is never shown. */
export interface SettingNotes {
  readonly description: string;
  readonly make?: string;
  readonly example?: string;
  readonly secret?: boolean;
}

/** Puts the notes on a setting's schema; call it last, since each zod call makes a new schema. */
export const setting = <Schema extends z.ZodType>(schema: Schema, notes: SettingNotes): Schema => schema.meta({ ...notes });

/** Reads the notes that `setting` left. */
export const notesOf = (schema: z.ZodType): SettingNotes => ({ description: '', ...schema.meta() });

const whole = (from: number, to: number) => z.string().regex(/^\d{1,15}$/, `must be a whole number from ${from} to ${to}`).transform(Number).pipe(z.int().min(from).max(to, `must be a whole number from ${from} to ${to}`));

/** A setting that is a whole number between two bounds, with its default. */
export const wholeNumber = (from: number, to: number, byDefault: number) => whole(from, to).default(byDefault);

/** A setting that is a comma-separated list; empty where it is left out. */
export const list = () => z.string().transform((text) => text.split(',').map((it) => it.trim()).filter(Boolean)).default([]);

const postgresUrl = z.string().refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be a connection string that begins with postgres://');

/** The settings that every service shares, as a zod shape: spread it into the service's own. */
export const commonSettings = {
  PORT: setting(wholeNumber(0, 65_535, 3000), { description: 'Port of HTTP; 0 takes a free one.' }),
  HOST: setting(z.string().default('0.0.0.0'), { description: 'Address to listen on.' }),
  LOG_LEVEL: setting(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'), { description: 'Least level that is logged.' }),
  DATABASE_URL: setting(postgresUrl, { description: "Connection string of the service's own role.", example: 'postgres://voc_ingestion:secret@localhost:5432/vocloop', secret: true }),
  VOC_LOG: setting(z.enum(['postgres', 'kafka']).default('postgres'), { description: 'Where events are kept.' }),
  KAFKA_BROKERS: setting(list(), { description: 'Brokers, separated by commas; needed where VOC_LOG is kafka.', example: 'localhost:9092' }),
  VOC_KAFKA_CLIENT: setting(z.enum(['kafkajs', 'platformatic']).default('kafkajs'), { description: 'Which Kafka client to use.' }),
  VOC_PARTITIONS: setting(wholeNumber(1, 1000, 4), { description: 'Partitions of a topic that is made new.' }),
  VOC_KEY_PEPPER: setting(z.string().min(32, 'must have at least 32 characters'), {
    description: 'Secret that API keys and pseudonyms are hashed with. Whoever changes it makes all keys invalid.', make: 'openssl rand -base64 48', secret: true,
  }),
  VOC_EGRESS_ALLOW: setting(list(), { description: 'Hosts and networks that may be called although they are private or without https, separated by commas.', example: 'hooks.internal,10.1.0.0/16' }),
  VOC_BODY_LIMIT: setting(wholeNumber(1024, 100 * 1024 * 1024, 5 * 1024 * 1024), { description: 'Largest body of a request, in bytes.' }),
  VOC_RATE_LIMIT: setting(wholeNumber(0, 1_000_000, 5000), { description: 'Requests a second that one tenant may make of one process, twice as many in a burst; a body counts once for each kilobyte; 0 for no limit.' }),
  VOC_STOP_SECONDS: setting(wholeNumber(1, 600, 30), { description: 'How long an ordered stop may take.' }),
  VOC_COMMIT: setting(z.string().default('unknown'), { description: 'Commit that the build was made from; shown at /version.' }),
};

/** A service's settings: the common ones and its own. */
export const settingsOf = <Own extends z.ZodRawShape>(own: Own) =>
  z.object({ ...commonSettings, ...own }).refine((it) => hasBrokers(it as { VOC_LOG?: unknown; KAFKA_BROKERS?: unknown }), {
    path: ['KAFKA_BROKERS'],
    message: 'is needed where VOC_LOG is kafka',
    // Also where other settings are wrong: all problems are told at once.
    when: () => true,
  });

const hasBrokers = ({ VOC_LOG, KAFKA_BROKERS }: { VOC_LOG?: unknown; KAFKA_BROKERS?: unknown }): boolean =>
  VOC_LOG !== 'kafka' || (Array.isArray(KAFKA_BROKERS) && KAFKA_BROKERS.length > 0);

/** The parsed settings that every service has. */
export type CommonSettings = z.output<z.ZodObject<typeof commonSettings>>;

/** Says of every wrong setting what is wrong and how to mend it, one line each. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n${problems.map((it) => `  ${it}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** Parses the environment; an empty variable counts as left out. Throws a SettingsError that names every wrong setting at once. */
export function loadSettings<Schema extends z.ZodObject>(schema: Schema, env: Readonly<Record<string, string | undefined>>): z.output<Schema> {
  const given = Object.fromEntries(Object.keys(schema.shape).flatMap((key) => (env[key] ? [[key, env[key]]] : [])));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new SettingsError(result.error.issues.map((issue) => lineOf(schema, issue, given)));
}

function lineOf(schema: z.ZodObject, issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  const field = schema.shape[name] as z.ZodType | undefined;
  const notes = notesOf(field ?? z.any());
  const value = given[name];
  const shown = value === undefined || notes.secret ? '' : ` (it is ${JSON.stringify(value)})`;
  const wrong = value === undefined && issue.code === 'invalid_type' ? 'is missing' : issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
  const mend = notes.make ? ` Make one: ${notes.make}` : notes.example ? ` For example: ${notes.example}` : '';
  return `${name} ${wrong}${shown}. ${notes.description}${mend}`.trim();
}
