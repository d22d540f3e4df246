import type { DataOf, Event, EventDefinition, Topic } from '@vocloop/contracts';
import type { Database } from '@vocloop/database';
import { Problem } from '@vocloop/service';
import type { OutboxRecord, OutboxRepository } from './outbox.repository.js';
import { newEventId } from './ids.js';
import { toRecord } from './record.js';
import { traceOf } from './tracing.js';

/** What a publisher may say of an event beyond its data. */
export interface PublishOptions {
  /** The event that led to this one: its chain and its trace go on. */
  readonly causedBy?: Event;
  /** Defaults to a new UUIDv7; give a derivedId where the step has no state of its own. */
  readonly id?: string;
  /** ISO 8601; defaults to now. A derived event takes its cause's time, so that a second run makes the same event. */
  readonly time?: string;
  /** Where the event goes instead of its definition's topic: a pod's. */
  readonly topic?: Topic;
}

/** Publishes events as part of the transaction that changed the state. */
export class Publisher {
  private readonly buffers = new WeakMap<object, OutboxRecord[]>();

  constructor(
    private readonly service: string,
    private readonly database: Database,
    private readonly outbox: OutboxRepository,
    private readonly committed: () => void,
  ) {}

  /**
   * Adds an event to the running transaction; it is written to the outbox in one statement before the commit.
   * Lock the aggregate's row first: then events of a key reach the log in the order of their changes.
   */
  publish<Definition extends EventDefinition>(definition: Definition, tenant: string, data: DataOf<Definition>, options: PublishOptions = {}): Event<DataOf<Definition>> {
    const { causedBy, id = newEventId(), time = new Date().toISOString() } = options;
    const topic = (options.topic ?? definition.topic).name;
    const event: Event<DataOf<Definition>> = {
      id,
      source: `/vocloop/${this.service}`,
      type: definition.type,
      subject: printable(definition.subject(data)),
      time,
      tenantid: tenant,
      partitionkey: printable(definition.key(data)),
      correlationid: causedBy?.correlationid ?? id,
      ...(causedBy && { causationid: causedBy.id }),
      traceparent: traceOf(topic, causedBy),
      data,
    };
    this.buffer().push(sendable(toRecord(event, topic)));
    return event;
  }

  /** What the running transaction has published so far. */
  private buffer(): OutboxRecord[] {
    const { manager } = this.database;
    let records = this.buffers.get(manager);
    if (!records) {
      records = [];
      this.buffers.set(manager, records);
      const own = records;
      this.database.beforeCommit(this, () => { if (own.length > 0) this.outbox.insert(own); });
      this.database.afterCommit(this, this.committed);
    }
    return records;
  }
}

/** Kafka takes a record of 1 MB (max.message.bytes): a larger one would stop the relay for everybody, so it fails here, with what caused it. */
const largest = 900_000;
function sendable(record: OutboxRecord): OutboxRecord {
  // A character is at most three bytes: what is short cannot be too large, and its bytes need not be counted.
  const characters = Object.values(record.headers).reduce((sum, it) => sum + it.length, record.payload.length);
  if (characters < largest / 4) return record;
  const bytes = Buffer.byteLength(record.payload) + Buffer.byteLength(JSON.stringify(record.headers));
  if (bytes <= largest) return record;
  throw new Problem({ status: 422, code: 'event_too_large', title: 'Too much at once', detail: `The event that tells of this (${record.headers['ce_type']}) would have ${bytes} bytes, and the log takes ${largest}; do less at once.` });
}

/** Keys and subjects become headers: without control characters, and never empty. */
const printable = (value: string): string => value.replace(/\p{Cc}/gu, ' ').trim() || '-';
