import type { KafkaClient, Membership } from '../kafka/client.js';
import type { Feed, Generation } from '../kafka/feed.js';
import type { LogRecord, PartitionEnds, StoredRecord } from '../log.js';
import type { Process, World } from './world.testing.js';

interface Partition {
  readonly records: StoredRecord[];
  next: bigint;
  /** Fetches that wait for something new. */
  readonly waiting: Set<() => void>;
}

class Away extends Error {}

/** A Kafka in memory: partitions, groups with sessions that end, writes whose outcome nobody knows, and members that learn late what a rebalance took from them. */
export class Broker {
  away = false;
  readonly topics = new Map<string, Partition[]>();
  private readonly groups = new Map<string, Group>();

  constructor(readonly world: World) {}

  /** The client of the running process. */
  client(): KafkaClient {
    const { world } = this;
    const owner = world.process;
    const call = async <T>(what: string, work: () => T): Promise<T> => world.call<T>(`kafka ${what}`, (answer) => answer(this.away ? { error: new Away('Kafka is away') } : { value: work() }));
    return {
      partitions: async (names) => call('metadata', () => new Map(names.flatMap((name) => (this.topics.has(name) ? [[name, this.topics.get(name)!.length] as const] : [])))),
      createTopics: async (topics) => call('create topics', () => { for (const { name, partitions } of topics) this.create(name, partitions); }),
      ends: async (topic) => call('ends', () => new Map((this.topics.get(topic) ?? []).map(({ next }, partition): [number, PartitionEnds] => [partition, { first: 0n, next }]))),
      send: async (records) => world.call<void>('kafka append', (answer) => answer(this.receive(records))),
      join: async (group, feed, sessionMs) => call(`join ${group}`, () => this.group(group).join(owner, feed, sessionMs)),
      isAway: (error) => error instanceof Away,
      close: async () => undefined,
    };
  }

  stop(ms: number): void {
    this.away = true;
    for (const { waiting } of [...this.topics.values()].flat()) for (const look of [...waiting]) look();
    this.world.after(ms, 'kafka is back', () => { this.away = false; });
  }

  append(records: readonly LogRecord[]): void {
    for (const { topic, partition, key, value, headers } of records) {
      const into = this.topics.get(topic)?.[partition];
      if (!into) throw new Error(`there is no ${topic}[${partition}]`);
      if (this.world.random.chance(this.world.rates.gap)) {
        this.world.count('gap in offsets');
        into.next++;
      }
      into.records.push({ topic, partition, key, value, headers, offset: into.next++, appendedAt: new Date() });
    }
    for (const { waiting } of [...this.topics.values()].flat()) for (const look of [...waiting]) look();
  }

  /** Answers with some of what is there from an offset on; waits where there is nothing yet. */
  async fetch(topic: string, partition: number, from: bigint): Promise<StoredRecord[]> {
    const of = this.topics.get(topic)![partition]!;
    return this.world.call<StoredRecord[]>(`kafka fetch ${topic}[${partition}]@${from}`, (answer) => {
      const look = (): void => {
        const found = of.records.filter(({ offset }) => offset >= from).slice(0, this.world.random.between(1, 12));
        if (found.length === 0 && !this.away) return void of.waiting.add(look);
        of.waiting.delete(look);
        answer(this.away ? { error: new Away('Kafka is away') } : { value: found });
      };
      look();
    });
  }

  end(topic: string, partition: number): bigint {
    return this.topics.get(topic)![partition]!.next;
  }

  private create(name: string, partitions: number): void {
    if (!this.topics.has(name)) this.topics.set(name, Array.from({ length: partitions }, () => ({ records: [], next: 0n, waiting: new Set<() => void>() })));
  }

  /** Writes all, or the partitions that it happened to reach, or all but nobody hears of it. */
  private receive(records: readonly LogRecord[]): { value: undefined } | { error: unknown } {
    const { random, rates } = this.world;
    if (this.away) return { error: new Away('Kafka is away') };
    const missing = records.find(({ topic }) => !this.topics.has(topic));
    if (missing) return { error: new Error(`This server does not host ${missing.topic}`) };
    const unsure = random.chance(rates.unsure);
    const reached = new Map<string, boolean>();
    const reaches = ({ topic, partition }: LogRecord): boolean => {
      const name = `${topic}/${partition}`;
      if (!reached.has(name)) reached.set(name, !unsure || random.chance(0.6));
      return reached.get(name)!;
    };
    this.append(records.filter(reaches));
    if (unsure) this.world.count('append in doubt');
    return unsure ? { error: new Error('Request timed out') } : { value: undefined };
  }

  private group(name: string): Group {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new Group(name, this)));
    return group;
  }
}

/** A consumer group. A member that is not heard of for a session's time is given up; what it does after that it does as a zombie. */
class Group {
  private readonly members = new Set<Member>();
  private rebalancing = false;
  private generations = 0;

  constructor(
    private readonly name: string,
    private readonly broker: Broker,
  ) {}

  join(owner: Process, feed: Feed, sessionMs: number): Membership {
    const { world } = this.broker;
    const member = new Member(this, this.broker, owner, feed);
    const giveUp = (): void => { world.after(sessionMs, `${this.name} misses ${owner.name}`, () => { if (owner.state !== 'up') this.remove(member); }); };
    owner.onDeath.add(giveUp);
    owner.onFreeze.add(giveUp);
    if (owner.state !== 'up') giveUp();
    this.members.add(member);
    this.rebalance();
    return member;
  }

  remove(member: Member): void {
    if (!this.members.delete(member)) return;
    this.broker.world.after(this.broker.world.random.between(0, 1000), `${this.name} knows it no more`, () => member.fall(new Error('The coordinator is not aware of this member')), member.owner);
    this.rebalance();
  }

  private rebalance(): void {
    if (this.rebalancing) return;
    this.rebalancing = true;
    const { world } = this.broker;
    world.after(world.random.between(20, 1000), `${this.name} rebalances`, () => {
      this.rebalancing = false;
      const members = [...this.members];
      const partitions = this.broker.topics.get(members[0]?.topic ?? '')?.map((_, partition) => partition) ?? [];
      const generation = ++this.generations;
      const shift = world.random.between(0, partitions.length + 1);
      // Each hears of it in its own time: who loses a partition may still work it while who got it begins.
      for (const [at, member] of members.entries()) {
        world.after(world.random.between(0, 500), `${this.name} is told its partitions`, () => member.assigned(generation, partitions.filter((partition) => (partition + shift) % members.length === at)), member.owner);
      }
    });
  }
}

class Member implements Membership {
  readonly fallen: Promise<Error>;
  fall: (error: Error) => void = () => undefined;
  private generation: Generation | undefined;
  private left = false;
  private number = 0;

  constructor(
    private readonly group: Group,
    private readonly broker: Broker,
    readonly owner: Process,
    private readonly feed: Feed,
  ) {
    this.fallen = new Promise((resolve) => { this.fall = resolve; });
  }

  get topic(): string {
    return this.feed.topic;
  }

  assigned(number: number, partitions: readonly number[]): void {
    if (this.left || number < this.number) return;
    this.number = number;
    const generation = this.feed.assign(partitions);
    this.generation = generation;
    void generation.positions.then((positions) => {
      for (const [partition, next] of positions ?? []) void this.read(generation, partition, next);
    });
  }

  async leave(): Promise<void> {
    this.left = true;
    await this.broker.world.call<void>('kafka leave', (answer) => {
      this.group.remove(this);
      answer({ value: undefined });
    });
  }

  private async read(generation: Generation, partition: number, from: bigint): Promise<void> {
    const { world } = this.broker;
    const isOver = (): boolean => this.left || this.generation !== generation;
    for (let next: bigint | null = from, first = true; next !== null && !isOver(); first = false) {
      const records: readonly StoredRecord[] | undefined = await this.broker.fetch(this.topic, partition, this.begin(partition, next, first)).catch(() => undefined);
      if (records) next = await this.feed.take(generation, partition, records);
      else await new Promise((resolve) => setTimeout(resolve, world.random.between(100, 500)));
    }
  }

  /** A batch on Kafka's disk begins before what was asked for; and a client may begin where the group's own memory points, until it is told better. */
  private begin(partition: number, next: bigint, first: boolean): bigint {
    const { random, rates } = this.broker.world;
    const end = this.broker.end(this.topic, partition);
    if (end === 0n || !random.chance(rates.stray)) return next;
    this.broker.world.count('fetch elsewhere');
    return BigInt(random.between(0, Number(first ? end : next < end ? next + 1n : end)));
  }
}
