import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Event, FeedbackReceived, FeedbackScored } from '@vocloop/contracts';
import { Database, dataSourceOf, migrate, roleUrl } from '@vocloop/database';
import { type FreshDatabase, anEvent, eventually, freshDatabase } from '@vocloop/testing';
import type { Handler } from './batch.js';
import { ConsumerRepository } from './consumer.repository.js';
import { Consumers } from './consumers.js';
import { DeadLetterRepository } from './dead-letter.repository.js';
import { DeadLetters } from './dead-letters.js';
import { Effect } from './effect.js';
import { ConsumerMetrics } from './metrics.js';
import { messagingMigrations } from './migrations.js';
import { OutboxRepository } from './outbox.repository.js';
import { type Dropped, PoisonError, RetryLater, isPassing } from './outcome.js';
import { logMigrations } from './postgres/migrations.js';
import { keyHash } from './partition.js';
import { PostgresLog } from './postgres/postgres-log.js';
import { Publisher } from './publisher.js';
import { Reconciliation } from './reconciliation.js';
import { Relay } from './relay.js';
import { toLogRecord, toRecord } from './record.js';
import { Signal } from './signal.js';
import { Topics } from './topics.js';

const password = 'test';
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const topic = FeedbackReceived.topic.name;
const logged = (event: Event) => toLogRecord(toRecord(event, topic), 0);

describe('a service on the log', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => { fresh = await freshDatabase(); });
  afterAll(async () => fresh.drop());

  let number = 0;
  const running: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    await Promise.all(running.splice(0).map(async (close) => close()));
    const owner = new Database(dataSourceOf({ service: 'log', url: fresh.url, entities: [] }));
    await owner.dataSource.initialize();
    await owner.transaction([], async () => owner.query(`DROP SCHEMA IF EXISTS log CASCADE`));
    await owner.dataSource.destroy();
    await migrate({ url: fresh.url, schema: 'log', migrations: logMigrations });
  });
  afterAll(async () => { await Promise.all(running.splice(0).map(async (close) => close())); });

  /** A service with one handler of FeedbackReceived, which writes what it took into a list and publishes a score for each. */
  async function given(handle: (event: Event) => void | string, options: { unordered?: boolean } = {}) {
    const service = `svc${number++}`;
    await migrate({ url: fresh.url, schema: service, migrations: messagingMigrations, password });
    const url = roleUrl(fresh.url, service, password);
    const database = new Database(await dataSourceOf({ service, url, entities: [] }).initialize());
    const log = new PostgresLog({ url: fresh.url, logger, pollMs: 100 });
    const topics = new Topics(log);
    await topics.ensure([{ name: topic, partitions: 2 }, { name: FeedbackScored.topic.name, partitions: 2 }]);
    const outbox = new OutboxRepository(database);
    const consumers = new ConsumerRepository(database);
    const letters = new DeadLetterRepository(database);
    const signal = new Signal();
    const relay = new Relay({ database: database, log, outbox, topics, signal, logger, pollMs: 50 });
    const publisher = new Publisher(service, database, outbox, () => signal.raise());
    const parts = { service, database, consumers, letters, outbox };
    const effects: string[] = [];
    const handler: Handler = {
      name: 'handler',
      definitions: [FeedbackReceived],
      unordered: options.unordered ?? false,
      handle: async (events) => {
        const dropped: Dropped[] = [];
        const done: string[] = [];
        for (const event of events) {
          const reason = handle(event);
          if (reason) dropped.push({ event, reason });
          else {
            done.push(event.id);
            publisher.publish(FeedbackScored, event.tenantid, FeedbackScored.schema.parse(FeedbackScored.example), { causedBy: event });
          }
        }
        database.afterCommit(events, () => effects.push(...done));
        return dropped;
      },
    };
    const all = new Consumers();
    all.add([handler], { service, database, log, topics, consumers, effect: new Effect(parts), metrics: new ConsumerMetrics(service), logger });
    const consumer = all.of(topic)!;
    const reconciliation = new Reconciliation({ service, database, log, consumers, outbox, running: all, relay });
    const start = async () => { relay.start(); await consumer.start(); };
    running.push(async () => { await consumer.close(); await relay.close(); await log.close(); await database.dataSource.destroy(); });
    const append = async (...events: Event[]) => log.append(events.map((event) => logged(event)));
    const publish = async (keys: readonly string[]) => database.transaction(['default'], async () => {
      for (const key of keys) publisher.publish({ ...FeedbackScored, key: () => key } as typeof FeedbackScored, 'default', FeedbackScored.schema.parse(FeedbackScored.example));
      return Promise.resolve();
    });
    const settled = async (n: number) => eventually(async () => {
      const account = await reconciliation.account();
      expect(account.consumers.reduce((sum, it) => sum + it.next - it.first, 0)).toBe(n);
      expect(account.inFlight).toBe(0);
      expect(account.balanced).toBe(true);
      return account;
    });
    return { service, url, database, log, start, append, publish, settled, effects, consumer, reconciliation, letters: new DeadLetters(parts, all), consumers };
  }

  const feedback = (n: number, key = 'k') => anEvent(FeedbackReceived, undefined, { id: `01965a3c-8f00-7000-8000-${String(n).padStart(12, '0')}`, partitionkey: key, time: new Date().toISOString() });
  const sums = (account: Awaited<ReturnType<Reconciliation['account']>>) => {
    const total = { done: 0, dropped: 0, duplicates: 0, deadLettered: 0, parked: 0 };
    for (const it of account.consumers) for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += it[name];
    return total;
  };

  it('takes each event once, whatever is appended twice, and publishes once for each', async () => {
    const service = await given(() => undefined);
    await service.append(feedback(1), feedback(2), feedback(1));
    await service.start();
    await service.settled(3);
    await service.append(feedback(2), feedback(3));
    const account = await service.settled(5);
    expect(service.effects).toEqual([1, 2, 3].map((n) => feedback(n).id));
    expect(sums(account)).toEqual({ done: 3, dropped: 0, duplicates: 2, deadLettered: 0, parked: 0 });
    await eventually(async () => expect([...(await service.log.ends(FeedbackScored.topic.name)).values()].reduce((sum, { next }) => sum + next, 0n)).toBe(3n));
  });

  it('counts what a handler drops, by reason', async () => {
    const service = await given((event) => (event.id === feedback(2).id ? 'not a problem' : undefined));
    await service.start();
    await service.append(feedback(1), feedback(2), feedback(3));
    const account = await service.settled(3);
    expect(sums(account)).toMatchObject({ done: 2, dropped: 1 });
    expect(account.drops).toEqual([{ topic, reason: 'not a problem', events: 1 }]);
  });

  it('finds the event at fault by halves; its neighbours go through, later ones of its key are parked behind it', async () => {
    let mended = false;
    const service = await given((event) => {
      if (event.id === feedback(3).id && !mended) throw new TypeError('cannot read it');
      return undefined;
    });
    await service.append(...[1, 2].map((n) => feedback(n, 'a')), feedback(3, 'b'), feedback(4, 'a'), feedback(5, 'b'), feedback(6, 'c'));
    await service.start();
    const account = await service.settled(6);
    expect(service.effects.toSorted()).toEqual([1, 2, 4, 6].map((n) => feedback(n).id));
    expect(sums(account)).toEqual({ done: 4, dropped: 0, duplicates: 0, deadLettered: 1, parked: 1 });

    const [parked, dead] = await service.letters.list('default', { limit: 10 });
    expect(dead).toMatchObject({ state: 'dead', errorClass: 'TypeError', errorMessage: 'cannot read it', attempts: 3, key: 'b' });
    expect(parked).toMatchObject({ state: 'parked', key: 'b' });
    await expect(service.letters.replay('default', parked!.id)).rejects.toThrow('waits behind a dead letter');
    expect(await service.letters.replay('default', dead!.id)).toMatchObject({ outcome: 'failed', error: 'cannot read it' });

    mended = true;
    expect(await service.letters.replay('default', dead!.id)).toMatchObject({ outcome: 'replayed', released: 1 });
    expect(service.effects.slice(-2)).toEqual([feedback(3).id, feedback(5).id]);
    expect(sums(await service.settled(6))).toEqual({ done: 6, dropped: 0, duplicates: 0, deadLettered: 0, parked: 0 });
    await expect(service.letters.replay('default', dead!.id)).rejects.toThrow('was replayed already');
  });

  it('lets a poison event name itself, and an unordered handler park nothing', async () => {
    const service = await given((event) => {
      if (event.id === feedback(1).id) throw new PoisonError(event, 'no_such_source', 'no source of that name');
      return undefined;
    }, { unordered: true });
    await service.append(feedback(1), feedback(2));
    await service.start();
    expect(sums(await service.settled(2))).toMatchObject({ done: 1, deadLettered: 1, parked: 0 });
    const [letter] = await service.letters.list('default', { limit: 10 });
    expect(letter).toMatchObject({ errorCode: 'no_such_source', eventId: feedback(1).id });
    expect(await service.letters.discard('default', letter!.id, 'a test')).toEqual({ id: letter!.id, released: 0 });
    expect(sums(await service.settled(2))).toMatchObject({ done: 1, deadLettered: 0, dropped: 1 });
  });

  it.each([
    ['bytes that are not JSON', Buffer.from([0xff, 0x00, 0x7b]), {}, 'not_json'],
    ['no CloudEvent', Buffer.from('{}'), { ce_id: '' }, 'not_a_cloudevent'],
    ['data that breaks the schema', Buffer.from('{"feedback":{"id":7}}'), {}, 'invalid_data'],
  ])('keeps %s as a dead letter with its bytes', async (_, value, headers, errorCode) => {
    const service = await given(() => undefined, { unordered: true });
    const good = logged(feedback(1));
    await service.log.append([{ ...logged(feedback(2)), value, headers: { ...logged(feedback(2)).headers, ...headers } }, good]);
    await service.start();
    expect(sums(await service.settled(2))).toMatchObject({ done: 1, deadLettered: 1 });
    const [letter] = await service.letters.list('default', { limit: 10 });
    expect(letter).toMatchObject({ errorCode, payload: value });
    await eventually(async () => expect((await service.log.ends(`${topic}.${service.service}.dlq`)).get(0)?.next).toBe(1n));
  });

  it('replays with edited data, which must fit the schema', async () => {
    const service = await given(() => undefined);
    await service.log.append([{ ...logged(feedback(1)), value: Buffer.from('{}') }]);
    await service.start();
    await service.settled(1);
    const [letter] = await service.letters.list('default', { limit: 1 });
    await expect(service.letters.replay('default', letter!.id, { feedback: {} })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await service.letters.replay('default', letter!.id, FeedbackReceived.example)).toMatchObject({ outcome: 'replayed' });
    expect(service.effects).toEqual([feedback(1).id]);
  });

  it('waits without limit while something is away, and says so', async () => {
    let away = true;
    const service = await given(() => {
      if (away) throw new RetryLater('the model is loading');
    });
    await service.append(feedback(1));
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]?.stalledBecause).toBe('the model is loading'));
    away = false;
    expect(sums(await service.settled(1))).toMatchObject({ done: 1, deadLettered: 0 });
  });

  it('refuses a zombie: who believes to stand where another has moved on writes nothing', async () => {
    const service = await given(() => undefined);
    await service.append(feedback(1), feedback(2));
    await service.start();
    await service.settled(2);
    const zombie = service.database.transaction([], async () => service.consumers.advance(topic, [{ partition: 0, from: 0n, to: 1n }]));
    await expect(zombie).rejects.toThrow('moved on');
  });

  it('shows a tenant its own dead letters only', async () => {
    const service = await given(() => { throw new Error('no'); }, { unordered: true });
    await service.append({ ...feedback(1), tenantid: 'one' }, { ...feedback(2), tenantid: 'two' });
    await service.start();
    await service.settled(2);
    const mine = await service.letters.list('one', { limit: 10 });
    expect(mine.map(({ eventId }) => eventId)).toEqual([feedback(1).id]);
    await expect(service.letters.get('two', mine[0]!.id)).rejects.toMatchObject({ status: 404 });
  });

  it('stops taking a topic of our own where too many events cannot be read, keeps them, and goes on when it is told to', async () => {
    const service = await given(() => undefined);
    await service.log.append(Array.from({ length: 60 }, (_, n) => ({ ...logged(feedback(n, `k${n}`)), value: Buffer.from('{"feedback":{}}') })));
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]?.stalledBecause).toContain('too many events failed'));
    expect((await service.reconciliation.account()).consumers.map(({ next }) => next)).toEqual([0, 0]);
    service.consumer.restart();
    expect(sums(await service.settled(60))).toMatchObject({ deadLettered: 60 });
  });

  it('lets an event go that was left parked with nothing before it', async () => {
    let mended = false;
    const service = await given(() => {
      if (!mended) throw new Error('not yet');
    });
    await service.append(feedback(1), feedback(2), feedback(3));
    await service.start();
    await service.settled(3);
    // As a kill between a replay and the release leaves it.
    await service.database.transaction(['default'], async () => {
      await service.database.query(`UPDATE dead_letter SET state = 'replayed' WHERE state = 'dead'`);
      service.consumers.count(topic, [{ partition: 0, done: 1, dropped: 0, duplicates: 0, deadLettered: -1, parked: 0, skipped: 0 }]);
    });
    mended = true;
    expect(await service.letters.replayMany('default', { limit: 10 })).toEqual({ replayed: 1, failed: 0, released: 1 });
    expect(service.effects).toEqual([2, 3].map((n) => feedback(n).id));
    expect(sums(await service.settled(3))).toMatchObject({ done: 3, parked: 0, deadLettered: 0 });
  });

  it('gives no effect to the copy of an event that was discarded', async () => {
    let mended = false;
    const service = await given(() => {
      if (!mended) throw new Error('not yet');
    });
    await service.append(feedback(1), feedback(2));
    await service.start();
    await service.settled(2);
    const [dead] = await service.letters.list('default', { states: ['dead'], limit: 1 });
    mended = true;
    expect(await service.letters.discard('default', dead!.id, 'a test')).toMatchObject({ released: 1 });
    await service.append(feedback(1));
    expect(sums(await service.settled(3))).toEqual({ done: 1, dropped: 1, duplicates: 1, deadLettered: 0, parked: 0 });
    expect(service.effects).toEqual([feedback(2).id]);
  });

  it('tells of a parked event that fails by itself when it is let go', async () => {
    const broken = new Set([1, 2].map((n) => feedback(n).id));
    const service = await given((event) => {
      if (broken.has(event.id)) throw new Error('cannot read it');
    });
    await service.append(feedback(1), feedback(2));
    await service.start();
    expect(sums(await service.settled(2))).toMatchObject({ deadLettered: 1, parked: 1 });
    const dead = (await service.letters.list('default', { states: ['dead'], limit: 1 }))[0]!;
    broken.delete(feedback(1).id);
    expect(await service.letters.replay('default', dead.id)).toMatchObject({ outcome: 'replayed', released: 0 });
    expect(sums(await service.settled(2))).toMatchObject({ done: 1, deadLettered: 1, parked: 0 });
    await eventually(async () => expect((await service.log.ends(`${topic}.${service.service}.dlq`)).get(0)?.next).toBe(2n));
  });

  it('keeps what is large or hostile in a header too, and tells of it on the topic of dead letters in a size that Kafka takes', async () => {
    const service = await given(() => undefined, { unordered: true });
    const value = Buffer.from(`"${'x'.repeat(1_500_000)}"`);
    await service.log.append([{ ...logged(feedback(1)), value, headers: { traceparent: 'a\0b', '__proto__x': 'y'.repeat(10_000) } }]);
    await service.start();
    await service.settled(1);
    const [letter] = await service.letters.list('default', { limit: 1 });
    expect(letter?.payload?.length).toBe(value.length);
    await eventually(async () => expect((await service.log.ends(`${topic}.${service.service}.dlq`)).get(0)?.next).toBe(1n));
    const [told] = await service.database.transaction([], async () => service.database.query<{ headers: Record<string, string>; payload: string }>(`SELECT headers, payload FROM log.event_log WHERE topic LIKE '%dlq'`));
    expect(told?.headers['__dlq.payload.omitted']).toContain(`${value.length} bytes`);
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
  });

  it('keeps a type with a NUL as a dead letter too, and goes on', async () => {
    const service = await given(() => undefined, { unordered: true });
    const { headers, ...rest } = logged(feedback(1));
    await service.log.append([{ ...rest, headers: { ...headers, ce_type: 'Feedback\0Received' }, value: Buffer.from('no JSON') }, logged(feedback(2))]);
    await service.start();
    await service.settled(2);
    expect(service.effects).toEqual([feedback(2).id]);
  });

  it('replays once where two ask at once', async () => {
    let mended = false;
    const service = await given(() => { if (!mended) throw new Error('not yet'); });
    await service.append(feedback(1));
    await service.start();
    await service.settled(1);
    const [letter] = await service.letters.list('default', { limit: 1 });
    mended = true;
    const both = await Promise.allSettled([service.letters.replay('default', letter!.id), service.letters.replay('default', letter!.id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await service.letters.get('default', letter!.id)).toMatchObject({ state: 'replayed' });
    expect(sums(await service.settled(1))).toMatchObject({ done: 1, deadLettered: 0 });
  });

  it('puts a key where it belongs, also what was published before the topic was made sure of', async () => {
    const service = await given(() => undefined);
    const keys = Array.from({ length: 20 }, (_, n) => `issue-${n}`);
    await service.publish(keys);
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).outbox.rows).toBe(0));
    const rows = await service.database.transaction([], async () => service.database.query<{ key: string; partition: number }>(`SELECT key, partition FROM log.event_log WHERE topic = $1`, [FeedbackScored.topic.name]));
    expect(new Map(rows.map(({ key, partition }) => [key, partition]))).toEqual(new Map(keys.map((key) => [key, keyHash(key) % 2])));
  });

  it('lets an event that is too large fail with what caused it', async () => {
    const service = await given(() => undefined);
    await expect(service.publish(['x'.repeat(1_000_000)])).rejects.toMatchObject({ status: 422, code: 'event_too_large' });
  });

  it('refuses a batch that outlived its assignment', async () => {
    let hold = true;
    const service = await given(() => { if (hold) throw new RetryLater('held'); });
    await service.append(...[1, 2, 3].map((n) => feedback(n)));
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]?.stalledBecause).toBe('held'));
    // Another process took all three, and the assignment came back to this one, which asks where it stands.
    await service.database.transaction([], async () => service.database.query(`UPDATE consumer_offset SET next_offset = 3, done = 3 WHERE partition = 0`));
    await (service.consumer as unknown as { positions(of: number[]): Promise<unknown> }).positions([0]);
    hold = false;
    await service.append(feedback(4));
    await service.settled(4);
    expect(service.effects).toEqual([feedback(4).id]);
  });

  it('refuses it also where it waited to be resumed before it was taken', async () => {
    const service = await given(() => undefined);
    await service.log.append(Array.from({ length: 60 }, (_, n) => ({ ...logged(feedback(n)), partition: 0, value: Buffer.from('{"feedback":{}}') })));
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]?.stalledBecause).toContain('too many events failed'));
    // A younger version took all of them, and the assignment came back to this one.
    await service.database.transaction([], async () => service.database.query(`UPDATE consumer_offset SET next_offset = 60, done = 60 WHERE partition = 0`));
    await (service.consumer as unknown as { positions(of: number[]): Promise<unknown> }).positions([0]);
    service.consumer.restart();
    await service.log.append([{ ...logged(feedback(99)), partition: 0 }]);
    const account = await service.settled(61);
    expect(sums(account)).toMatchObject({ done: 61, deadLettered: 0, duplicates: 0 });
  });

  it('makes way for all others where somebody reads the log for long and its days are due', async () => {
    const owner = await new Database(dataSourceOf({ service: 'log', url: fresh.url, entities: [] })).dataSource.initialize();
    const stranger = owner.createQueryRunner();
    await stranger.startTransaction();
    await stranger.query(`SELECT count(*) FROM log.event_log`);
    const service = await given(() => undefined);
    await service.append(feedback(1));
    await service.start();
    await service.settled(1);
    await stranger.rollbackTransaction();
    await stranger.release();
    await owner.destroy();
  });

  it('says that events expired while it stood still', async () => {
    let hold = true;
    const service = await given((event) => { if (hold && event.id === feedback(1).id) throw new RetryLater('held'); });
    await service.append(feedback(1));
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]?.stalledBecause).toBe('held'));
    await service.append(...[2, 3, 4].map((n) => feedback(n)));
    await service.database.transaction([], async () => {
      await service.database.query(`UPDATE log.head SET first_offset = 3 WHERE topic = $1 AND partition = 0`, [topic]);
    });
    const owner = await new Database(dataSourceOf({ service: 'log', url: fresh.url, entities: [] })).dataSource.initialize();
    await owner.query(`DELETE FROM log.event_log WHERE "offset" < 3 AND partition = 0`);
    await owner.destroy();
    hold = false;
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]).toMatchObject({ next: 4, expired: 2, done: 2, skipped: 0 }));
    expect((await service.reconciliation.account()).balanced).toBe(false);
  });

  it('says that events expired before they were taken, and does not balance', async () => {
    const service = await given(() => undefined);
    await service.append(feedback(1), feedback(2), feedback(3));
    await service.database.transaction([], async () => {
      await service.consumers.begin(topic, new Map([[0, 0n]]));
      await service.database.query(`UPDATE log.head SET first_offset = 2 WHERE topic = $1 AND partition = 0`, [topic]);
    });
    await service.start();
    await eventually(async () => expect((await service.reconciliation.account()).consumers[0]).toMatchObject({ next: 3, expired: 2, done: 1 }));
    expect((await service.reconciliation.account()).balanced).toBe(false);
  });

  it.each([
    ['a connection refused', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), true],
    ['a deadlock below', new Error('wrapped', { cause: Object.assign(new Error('no'), { code: '40P01' }) }), true],
    ['a server that goes down', Object.assign(new Error('no'), { driverError: { code: '57P01' } }), true],
    ['a statement that was cancelled', Object.assign(new Error('no'), { code: '57014' }), false],
    ['a server that said nothing for long', new Error('Query read timeout'), true],
    ['a protocol violation', Object.assign(new Error('no'), { code: '08P01' }), false],
    ['a fault of ours', new TypeError('undefined is not a function'), false],
  ])('takes %s for passing or not', (_, error, passing) => expect(isPassing(error)).toBe(passing));
});
