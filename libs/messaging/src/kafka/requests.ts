import type { LogRecord } from '../log.js';

/** Kafka takes 1 MiB in a batch by default (message.max.bytes); what surrounds the records needs some of it. */
const requestBytes = 900_000;

/** Cuts records into requests that Kafka takes; a record that is too large goes alone, so that the error is its own. */
export function* inRequests(records: readonly LogRecord[]): Generator<LogRecord[]> {
  let part: LogRecord[] = [];
  let bytes = 0;
  for (const it of records) {
    const record = { topic: it.topic, partition: it.partition, key: it.key, value: it.value, headers: it.headers };
    const size = sizeOf(record);
    if (part.length > 0 && bytes + size > requestBytes) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** About how many bytes a record takes; names and texts of headers are ASCII mostly. */
function sizeOf({ key, value, headers }: LogRecord): number {
  let size = 32 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0) + 4;
  return size;
}

/** What to say of records that Kafka refuses for their size. */
export function tooLarge(records: readonly LogRecord[], cause: unknown): Error {
  const [largest] = records.map((record) => ({ record, bytes: sizeOf(record) })).sort((one, other) => other.bytes - one.bytes);
  const { record, bytes } = largest!;
  return new Error(`Kafka refuses a record of ${bytes} bytes for ${record.topic}[${record.partition}] (key ${record.key ?? 'none'}, event ${record.headers['ce_id'] ?? 'unknown'}): raise max.message.bytes of the topic, or make the event smaller`, { cause });
}
