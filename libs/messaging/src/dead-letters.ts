import { Problem, conflict, invalid, notFound } from '@vocloop/service';
import { type Consumed, type Item, read } from './batch.js';
import type { Consumers } from './consumers.js';
import type { Progress } from './consumer.repository.js';
import type { DeadLetter, DeadLetterFilter } from './dead-letter.repository.js';
import { deadLetterRecord } from './dead-letter-record.js';
import type { EffectParts } from './effect.js';
import { inboxEntry } from './ids.js';
import type { StoredRecord } from './log.js';
import { isPassing } from './outcome.js';

/** What a replay came to: `released` counts the events that were parked behind it and followed. */
export interface Replayed {
  readonly id: string;
  readonly outcome: 'replayed' | 'duplicate' | 'failed';
  readonly released: number;
  readonly error?: string;
}

type Change = Omit<Progress, 'partition' | 'from' | 'to'>;
const nothing: Change = { done: 0, dropped: 0, duplicates: 0, deadLettered: 0, parked: 0, skipped: 0 };

/** Dead letters of one service: seen, edited, replayed or discarded. A replay goes the live consumer's way, so it has its effect once. */
export class DeadLetters {
  constructor(
    private readonly parts: EffectParts,
    private readonly consumers: Consumers,
  ) {}

  async list(tenant: string, filter: DeadLetterFilter): Promise<DeadLetter[]> {
    return this.parts.database.transaction([tenant], async () => this.parts.letters.list(tenant, filter));
  }

  async get(tenant: string, id: string): Promise<DeadLetter> {
    const letter = await this.parts.database.transaction([tenant], async () => this.parts.letters.find(tenant, id));
    if (!letter) throw notFound('dead letter', id);
    return letter;
  }

  /** Replays one dead letter, as it came or with its data edited; then the events parked behind it, in order. */
  async replay(tenant: string, id: string, data?: unknown): Promise<Replayed> {
    const letter = await this.get(tenant, id);
    await this.parts.database.transaction([tenant], async () => this.refuseUnlessFirst(letter));
    const outcome = await this.attempt(letter, data);
    return outcome.outcome === 'failed' ? { id, released: 0, ...outcome } : { id, ...outcome, released: await this.release(letter) };
  }

  /** Replays the dead letters that a filter names, oldest first. */
  async replayMany(tenant: string, filter: DeadLetterFilter): Promise<{ replayed: number; failed: number; released: number }> {
    const ids = await this.parts.database.transaction([tenant], async () => this.parts.letters.replayable(tenant, filter));
    const total = { replayed: 0, failed: 0, released: 0 };
    // One at a time: each is a transaction of its own, and later ones may be released by earlier ones.
    for (const id of ids) {
      try {
        const { outcome, released } = await this.replay(tenant, id);
        total[outcome === 'failed' ? 'failed' : 'replayed']++;
        total.released += released;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // Settled meanwhile, or of a topic that is taken no more: the others go on.
        total.failed++;
      }
    }
    return total;
  }

  /** Gives a dead letter up, for a reason that is kept; what was parked behind it goes on. */
  async discard(tenant: string, id: string, reason: string): Promise<{ id: string; released: number }> {
    const { database, letters, consumers } = this.parts;
    const { topic, partition } = await this.get(tenant, id);
    const letter = await database.transaction([tenant], async () => {
      // Under the lock of the live consumer, which else could park one more behind a letter that is just given up.
      await consumers.lock(topic, partition);
      const found = await this.locked(tenant, id);
      await this.refuseUnlessFirst(found);
      await letters.settle(id, 'discarded', reason);
      const consumed = this.consumers.of(topic)?.consumed;
      const event = consumed && read(recordOf(found), consumed).event;
      // The log may hold it twice: what was given up has no effect by its copy either.
      if (event) await consumers.remember([inboxEntry(event, consumed.open)]);
      consumers.count(found.topic, [{ ...nothing, partition: found.partition, [found.state === 'parked' ? 'parked' : 'deadLettered']: -1, dropped: 1 }]);
      consumers.countDrops(found.topic, new Map([['discarded by hand', 1]]));
      return found;
    });
    return { id, released: await this.release(letter) };
  }

  /** A dead letter may be settled; so may an event that is parked with nothing before it, which whoever released it left behind. */
  private async refuseUnlessFirst(letter: DeadLetter): Promise<void> {
    if (letter.state === 'dead') return;
    if (letter.state !== 'parked') throw conflict('not_dead', `this dead letter was ${letter.state} already`);
    const first = await this.parts.letters.nextParked(letter);
    if (first?.id !== letter.id) throw conflict('not_dead', 'this event waits behind a dead letter of its key; replay or discard that one');
  }

  private async release(letter: DeadLetter): Promise<number> {
    for (let released = 0; ; released++) {
      const next = letter.orderKey === null ? undefined : await this.parts.database.transaction([letter.tenant], async () => this.parts.letters.nextParked(letter));
      if (!next || (await this.attempt(next)).outcome === 'failed') return released;
    }
  }

  private async attempt(letter: DeadLetter, data?: unknown): Promise<{ outcome: Replayed['outcome']; error?: string }> {
    const consumed = this.consumers.of(letter.topic)?.consumed;
    if (!consumed) throw conflict('not_consumed', `this service no longer takes ${letter.topic}`);
    const item = read(data === undefined ? recordOf(letter) : { ...recordOf(letter), value: edited(letter, data) }, consumed);
    if (item.fault && data !== undefined) throw invalid(item.fault.errors?.length ? item.fault.errors : [{ pointer: '/data', code: item.fault.code, detail: item.fault.message }]);
    try {
      return { outcome: await this.effect(letter, item, consumed) };
    } catch (error) {
      if (isPassing(error) || error instanceof Overtaken) throw error;
      const { name = 'Error', message = String(error), code } = error as { name?: string; message?: string; code?: unknown };
      await this.fail(letter, consumed.open, { errorClass: name, errorCode: String(code ?? 'handler_failed'), errorMessage: message });
      return { outcome: 'failed', error: message };
    }
  }

  /** Notes that a replay failed. A parked event that fails has died by itself now, and is told like any other. */
  private async fail(letter: DeadLetter, open: boolean, error: Pick<DeadLetter, 'errorClass' | 'errorCode' | 'errorMessage'>): Promise<void> {
    const { service, database, letters, consumers, outbox } = this.parts;
    await database.transaction([letter.tenant], async () => {
      await consumers.lock(letter.topic, letter.partition);
      if (!(await letters.fail(letter, error))) throw new Overtaken();
      if (letter.state !== 'parked') return;
      consumers.count(letter.topic, [{ ...nothing, partition: letter.partition, parked: -1, deadLettered: 1 }]);
      outbox.insert([deadLetterRecord({ ...letter, ...error, attempts: letter.attempts + 1 }, service, open)]);
    });
  }

  /** One transaction, under the lock of the partition's position: inbox, handler, the letter's end, and the proof's counts. */
  private async effect(letter: DeadLetter, item: Item, consumed: Consumed): Promise<'replayed' | 'duplicate'> {
    const { database, letters, consumers } = this.parts;
    const tenants = [...new Set([letter.tenant, item.event?.tenantid ?? letter.tenant])];
    return database.transaction(tenants, async () => {
      await consumers.lock(letter.topic, letter.partition);
      const { state } = await this.locked(letter.tenant, letter.id);
      if (state !== letter.state) throw new Overtaken();
      if (!item.event || !item.handler) throw Object.assign(new Error(item.fault?.message ?? item.skip ?? 'not an event of this service'), { code: item.fault?.code ?? 'not_handled' });
      const isNew = (await consumers.remember([inboxEntry(item.event, consumed.open)])).size > 0;
      const dropped = isNew ? ((await item.handler.handle([item.event])) ?? []) : [];
      await letters.settle(letter.id, 'replayed', isNew ? (dropped[0]?.reason ?? null) : 'it had its effect before');
      const change: Change = { ...nothing, [letter.state === 'parked' ? 'parked' : 'deadLettered']: -1 };
      change[!isNew ? 'duplicates' : dropped.length > 0 ? 'dropped' : 'done']++;
      consumers.count(letter.topic, [{ ...change, partition: letter.partition }]);
      if (dropped[0]) consumers.countDrops(letter.topic, new Map([[dropped[0].reason, 1]]));
      return isNew ? 'replayed' : 'duplicate';
    });
  }

  private async locked(tenant: string, id: string): Promise<DeadLetter> {
    const letter = await this.parts.letters.find(tenant, id, true);
    if (!letter) throw notFound('dead letter', id);
    return letter;
  }
}

/** Two replayed the same at once, or one discarded it meanwhile: the other one's word holds. */
class Overtaken extends Problem {
  constructor() {
    super({ status: 409, code: 'changed', title: 'Changed meanwhile', detail: 'Somebody else has replayed or discarded this event meanwhile.' });
  }
}

/** The record that the letter was. */
const recordOf = (letter: DeadLetter): StoredRecord => ({ ...letter, value: letter.payload, appendedAt: letter.createdAt ?? new Date() });

/** The letter's bytes with its data edited: the whole value in binary mode, the envelope's `data` in structured mode. */
function edited({ headers, payload }: DeadLetter, data: unknown): Buffer {
  if (!headers['content-type']?.startsWith('application/cloudevents+json')) return Buffer.from(JSON.stringify(data));
  try {
    return Buffer.from(JSON.stringify({ ...(JSON.parse(payload?.toString('utf8') ?? '') as object), data }));
  } catch {
    throw invalid([{ pointer: '/data', code: 'not_json', detail: 'the envelope of this structured event is not JSON, so its data cannot be edited; send the event anew' }]);
  }
}
