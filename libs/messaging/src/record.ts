import { type Event, type EventDefinition, isSettled, moment } from '@vocloop/contracts';
import { type FieldError, fieldErrors, hostile } from '@vocloop/service';
import { z } from 'zod';
import type { LogRecord, StoredRecord } from './log.js';
import type { OutboxRecord } from './outbox.repository.js';

/** Why a record is not an event that we can take. */
export class RecordFault extends Error {
  constructor(
    readonly code: 'not_a_cloudevent' | 'not_json' | 'unknown_type' | 'invalid_data',
    message: string,
    readonly type: string | null = null,
    readonly errors: readonly FieldError[] = [],
  ) {
    super([message, ...errors.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`)].filter(Boolean).join('\n'));
  }
}

const attributes = ['id', 'source', 'type', 'subject', 'time', 'tenantid', 'partitionkey', 'correlationid', 'causationid', 'traceparent'] as const;

/** An event on its way, by CloudEvents' Kafka binding in binary mode. The data is serialised here, once. */
export function toRecord(event: Event, topic: string): OutboxRecord {
  const headers: Record<string, string> = { ce_specversion: '1.0', 'content-type': 'application/json' };
  for (const name of attributes) {
    const value = event[name];
    if (value !== undefined) headers[`ce_${name}`] = value;
  }
  if (event.traceparent) headers['traceparent'] = event.traceparent;
  return { topic, key: event.partitionkey, headers, payload: JSON.stringify(event.data) };
}

/** What is appended to a partition. */
export const toLogRecord = ({ topic, key, headers, payload }: OutboxRecord, partition: number): LogRecord => ({ topic, partition, key, headers, value: Buffer.from(payload) });

/** Reads an event from a record, in binary or structured mode, and parses its data by the definition of its type; what strangers wrote is searched for hostile shapes first. Throws RecordFault. */
export function toEvent(record: StoredRecord, definitions: ReadonlyMap<string, EventDefinition>, foreign = false): Event {
  const structured = record.headers['content-type']?.startsWith('application/cloudevents+json');
  const { context, data } = structured ? fromStructured(record) : fromBinary(record);
  const definition = definitions.get(context.type);
  if (!definition) throw new RecordFault('unknown_type', `no event is called "${context.type}"; those of this topic are ${[...definitions.keys()].join(', ')}`, context.type);
  const fault = foreign ? hostile(data) : undefined;
  if (fault) throw new RecordFault('invalid_data', '', context.type, [{ ...fault, pointer: `/data${fault.pointer}` }]);
  const settled = parseData(definition, data);
  const { specversion: _, ...rest } = context;
  return {
    ...rest,
    subject: context.subject ?? definition.subject(settled),
    time: context.time ?? record.appendedAt.toISOString(),
    partitionkey: context.partitionkey ?? record.key ?? definition.key(settled),
    correlationid: context.correlationid ?? context.id,
    data: settled,
  };
}

function parseData({ schema, type }: EventDefinition, data: unknown): unknown {
  if (isSettled(schema, data)) return data;
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new RecordFault('invalid_data', '', type, fieldErrors(parsed.error.issues, '/data'));
}

const text = z.string().min(1).max(2000).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters or half a character');
const contextSchema = z.object({
  specversion: z.literal('1.0', 'specversion must be "1.0"'),
  id: text,
  source: text,
  type: text,
  subject: text.optional(),
  time: moment.optional(),
  tenantid: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'tenantid must be lower-case letters, digits and dashes').default('default'),
  partitionkey: text.optional(),
  correlationid: text.optional(),
  causationid: text.optional(),
  traceparent: text.optional(),
});

type Context = z.output<typeof contextSchema>;

const headersOf = (['specversion', ...attributes] as const).map((name) => [name, `ce_${name}`] as const);

function fromBinary(record: StoredRecord): { context: Context; data: unknown } {
  const given: Partial<Record<keyof Context, string>> = {};
  for (const [name, header] of headersOf) {
    const value = record.headers[header];
    if (value !== undefined) given[name] = value;
  }
  return { context: parseContext(record, given), data: json(record) };
}

function fromStructured(record: StoredRecord): { context: Context; data: unknown } {
  const envelope = json(record);
  if (typeof envelope !== 'object' || envelope === null) throw new RecordFault('not_a_cloudevent', 'the value is not a JSON object');
  return { context: parseContext(record, envelope as Record<string, unknown>), data: (envelope as { data?: unknown }).data };
}

function parseContext(record: StoredRecord, given: Record<string, unknown>): Context {
  if (isSettled(contextSchema, given)) return given as Context;
  const parsed = contextSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new RecordFault('not_a_cloudevent', "CloudEvents' Kafka binding wants headers ce_specversion, ce_id, ce_source and ce_type, or content-type application/cloudevents+json", typeof given['type'] === 'string' ? given['type'] : null, fieldErrors(parsed.error.issues));
}

function json(record: StoredRecord): unknown {
  if (!record.value?.length) throw new RecordFault('not_json', 'the value is empty', record.headers['ce_type'] ?? null);
  try {
    return JSON.parse(utf8.decode(record.value));
  } catch (error) {
    // The parser quotes what it could not read: a log has the place instead.
    const [place] = /at position \d+/.exec((error as Error).message) ?? [];
    throw new RecordFault('not_json', `the value is not JSON in UTF-8${place ? `, ${place}` : ''}`, record.headers['ce_type'] ?? null);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
