import type { Event, EventDefinition } from '@vocloop/contracts';
import type { FieldError } from '@vocloop/service';
import { inboxId, newEventId } from './ids.js';
import { type Dropped, StaleConsumer } from './outcome.js';
import { type DeadLetter, columnText } from './dead-letter.repository.js';
import type { Progress } from './consumer.repository.js';
import type { StoredRecord } from './log.js';
import { RecordFault, toEvent } from './record.js';

/** A method that takes events, as the transport strategy found it. */
export interface Handler {
  readonly name: string;
  readonly definitions: readonly EventDefinition[];
  readonly unordered: boolean;
  readonly handle: (events: Event[]) => Promise<readonly Dropped[] | void>;
}

/** Why an event cannot be taken, and after how many attempts. */
export interface Fault {
  readonly errorClass: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  /** Where it is wrong, field by field. */
  readonly errors?: readonly FieldError[];
}

/** A record of a batch with what it turned out to be. */
export interface Item {
  readonly record: StoredRecord;
  readonly event?: Event;
  readonly handler?: Handler;
  /** Not for this service: the reason. */
  readonly skip?: string;
  fault?: Fault;
}

/** What becomes of an item: handled if it is new, or else one of the other outcomes. */
export type Verdict = 'handle' | 'skip' | 'dead' | 'parked';

/** A topic as one consumer takes it. */
export interface Consumed {
  readonly topic: string;
  /** Foreign producers write here: their ids count only within their source, and what they get wrong is told, not dropped. */
  readonly open: boolean;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly definitions: ReadonlyMap<string, EventDefinition>;
}

/** Reads a record; a record that is no event we know becomes an item with its fault, never an exception. */
export function read(record: StoredRecord, consumed: Consumed): Item {
  try {
    const event = toEvent(record, consumed.definitions, consumed.open);
    return { record, event, handler: consumed.handlers.get(event.type)! };
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    if (error.code === 'unknown_type' && !consumed.open) return { record, skip: `${error.type} is not for this service` };
    return { record, fault: { errorClass: 'RecordFault', code: error.code, message: error.message, attempts: 1, errors: error.errors } };
  }
}

/** Whom the item belongs to; what cannot be read belongs to the default tenant, whose operators run the platform. */
export const tenantOf = ({ event, record }: Item): string => event?.tenantid ?? (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.exec(record.headers['ce_tenantid'] ?? '')?.[0] ?? 'default');

/** What an item stays in order with, or undefined where its order does not matter. What a stranger wrote and nobody can read keeps nobody waiting: it would be a way to stop others. */
export function orderKey(item: Item, consumed: Consumed): string | undefined {
  if (consumed.open && item.fault?.errorClass === 'RecordFault') return undefined;
  const key = item.event?.partitionkey ?? item.record.key;
  const handler = item.handler ?? consumed.handlers.get(item.record.headers['ce_type'] ?? '');
  return key && handler && !handler.unordered ? `${tenantOf(item)}\n${columnText(key)}` : undefined;
}

/** Decides in order: what is at fault is dead, and what comes behind a dead one of its key is parked. `blocked` holds the keys that wait already. */
export function judge(items: readonly Item[], consumed: Consumed, blocked: ReadonlySet<string>): Verdict[] {
  const waiting = new Set(blocked);
  return items.map((item) => {
    const key = orderKey(item, consumed);
    if (item.skip) return 'skip';
    if (key && waiting.has(key)) return 'parked';
    if (!item.fault) return 'handle';
    if (key) waiting.add(key);
    return 'dead';
  });
}

/** Consecutive events of one handler, so that order holds across handlers of a topic. */
export function runs(items: readonly Item[]): { handler: Handler; events: Event[] }[] {
  const result: { handler: Handler; events: Event[] }[] = [];
  for (const { handler, event } of items) {
    if (!handler || !event) continue;
    const last = result.at(-1);
    if (last?.handler === handler) last.events.push(event);
    else result.push({ handler, events: [event] });
  }
  return result;
}

/** The range of offsets that items move each partition by, from where the consumer stood; offsets that the log left out count as skipped. Throws where an item lies behind that: somebody else has taken it. */
export function progressOf(items: readonly Item[], expected: ReadonlyMap<number, bigint>): Map<number, Progress> {
  const progress = new Map<number, Progress & { count: bigint }>();
  for (const { record } of items) {
    const last = progress.get(record.partition);
    progress.set(record.partition, {
      ...{ done: 0, dropped: 0, duplicates: 0, deadLettered: 0, parked: 0, skipped: 0 },
      partition: record.partition,
      from: last?.from ?? expected.get(record.partition) ?? record.offset,
      to: record.offset + 1n,
      count: (last?.count ?? 0n) + 1n,
    });
  }
  for (const it of progress.values()) {
    it.skipped = Number(it.to - it.from - it.count);
    if (it.skipped < 0) throw new StaleConsumer(items[0]!.record.topic);
  }
  return progress;
}

/** The dead letter, or the parked event, of an item: its bytes as they came. */
export function letterOf(item: Item, consumed: Consumed, verdict: 'dead' | 'parked'): DeadLetter {
  const { record, event, fault } = item;
  return {
    id: newEventId(),
    tenant: tenantOf(item),
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: event?.partitionkey ?? record.key,
    orderKey: orderKey(item, consumed)?.slice(tenantOf(item).length + 1) ?? null,
    eventId: event ? inboxId(event, consumed.open) : null,
    eventType: event?.type ?? record.headers['ce_type'] ?? null,
    headers: record.headers,
    payload: record.value,
    state: verdict,
    errorClass: verdict === 'parked' ? 'Parked' : (fault?.errorClass ?? 'Unknown'),
    errorCode: verdict === 'parked' ? 'behind_dead_letter' : (fault?.code ?? 'unknown'),
    errorMessage: verdict === 'parked' ? 'an earlier event of the same key is a dead letter; this one follows when that is replayed or discarded' : (fault?.message ?? 'unknown'),
    attempts: fault?.attempts ?? 0,
    traceparent: record.headers['traceparent'] ?? record.headers['ce_traceparent'] ?? null,
  };
}
