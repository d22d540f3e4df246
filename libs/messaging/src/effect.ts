import type { Database } from '@vocloop/database';
import { type Consumed, type Item, judge, letterOf, orderKey, progressOf, runs, tenantOf } from './batch.js';
import type { ConsumerRepository, Progress } from './consumer.repository.js';
import type { DeadLetter, DeadLetterRepository } from './dead-letter.repository.js';
import { inboxEntry } from './ids.js';
import type { OutboxRepository } from './outbox.repository.js';

export interface EffectParts {
  readonly service: string;
  readonly database: Database;
  readonly consumers: ConsumerRepository;
  readonly letters: DeadLetterRepository;
  readonly outbox: OutboxRepository;
}

/** The effect of a batch, whole or not at all: one transaction holds its offsets, inbox, state, events and dead letters. */
export class Effect {
  constructor(private readonly parts: EffectParts) {}

  /** Applies the items from where the consumer stands; resolves to how far each partition moved, and to what died. */
  async apply(items: readonly Item[], consumed: Consumed, expected: ReadonlyMap<number, bigint>): Promise<{ progress: Map<number, Progress>; dead: readonly DeadLetter[] }> {
    const { database, consumers, letters, outbox, service } = this.parts;
    const progress = progressOf(items, expected);
    let dead: DeadLetter[] = [];
    await database.transaction([...new Set(items.map(tenantOf))], async () => {
      await consumers.advance(consumed.topic, [...progress.values()]);
      const verdicts = judge(items, consumed, await this.blocked(items, consumed));
      const fresh = await this.fresh(items.filter((_, at) => verdicts[at] === 'handle'), consumed, progress);
      const drops = await this.handle(fresh, items, progress);
      items.forEach((item, at) => {
        if (verdicts[at] === 'skip') note(drops, progress, item, item.skip ?? '');
      });
      dead = items.flatMap((item, at) => {
        const verdict = verdicts[at];
        return verdict === 'dead' || verdict === 'parked' ? [letterOf(item, consumed, verdict)] : [];
      });
      for (const letter of dead) progress.get(letter.partition)![letter.state === 'dead' ? 'deadLettered' : 'parked']++;
      if (dead.length > 0) {
        await letters.insert(dead);
        const told = dead.filter(({ state }) => state === 'dead');
        if (told.length > 0) await outbox.insert(told.map((letter) => toRecord(letter, service)));
      }
      await consumers.count(consumed.topic, [...progress.values()]);
      if (drops.size > 0) await consumers.countDrops(consumed.topic, drops);
    });
    return { progress, dead: dead.filter(({ state }) => state === 'dead') };
  }

  private async blocked(items: readonly Item[], consumed: Consumed): Promise<Set<string>> {
    const keys = new Set(items.map((item) => orderKey(item, consumed)).filter((key) => key !== undefined));
    if (keys.size === 0) return new Set();
    return this.parts.letters.blocked(consumed.topic, [...keys].map((it) => ({ tenant: it.slice(0, it.indexOf('\n')), key: it.slice(it.indexOf('\n') + 1) })));
  }

  /** The items whose events this service has not seen; the rest are counted as duplicates. */
  private async fresh(items: readonly Item[], consumed: Consumed, progress: Map<number, Progress>): Promise<Item[]> {
    const known = items.map((item) => ({ item, ...inboxEntry(item.event!, consumed.open) }));
    if (known.length === 0) return [];
    const added = await this.parts.consumers.remember(known);
    return known.filter(({ item, id }) => {
      // Deleting as we go keeps the first of two that came in one batch, and drops the second.
      const isNew = added.delete(id);
      if (!isNew) progress.get(item.record.partition)!.duplicates++;
      return isNew;
    }).map(({ item }) => item);
  }

  private async handle(fresh: readonly Item[], items: readonly Item[], progress: Map<number, Progress>): Promise<Map<string, number>> {
    const reasons = new Map<string, number>();
    const partitionOf = new Map(items.map(({ event, record }) => [event, record.partition]));
    for (const { record } of fresh) progress.get(record.partition)!.done++;
    for (const { handler, events } of runs(fresh)) {
      for (const { event, reason } of (await handler.handle(events)) ?? []) {
        const it = progress.get(partitionOf.get(event) ?? -1);
        if (!it) throw new Error(`${handler.name} dropped an event that it was not given`);
        it.done--;
        it.dropped++;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    return reasons;
  }
}

function note(reasons: Map<string, number>, progress: Map<number, Progress>, { record }: Item, reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  progress.get(record.partition)!.dropped++;
}

/** A dead letter's topic is for looking: Kafka must take every record of it, so a larger one tells its size only. The bytes are with the service. */
const largestTold = 200_000;

/** A dead letter on its topic, for Kafka's own tools: the record as it was, and why it is here. Bytes that are not text travel as base64. */
function toRecord(letter: DeadLetter, service: string) {
  const bytes = letter.payload ?? Buffer.alloc(0);
  const told = bytes.length <= largestTold ? bytes : Buffer.alloc(0);
  const text = told.toString('utf8');
  const isText = !text.includes('\0') && Buffer.from(text).equals(told);
  const payload = isText ? text : told.toString('base64');
  return {
    topic: `${letter.topic}.${service}.dlq`,
    partition: 0,
    key: letter.key?.replace(/\0/g, '\uFFFD').slice(0, 1000) ?? '',
    payload,
    value: Buffer.from(payload),
    headers: {
      ...Object.fromEntries(Object.entries(letter.headers).slice(0, 50).map(([name, value]) => [name.slice(0, 100), value.slice(0, 2000)])),
      ce_id: letter.id,
      ce_type: letter.eventType ?? 'unknown',
      '__dlq.event.id': letter.headers['ce_id'] ?? '',
      '__dlq.errors.topic': letter.topic,
      '__dlq.errors.partition': String(letter.partition),
      '__dlq.errors.offset': String(letter.offset),
      '__dlq.errors.class': letter.errorClass,
      '__dlq.errors.code': letter.errorCode,
      '__dlq.errors.message': letter.errorMessage.slice(0, 1000),
      '__dlq.errors.attempts': String(letter.attempts),
      ...(!isText && { '__dlq.payload.encoding': 'base64' }),
      ...(told !== bytes && { '__dlq.payload.omitted': `${bytes.length} bytes: GET /v1/services/${service}/dead-letters/${letter.id}` }),
    },
  };
}
