import { type Event, type EventDefinition, type Topic, defineEvent } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { z } from 'zod';
import { ConsumerRepository } from '../consumer.repository.js';
import { Consumers } from '../consumers.js';
import { DeadLetterRepository } from '../dead-letter.repository.js';
import { DeadLetters } from '../dead-letters.js';
import { Effect } from '../effect.js';
import { KafkaLog } from '../kafka/kafka-log.js';
import { ConsumerMetrics } from '../metrics.js';
import type { OnExtras } from '../on.js';
import { OutboxRepository } from '../outbox.repository.js';
import { type Dropped, PoisonError, RetryLater } from '../outcome.js';
import { Publisher } from '../publisher.js';
import { Reconciliation } from '../reconciliation.js';
import { Relay } from '../relay.js';
import { Signal } from '../signal.js';
import { LogStrategy } from '../strategy.js';
import { Topics } from '../topics.js';
import type { Broker } from './kafka.testing.js';
import type { Row, Server } from './server.testing.js';
import { messagingStatements, on } from './statements.testing.js';
import type { Process, World } from './world.testing.js';

export const partitions = 2;
export const tenants = ['north', 'south'] as const;

const moods = ['fine', 'idle', 'poison', 'broken', 'flaky', 'later'] as const;
export type Mood = (typeof moods)[number];
const schema = z.object({ request: z.string(), key: z.string(), n: z.number(), judge: z.enum(moods), tell: z.enum(moods) });
export type Said = z.output<typeof schema>;
const example: Said = { request: 'r1', key: 'k1', n: 1, judge: 'fine', tell: 'fine' };
const topicOf = (name: string): Topic => ({ name, summary: 'of the simulation', keyedBy: 'key' });
const said = (type: string, topic: string) => defineEvent({ type, topic: topicOf(topic), summary: 'of the simulation', schema, key: ({ key }) => key, subject: ({ request }) => request, example });

export const Asked = said('Asked.v1', 'sim.asked.v1');
export const Judged = said('Judged.v1', 'sim.judged.v1');

export interface EffectRow extends Row { seq: number; handler: string; event: string; cause: string | null; request: string; key: string; n: number; outcome: 'done' | 'dropped' }

/** What the simulated services say to their own tables. */
const own = [
  on<[string, string]>('accept', (it, [id, key]) => {
    it.lock(`tally/${key}`);
    if (it.insert('request', [[id, { id }]]).length === 0) return [];
    it.insert<Row & { n: number }>('tally', [[key, { n: 1 }]], ({ n }) => ({ n: n + 1 }));
    return [it.latest('tally', key)];
  }),
  on<[Omit<EffectRow, 'seq'>[]]>('effects', (it, [effects]) => it.insert('effect', effects.map((effect) => {
    const seq = it.server.next('effect');
    return [String(seq), { ...effect, seq }] as const;
  }))),
];
export const statements = [...messagingStatements, ...own];

/** Parts that a planted fault puts in place of the true ones. */
export interface Plant {
  readonly outbox?: (database: Database, server: Server, broker: Broker) => OutboxRepository;
  readonly consumers?: (database: Database, server: Server) => ConsumerRepository;
  readonly letters?: (database: Database) => DeadLetterRepository;
  /** The request is answered before its transaction has committed. */
  readonly answersEarly?: boolean;
}

/** What handlers meet: chance, and whether what was broken has been mended. */
export interface Mending { mended: boolean }

interface Taking {
  readonly name: string;
  readonly definition: EventDefinition;
  readonly unordered: boolean;
  readonly handle: (events: Event<Said>[]) => Promise<Dropped[]>;
}

export interface Surroundings {
  readonly world: World;
  readonly broker: Broker;
  readonly server: Server;
  readonly mending: Mending;
  readonly plant: Plant;
}

/** A service in a process of its own: production's parts, joined as in production; only Postgres, Kafka, the clock and chance are the world's. */
export class Service {
  readonly reconciliation: Reconciliation;
  readonly letters: DeadLetters;
  private readonly strategy: LogStrategy;
  private readonly publisher: Publisher;
  private readonly database: Database;
  private readonly running = new Consumers();

  constructor(
    readonly name: string,
    readonly process: Process,
    private readonly around: Surroundings,
  ) {
    const { world, broker, server, plant } = around;
    const say = (message: string): void => world.note(process.name, `says: ${message.replace(/\s+/g, ' ').slice(0, 100)}`);
    const logger = { info: say, warn: say, error: say };
    const database = (this.database = new Database(server.dataSource() as never));
    const log = new KafkaLog({ brokers: 'memory', client: broker.client(), logger });
    const publishes = name === 'asking' ? [Asked.topic] : name === 'judging' ? [Judged.topic] : [];
    const topics = new Topics(log);
    const outbox = plant.outbox?.(database, server, broker) ?? new OutboxRepository(database);
    const consumers = plant.consumers?.(database, server) ?? new ConsumerRepository(database);
    const letters = plant.letters?.(database) ?? new DeadLetterRepository(database);
    const signal = new Signal();
    const relay = new Relay({ database, log, outbox, topics, signal, logger, pollMs: 4000, batch: 20 });
    const effectParts = { service: name, database, consumers, letters, outbox };
    this.publisher = new Publisher(name, database, outbox, () => signal.raise());
    this.letters = new DeadLetters(effectParts, this.running);
    this.reconciliation = new Reconciliation({ service: name, database, log, consumers, outbox, running: this.running, relay });
    const parts = { service: name, database, log, topics, consumers, effect: new Effect(effectParts), metrics: new ConsumerMetrics(name), logger };
    this.strategy = new LogStrategy({ parts, consumers: this.running, relay, publishes, partitions });
    for (const { name: pattern, definition, unordered, handle } of this.takings()) {
      this.strategy.addHandler(pattern, handle as never, true, { definitions: [definition], unordered } satisfies OnExtras as never);
    }
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => void this.strategy.listen((error) => (error ? reject(error as Error) : resolve())));
  }

  async stop(): Promise<void> {
    await this.strategy.close();
  }

  /** A stop for too many faults is lifted. */
  resume(): void {
    for (const consumer of this.running.all) if (consumer.stalledBecause?.startsWith('too many')) consumer.restart();
  }

  /** One use case, one transaction: the key's row first, then the request and its event. The same request again is known by its id. */
  async accept(tenant: string, request: Omit<Said, 'n'> & { refused: boolean }, answered: () => void): Promise<void> {
    await this.database.transaction([tenant], async () => {
      const [tally] = await this.database.query<{ n: number }>('accept', [request.request, request.key]);
      if (!tally) return;
      this.publisher.publish(Asked, tenant, { ...request, n: tally.n });
      if (request.refused) throw new Refused();
      if (this.around.plant.answersEarly) answered();
    });
    answered();
  }

  private takings(): Taking[] {
    const judge: Taking = {
      name: 'judge', definition: Asked, unordered: false,
      handle: async (events) => this.take('judge', events, ({ judge: mood }) => mood, (event) => this.publisher.publish(Judged, event.tenantid, event.data, { causedBy: event })),
    };
    const tell: Taking = { name: 'tell', definition: Judged, unordered: false, handle: async (events) => this.take('tell', events, ({ tell: mood }) => mood) };
    const count: Taking = { name: 'count', definition: Asked, unordered: true, handle: async (events) => this.take('count', events, ({ tell: mood }) => (mood === 'broken' ? 'broken' : 'fine')) };
    return this.name === 'judging' ? [judge] : this.name === 'telling' ? [tell, count] : [];
  }

  private async take(handler: string, events: Event<Said>[], moodOf: (data: Said) => Mood, announce?: (event: Event<Said>) => void): Promise<Dropped[]> {
    const { world } = this.around;
    const late = world.random.chance(0.5);
    if (!late) this.meet(events, moodOf);
    const outcomeOf = ({ data }: Event<Said>) => (moodOf(data) === 'idle' ? 'dropped' : 'done');
    await this.database.query('effects', [events.map((event) => ({ handler, event: event.id, cause: event.causationid ?? null, request: event.data.request, key: event.data.key, n: event.data.n, outcome: outcomeOf(event) }))]);
    for (const event of events) if (outcomeOf(event) === 'done') announce?.(event);
    if (late) this.meet(events, moodOf);
    return events.filter((event) => outcomeOf(event) === 'dropped').map((event) => ({ event, reason: 'nothing to say' }));
  }

  private meet(events: Event<Said>[], moodOf: (data: Said) => Mood): void {
    const { world, mending } = this.around;
    if (mending.mended) return;
    for (const event of events) {
      const mood = moodOf(event.data);
      if (mood === 'fine' || mood === 'idle') continue;
      world.count(mood);
      if (mood === 'poison') throw new PoisonError(event, 'poison', 'cannot be taken');
      if (mood === 'broken' || (mood === 'flaky' && world.random.chance(0.5))) throw new TypeError('the handler broke');
      if (mood === 'later' && world.random.chance(0.7)) throw new RetryLater('what it needs is away');
    }
  }
}

/** The request is not one that can be accepted: it has no effect. */
export class Refused extends Error {}
