import { type Ledger, type Logged, type Request, type Taken, type Violation, check } from './checker.testing.js';
import { Broker } from './kafka.testing.js';
import { Server } from './server.testing.js';
import { Asked, type EffectRow, Judged, type Mending, type Mood, type Plant, Refused, type Said, Service, statements, tenants } from './services.testing.js';
import type { LetterRow, OffsetRow } from './statements.testing.js';
import { Process, type Rates, World, calm } from './world.testing.js';

export interface Run {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly counts: ReadonlyMap<string, number>;
  readonly fingerprint: string;
  readonly steps: number;
  readonly lines: readonly string[];
}

const names = ['asking', 'judging', 'telling'] as const;
type Name = (typeof names)[number];
const troubledMs = 6000;
const patienceMs = 300_000;
const instances = 2;

/** One seed's world from its begin to its rest, and what the checker says of it. */
export async function simulate(seed: number, plant: Plant = {}): Promise<Run> {
  const world = new World(seed);
  return world.inItsTime(async () => {
    const scene = new Scene(world, plant);
    const ledger = await scene.play();
    const { counts, fingerprint, steps, lines } = world;
    return { seed, violations: check(ledger), counts, fingerprint, steps, lines };
  });
}

interface Client extends Pick<Request, 'id' | 'key'> { outcome: Request['outcome']; waits: boolean }

/** Three services in a chain, two processes each, with people who ask, people who operate, and everything that can go wrong. */
class Scene {
  private readonly broker: Broker;
  private readonly servers: ReadonlyMap<Name, Server>;
  private readonly mending: Mending = { mended: false };
  private readonly alive = new Map<Name, Map<Process, Service | undefined>>(names.map((name) => [name, new Map()]));
  private readonly clients: Client[] = [];
  private garbled = 0;
  private born = 0;

  constructor(
    private readonly world: World,
    private readonly plant: Plant,
  ) {
    this.broker = new Broker(world);
    this.servers = new Map(names.map((name) => [name, new Server(world, `db-${name}`, statements)]));
  }

  async play(): Promise<Ledger> {
    const { world } = this;
    for (const name of names) for (let n = 0; n < instances; n++) this.give(name);
    world.rates = this.troubles();
    this.ask();
    this.disturb();
    await world.runUntil(troubledMs);
    world.rates = calm;
    this.mending.mended = true;
    world.note('', '— no more faults —');
    this.operate(1000);
    let settled = false;
    // At rest is what stays at rest.
    while (!settled && (await world.runUntil(patienceMs, () => this.unrest() === undefined))) {
      await world.runUntil(world.now + 3000);
      settled = this.unrest() === undefined;
    }
    return this.ledger(settled ? undefined : this.unrest());
  }

  /** Each seed has faults of its own, so that some meet undisturbed by others. */
  private troubles(): Rates {
    const { random } = this.world;
    const most: Rates = { crash: 0.015, freeze: 0.008, jump: 0.004, slow: 0.15, lose: 0.02, unsure: 0.3, stray: 0.5, gap: 0.15 };
    return Object.fromEntries(Object.entries(most).map(([name, rate]) => [name, random.chance(0.6) ? rate * random.next() : 0])) as unknown as Rates;
  }

  /** Starts a process of a service, and another when it dies. */
  private give(name: Name): void {
    const { world } = this;
    const process = new Process(`${name}-${++this.born}`);
    this.alive.get(name)!.set(process, undefined);
    process.onDeath.add(() => {
      this.alive.get(name)!.delete(process);
      world.after(world.random.between(100, 2500), `${name} is started again`, () => this.give(name));
    });
    world.run(process, 'starts', async () => {
      const service = new Service(name, process, { world, broker: this.broker, server: this.servers.get(name)!, mending: this.mending, plant: this.plant });
      this.alive.get(name)!.set(process, service);
      await service.start();
    });
  }

  private up(name: Name): Service | undefined {
    const up = [...this.alive.get(name)!.values()].filter((it) => it?.process.state === 'up');
    return up.length > 0 ? this.world.random.pick(up) : undefined;
  }

  private ask(): void {
    const { world } = this;
    const { random } = world;
    const keys = random.between(1, 6);
    const troubled = random.next() * 0.3;
    const mood = (): Mood => (random.chance(troubled) ? random.pick(['idle', 'poison', 'broken', 'flaky', 'later'] as const) : 'fine');
    for (let n = random.between(5, 20); n > 0; n--) {
      const key = `k${random.between(0, keys)}`;
      const client: Client = { id: `r${n}`, key, outcome: 'unknown', waits: true };
      this.clients.push(client);
      const request = { request: client.id, key, judge: mood(), tell: mood(), refused: random.chance(0.05) };
      world.after(random.between(0, troubledMs * 0.8), `${client.id} is asked`, () => this.send(client, request, random.between(0, 5)));
    }
  }

  /** Asks once, and again where no answer comes: with the same id. */
  private send(client: Client, request: Omit<Said, 'n'> & { refused: boolean }, tries: number): void {
    const { world } = this;
    const service = this.up('asking');
    if (service) {
      world.run(service.process, `takes ${client.id}`, async () => service.accept(tenantOf(client.key), request, () => { client.outcome = 'ok'; }).catch((error: unknown) => {
        if (error instanceof Refused) client.outcome = 'refused';
      }));
    }
    world.after(world.random.between(500, 3000), `${client.id} waits no more`, () => {
      client.waits = client.outcome === 'unknown' && tries > 0;
      if (client.waits) this.send(client, request, tries - 1);
    });
  }

  /** What happens to the world around the services, at times of its own. */
  private disturb(): void {
    const { world, broker } = this;
    const { random } = world;
    const sometimes = (share: number, what: string, work: () => void): void => {
      for (let n = random.chance(share) ? random.between(1, 3) : 0; n > 0; n--) world.after(random.between(200, troubledMs), what, () => { world.count(what); work(); });
    };
    sometimes(0.2, 'kafka restarts', () => broker.stop(random.between(50, 3000)));
    sometimes(0.2, 'postgres restarts', () => this.servers.get(random.pick(names))!.restart(random.between(50, 2000)));
    sometimes(0.2, 'postgres ends sessions', () => this.servers.get(random.pick(names))!.terminate(0.7));
    sometimes(0.3, 'rolling restart', () => this.roll(random.pick(names)));
    sometimes(0.4, 'operator replays', () => this.operateOnce(random.pick(names), false));
    sometimes(0.2, 'operator discards', () => this.operateOnce(random.pick(names), true));
    sometimes(0.3, 'garbled record', () => this.garble());
  }

  private roll(name: Name): void {
    const service = this.up(name);
    if (!service) return;
    this.world.run(service.process, 'stops in order', async () => {
      await service.stop();
      this.world.count('orderly stop');
      this.world.crash(service.process);
    });
  }

  /** A record that no service can read, of a key that others use. */
  private garble(): void {
    if (!this.broker.topics.has(Asked.topic.name)) return;
    const key = `k${this.world.random.between(0, 3)}`;
    const headers = { ce_specversion: '1.0', ce_id: `garbled-${++this.garbled}`, ce_source: '/elsewhere', ce_type: Asked.type, ce_tenantid: tenantOf(key) };
    this.broker.append([{ topic: Asked.topic.name, partition: this.world.random.between(0, 2), key, value: Buffer.from('{"half":'), headers }]);
  }

  private operate(everyMs: number): void {
    for (const name of names) this.operateOnce(name, false);
    this.world.after(everyMs, 'the operator looks', () => this.operate(everyMs));
  }

  /** Replays what is dead, and gives up what cannot be read; or gives up whatever it finds. */
  private operateOnce(name: Name, discards: boolean): void {
    const service = this.up(name);
    if (!service || !this.servers.get(name)!.rows<LetterRow>('dead_letter').some(isOpen)) return;
    this.world.run(service.process, discards ? 'discards' : 'replays', async () => {
      service.resume();
      for (const tenant of tenants) {
        const found = await service.letters.list(tenant, { states: ['dead'], limit: 50 });
        for (const { id, errorCode } of found) if (discards || errorCode === 'not_json') await service.letters.discard(tenant, id, 'given up').catch((error: unknown) => this.world.note(service.name, `cannot discard: ${(error as { code?: string }).code}`));
        if (!discards) await service.letters.replayMany(tenant, { limit: 50 });
      }
    });
  }

  /** Why the world has not come to rest yet. */
  private unrest(): string | undefined {
    if (this.clients.some(({ waits }) => waits)) return 'somebody waits for an answer';
    if (this.broker.away) return 'Kafka is away';
    for (const name of names) {
      const server = this.servers.get(name)!;
      if (server.away) return `${server.name} is away`;
      if (server.rows('outbox').length > 0) return `the outbox of ${name} is not empty`;
      if (server.rows<LetterRow>('dead_letter').some(isOpen)) return `${name} has dead letters that cannot be replayed`;
      if ([...this.alive.get(name)!.keys()].filter(({ state }) => state === 'up').length < instances) return `${name} does not run`;
    }
    return takings.map(([service, handler, topic]) => (this.lag(service, topic) > 0 ? `${handler} is behind` : undefined)).find((it) => it !== undefined);
  }

  private lag(service: Name, topic: string): number {
    const positions = this.servers.get(service)!.rows<OffsetRow>('consumer_offset').filter((it) => it.topic === topic);
    return (this.broker.topics.get(topic) ?? [{ next: 0n }]).reduce((sum, { next }, partition) => sum + Number(next - (positions.find((it) => it.partition === partition)?.next_offset ?? 0n)), 0);
  }

  private async ledger(settled: string | undefined): Promise<Ledger> {
    const balanced = new Map<string, boolean>();
    for (const name of names) await this.world.runUntil(this.world.now + 5000, this.asks(name, balanced));
    const letters = (name: Name): LetterRow[] => this.servers.get(name)!.rows<LetterRow>('dead_letter');
    const effects = (name: Name): EffectRow[] => this.servers.get(name)!.rows<EffectRow>('effect').sort((one, other) => one.seq - other.seq);
    const discarded = (name: Name): string[] => letters(name).flatMap((it) => (it.state === 'discarded' && it.event_id ? [it.event_id] : []));
    const consuming = ['judging', 'telling'] as const;
    return {
      settled,
      requests: this.clients,
      asked: this.logged(Asked.topic.name, ({ request }) => request).filter(({ event }) => event !== null),
      taken: takings.map(([service, handler, topic]): Taken => ({
        handler, ordered: handler !== 'count', log: this.logged(topic), lag: this.lag(service, topic), balanced: balanced.get(service) ?? false,
        effects: effects(service).filter((it) => it.handler === handler),
        letters: letters(service).filter((it) => it.topic === topic).map((it) => ({ partition: it.partition, offset: it.offset, event: it.event_id, state: it.state })),
        counts: this.counts(service, topic),
      })),
      derived: [{ from: 'judge', log: this.logged(Judged.topic.name, (_, headers) => headers['ce_causationid'] ?? '') }],
      outboxes: names.map((service) => ({ service, rows: this.servers.get(service)!.rows('outbox').length })),
      inboxes: consuming.map((service) => ({ service, events: new Set([...effects(service).map(({ event }) => event), ...discarded(service)]).size, seen: this.servers.get(service)!.rows('inbox').length })),
      told: consuming.map((service) => ({ service, letters: letters(service).filter((it) => it.error_class !== 'Parked').length, records: this.tellings(service) })),
    };
  }

  /** Asks a running process for its account; done when it has told. */
  private asks(name: Name, balanced: Map<string, boolean>): () => boolean {
    const service = this.up(name);
    if (service) this.world.run(service.process, 'accounts', async () => balanced.set(name, (await service.reconciliation.account()).balanced));
    return () => balanced.has(name);
  }

  private logged(topic: string, of: (data: Said, headers: Readonly<Record<string, string>>) => string = () => ''): Logged[] {
    return (this.broker.topics.get(topic) ?? []).flatMap(({ records }) => records.map(({ partition, offset, value, headers }) => {
      const data = headers['ce_source'] === '/elsewhere' ? undefined : (JSON.parse(String(value)) as Said);
      return { partition, offset, event: data ? headers['ce_id']! : null, of: data ? of(data, headers) : '', key: data?.key ?? '', n: data?.n ?? 0 };
    }));
  }

  private counts(service: Name, topic: string): Taken['counts'] {
    const rows = this.servers.get(service)!.rows<OffsetRow>('consumer_offset').filter((it) => it.topic === topic);
    const sum = (of: (row: OffsetRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
    return { done: sum((it) => it.done), dropped: sum((it) => it.dropped), duplicates: sum((it) => it.duplicates), deadLettered: sum((it) => it.dead_lettered), parked: sum((it) => it.parked), skipped: sum((it) => it.skipped) };
  }

  /** Dead letters told on their topics; twice is once. */
  private tellings(service: Name): number {
    const topics = [...this.broker.topics].filter(([topic]) => topic.endsWith(`.${service}.dlq`));
    return new Set(topics.flatMap(([, of]) => of.flatMap(({ records }) => records.map(({ headers }) => headers['ce_id'])))).size;
  }
}

const takings: readonly (readonly [Name, string, string])[] = [
  ['judging', 'judge', Asked.topic.name],
  ['telling', 'tell', Judged.topic.name],
  ['telling', 'count', Asked.topic.name],
];
const isOpen = ({ state }: LetterRow): boolean => state === 'dead' || state === 'parked';
/** A key belongs to one tenant. */
const tenantOf = (key: string): string => tenants[Number(key.slice(1)) % tenants.length]!;
