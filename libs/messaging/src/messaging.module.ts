import { type DynamicModule, Logger, Module } from '@nestjs/common';
import type { Topic } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { CommonSettings } from '@vocloop/service';
import { ConsumerRepository } from './consumer.repository.js';
import { Consumers } from './consumers.js';
import { DeadLetterRepository } from './dead-letter.repository.js';
import { DeadLetters } from './dead-letters.js';
import { Effect } from './effect.js';
import type { KafkaClientName } from './kafka/kafka-log.js';
import { History } from './history.js';
import type { EventLog } from './log.js';
import { MESSAGING_PARTS, type MessagingParts, messagingController } from './messaging.controller.js';
import { ConsumerMetrics } from './metrics.js';
import { OutboxRepository } from './outbox.repository.js';
import { PostgresLog } from './postgres/postgres-log.js';
import { Publisher } from './publisher.js';
import { type Account, Reconciliation } from './reconciliation.js';
import { Relay, type Logger as PlainLogger } from './relay.js';
import { Signal } from './signal.js';
import { LogStrategy } from './strategy.js';
import { Topics } from './topics.js';

/** Which log, and how to reach it. */
export type LogSettings =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[]; readonly client: KafkaClientName; readonly clientId: string };

/** What a service hands in to take part in the log: its name, its settings, and the topics it publishes to. */
export interface MessagingOptions {
  readonly service: string;
  readonly settings: Pick<CommonSettings, 'VOC_LOG' | 'KAFKA_BROKERS' | 'VOC_KAFKA_CLIENT' | 'VOC_PARTITIONS' | 'DATABASE_URL'>;
  /** The topics that this service publishes to, beside pods'. */
  readonly publishes: readonly Topic[];
}

/** Which log the settings of a service name. */
export const logOf = (service: string, settings: MessagingOptions['settings']): LogSettings =>
  settings.VOC_LOG === 'kafka'
    ? { kind: 'kafka', brokers: settings.KAFKA_BROKERS, client: settings.VOC_KAFKA_CLIENT, clientId: `vocloop-${service}` }
    : { kind: 'postgres', url: settings.DATABASE_URL };

/** The transport of a service's handlers, for its config.ts. */
export const logStrategy = (app: { get(type: typeof LogStrategy): LogStrategy }): LogStrategy => app.get(LogStrategy);

/** Connects to a log by its settings. What no other log needs is loaded here, not by every service at its start. */
export async function openLog(log: LogSettings, logger: PlainLogger): Promise<EventLog> {
  switch (log.kind) {
    case 'postgres':
      return new PostgresLog({ url: log.url, logger });
    case 'kafka':
      return (await import('./kafka/kafka-log.js')).KafkaLog.by(log.client, { brokers: log.brokers, clientId: log.clientId, logger });
  }
}

/** Gives a service its `Publisher`, its `Topics` and the `LogStrategy` to connect as a microservice. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    const wired = { provide: WIRED, inject: [Database], useFactory: async (database: Database) => wire(options, database) };
    const part = <T>(provide: new (...args: never[]) => T, of: (it: Wired) => T) => ({ provide, inject: [WIRED], useFactory: of });
    return {
      module: MessagingModule,
      global: true,
      controllers: [messagingController(options.service)],
      providers: [
        wired,
        part(Publisher, ({ publisher }) => publisher),
        part(Topics, ({ topics }) => topics),
        part(History, ({ history }) => history),
        part(LogStrategy, ({ strategy }) => strategy),
        part(Reconciliation, ({ messaging }) => messaging.reconciliation),
        { provide: MESSAGING_PARTS, inject: [WIRED], useFactory: ({ messaging }: Wired) => messaging },
      ],
      exports: [Publisher, Topics, History, LogStrategy, Reconciliation],
    };
  }
}

const WIRED = Symbol('wired messaging');
interface Wired { readonly publisher: Publisher; readonly topics: Topics; readonly history: History; readonly strategy: LogStrategy; readonly messaging: MessagingParts }

/** The parts by hand, once: they belong together, and none of them is anybody else's to inject. */
async function wire({ service, settings, publishes }: MessagingOptions, database: Database): Promise<Wired> {
  const nest = new Logger(`messaging:${service}`);
  const logger: PlainLogger = { info: (it) => nest.log(it), warn: (it) => nest.warn(it), error: (it) => nest.error(it) };
  const log = await openLog(logOf(service, settings), logger);
  const topics = new Topics(log);
  const outbox = new OutboxRepository(database);
  const consumers = new ConsumerRepository(database);
  const letters = new DeadLetterRepository(database);
  const signal = new Signal();
  const relay = new Relay({ database, log, outbox, topics, signal, logger });
  const effectParts = { service, database, consumers, letters, outbox };
  const effect = new Effect(effectParts);
  const metrics = new ConsumerMetrics(service);
  const running = new Consumers();
  const reconciliation = new Reconciliation({ service, database, log, consumers, outbox, running, relay });
  observe(metrics, reconciliation);
  const strategy = new LogStrategy({ parts: { service, database, log, topics, consumers, effect, metrics, logger }, consumers: running, relay, publishes, partitions: settings.VOC_PARTITIONS });
  const publisher = new Publisher(service, database, outbox, () => signal.raise());
  return { publisher, topics, history: new History(log), strategy, messaging: { letters: new DeadLetters(effectParts, running), reconciliation, consumers: running } };
}

/** Backlogs in Prometheus, read when it asks. */
function observe(metrics: ConsumerMetrics, reconciliation: Reconciliation): void {
  // One look serves all of them: they are asked together.
  let looked = { at: 0, account: Promise.resolve<Account | undefined>(undefined) };
  const account = async () => {
    if (Date.now() - looked.at > 500) looked = { at: Date.now(), account: reconciliation.account().catch(() => undefined) };
    return looked.account;
  };
  metrics.observe('voc_outbox_rows', 'Events that wait for the log', async () => (await account().then((it) => it && [{ value: it.outbox.rows, labels: {} }])) ?? []);
  metrics.observe('voc_outbox_oldest_seconds', 'How long the oldest has waited', async () => (await account().then((it) => it && [{ value: it.outbox.oldestSeconds, labels: {} }])) ?? []);
  metrics.observe('voc_consumer_lag_events', 'Events in the log that were not taken yet', async () =>
    (await account())?.consumers.map(({ topic, partition, lagEvents }) => ({ value: lagEvents, labels: { topic, partition: String(partition) } })) ?? []);
  metrics.observe('voc_consumer_lag_seconds', 'How old the oldest of them may be at most', async () =>
    (await account())?.consumers.map(({ topic, partition, lagSeconds }) => ({ value: lagSeconds, labels: { topic, partition: String(partition) } })) ?? []);
  metrics.observe('voc_consumer_stalled', '1 where a consumer waits for something that is away', async () =>
    (await account())?.consumers.filter(({ partition }) => partition === 0).map(({ topic, stalledBecause }) => ({ value: stalledBecause ? 1 : 0, labels: { topic } })) ?? []);
}
