import type { Database } from '@vocloop/database';
import { type Consumed, type Item, judge, letterOf, orderKey, progressOf, runs, tenantOf } from './batch.js';
import type { ConsumerRepository, Progress } from './consumer.repository.js';
import type { DeadLetter, DeadLetterRepository } from './dead-letter.repository.js';
import { deadLetterRecord } from './dead-letter-record.js';
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
      // Asked at once, carried out in this order: who stands behind an open letter is read after the position is held.
      const [, blocked] = await Promise.all([consumers.advance(consumed.topic, [...progress.values()]), this.blocked(items, consumed)]);
      const verdicts = judge(items, consumed, blocked);
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
        await letters.forgetSettled([...new Set(dead.map(({ tenant }) => tenant))]);
        await letters.insert(dead);
        const told = dead.filter(({ state }) => state === 'dead');
        if (told.length > 0) outbox.insert(told.map((letter) => deadLetterRecord(letter, service, consumed.open)));
      }
      consumers.count(consumed.topic, [...progress.values()]);
      if (drops.size > 0) consumers.countDrops(consumed.topic, drops);
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
