import { AsyncLocalStorage } from 'node:async_hooks';

/** Chance from a seed (mulberry32, public domain by Tommy Ettinger): the same seed, the same run. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let it = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    it ^= it + Math.imul(it ^ (it >>> 7), it | 61);
    return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to below `high`. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  chance(share: number): boolean {
    return share > 0 && this.next() < share;
  }

  pick<T>(of: readonly T[]): T {
    return of[this.between(0, of.length)]!;
  }
}

/** How often each fault happens, as a share of the moments at which it could. */
export interface Rates {
  crash: number;
  freeze: number;
  jump: number;
  slow: number;
  /** A connection to Postgres breaks, before or after the statement was carried out. */
  lose: number;
  /** A write to Kafka fails, wholly or in part, or only its answer is lost. */
  unsure: number;
  /** A member begins to fetch somewhere else than where the database says. */
  stray: number;
  /** Another's transaction leaves a gap in Kafka's offsets. */
  gap: number;
}

export const calm: Rates = { crash: 0, freeze: 0, jump: 0, slow: 0, lose: 0, unsure: 0, stray: 0, gap: 0 };

export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

interface Step {
  readonly what: string;
  readonly work: () => void;
  readonly owner: Process | undefined;
  readonly tail: string;
}

/** A process of the simulated world: it may die between any two awaits, or stand still and go on later as if nothing had been. */
export class Process {
  state: 'up' | 'frozen' | 'dead' = 'up';
  /** How far its wall clock is off, in ms. */
  skew = 0;
  readonly held: Step[] = [];
  /** What the world outside does when it has died, or stands still. */
  readonly onDeath = new Set<() => void>();
  readonly onFreeze = new Set<() => void>();

  constructor(readonly name: string) {}
}

const begin = Date.UTC(2026, 0, 1);
const linesKept = 80;

/** A virtual clock and a queue of steps. Whoever waits for anything in the world waits for a step, so the seed decides who goes on next, and who does not. */
export class World {
  readonly random: Random;
  readonly counts = new Map<string, number>();
  rates: Rates = calm;
  /** Ms since the begin; never jumps. */
  now = 0;
  steps = 0;
  private readonly queue: { at: number; order: number; step: Step }[] = [];
  private readonly trace: { at: number; who: string; what: string; tail: string }[] = [];
  private order = 0;
  private hash = 0x811c9dc5;
  /** Whose step it is. Before the next step everything that can go on by it has, so it needs no storage that follows promises. */
  private current: Process | undefined;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  get process(): Process {
    const process = this.current;
    if (!process) throw new Error('the simulation itself has no process to wait in');
    if (process.state === 'dead') throw new Error(`${process.name} is dead and yet goes on`);
    return process;
  }

  /** What happened, in one number: two runs of a seed must agree. */
  get fingerprint(): string {
    return (this.hash >>> 0).toString(16).padStart(8, '0');
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  note(who: string, what: string, tail = ''): void {
    this.mix(this.now);
    this.mix(numberOf(who));
    this.mix(numberOf(what));
    if (tail) this.mix(numberOf(tail));
    this.trace.push({ at: this.now, who, what, tail });
    if (this.trace.length > linesKept * 20) this.trace.splice(0, linesKept * 19);
  }

  /** The last that happened. */
  get lines(): string[] {
    return this.trace.slice(-linesKept).map(({ at, who, what, tail }) => `${String(at).padStart(6)} ms  ${who.padEnd(12)} ${what}${tail}`);
  }

  /** Begins something in a process. What comes of it is its own affair. */
  run(owner: Process, what: string, work: () => Promise<unknown>): void {
    this.after(0, what, () => void work().catch((error: unknown) => this.note(owner.name, `${what}, rejected: ${String(error)}`)), owner);
  }

  /** `work` happens after so many ms; where it is a process's, only if that is up by then, or when it goes on. */
  after(ms: number, what: string, work: () => void, owner?: Process, tail = ''): () => void {
    const step = { what, work, owner, tail };
    const entry = { at: this.now + ms, order: this.order++, step };
    this.push(entry);
    return () => { entry.step = nothing; };
  }

  /** A request of the running process to something outside, and the answer: both take their time, and the process may not live to hear it. */
  async call<T>(what: string, serve: (answer: (outcome: Outcome<T>) => void) => void): Promise<T> {
    const owner = this.process;
    return new Promise<T>((resolve, reject) => {
      const answer = (outcome: Outcome<T>): void => {
        const failed = 'error' in outcome;
        this.after(this.latency(), what, () => (failed ? reject(outcome.error as Error) : resolve(outcome.value)), owner, failed ? `: ${String(outcome.error)}` : ': answered');
      };
      this.after(this.latency(), what, () => serve(answer));
    });
  }

  latency(): number {
    return this.random.chance(this.rates.slow) ? this.random.between(20, 900) : this.random.between(0, 3);
  }

  crash(process: Process): void {
    if (process.state === 'dead') return;
    this.note(process.name, '† dies');
    process.state = 'dead';
    process.held.length = 0;
    for (const hook of process.onDeath) hook();
  }

  freeze(process: Process, ms: number): void {
    if (process.state !== 'up') return;
    this.note(process.name, `stands still for ${ms} ms`);
    process.state = 'frozen';
    for (const hook of process.onFreeze) hook();
    this.after(ms, 'wakes', () => {
      if (process.state !== 'frozen') return;
      process.state = 'up';
      this.count('zombie woken');
      for (const step of process.held.splice(0)) this.after(this.random.between(0, 50), step.what, step.work, process, step.tail);
    });
  }

  /** Goes on until `done`, which is asked every now and then, or until the time is over; answers whether it was done. */
  async runUntil(untilMs: number, done: () => boolean = () => false): Promise<boolean> {
    for (let taken = 0; ; taken++) {
      if (taken % 20 === 0 && done()) return true;
      const next = this.queue[0];
      if (!next || next.at > untilMs) break;
      this.pop();
      if (next.step === nothing) continue;
      this.now = Math.max(this.now, next.at);
      this.perform(next.step);
      if (this.current) await microtasks();
      this.current = undefined;
    }
    this.now = Math.max(this.now, untilMs);
    return done();
  }

  /** Runs `work` with the clock, the timers and the chance of this world in place of the real ones. */
  async inItsTime<T>(work: () => Promise<T>): Promise<T> {
    const real = { setTimeout, clearTimeout, setInterval, clearInterval, Date };
    const { random } = Math;
    const wall = (): number => begin + this.now + (this.current?.skew ?? 0);
    class WorldDate extends Date {
      constructor(...given: ConstructorParameters<typeof Date> | []) {
        super(...((given.length > 0 ? given : [wall()]) as [number]));
      }
      static override now = wall;
    }
    const stop = (timer: unknown): void => (timer as { stop?: () => void } | undefined)?.stop?.();
    Object.assign(globalThis, { setTimeout: this.timer(false), setInterval: this.timer(true), clearTimeout: stop, clearInterval: stop, Date: WorldDate });
    Math.random = () => this.random.next();
    try {
      return await work();
    } finally {
      Object.assign(globalThis, real);
      Math.random = random;
    }
  }

  private timer(again: boolean) {
    return (work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): unknown => {
      const owner = this.process;
      const bound = AsyncLocalStorage.bind(() => work(...given));
      const timer = { stop: (): void => undefined, ref: () => timer, unref: () => timer };
      const set = (): void => { timer.stop = this.after(Math.max(1, Math.round(ms)), 'a timer', () => { if (again) set(); bound(); }, owner); };
      set();
      return timer;
    };
  }

  private perform(step: Step): void {
    const { owner, what, work, tail } = step;
    this.steps++;
    if (owner?.state === 'up') this.tempt(owner);
    // Looked at again, for temptation may have changed it.
    const state = owner?.state as Process['state'] | undefined;
    if (state === 'dead') return;
    if (state === 'frozen') return void owner!.held.push(step);
    this.note(owner?.name ?? '', what, tail);
    this.current = owner;
    work();
  }

  private mix(it: number): void {
    this.hash = Math.imul(this.hash ^ it, 0x01000193) ^ (this.hash >>> 13);
  }

  private tempt(owner: Process): void {
    if (this.random.chance(this.rates.crash)) {
      this.count('crash');
      this.crash(owner);
    } else if (this.random.chance(this.rates.freeze)) {
      this.count('freeze');
      this.freeze(owner, this.random.between(50, 12_000));
    } else if (this.random.chance(this.rates.jump)) {
      this.count('clock jump');
      owner.skew = this.random.pick([-1, 1]) * this.random.between(1, 100_000_000);
    }
  }

  private push(entry: { at: number; order: number; step: Step }): void {
    const { queue } = this;
    let at = queue.push(entry) - 1;
    for (let above = (at - 1) >> 1; at > 0 && before(entry, queue[above]!); at = above, above = (at - 1) >> 1) {
      [queue[at], queue[above]] = [queue[above]!, entry];
    }
  }

  private pop(): void {
    const { queue } = this;
    const last = queue.pop()!;
    if (queue.length === 0) return;
    queue[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) if (below < queue.length && before(queue[below]!, queue[least]!)) least = below;
      if (least === at) return;
      [queue[at], queue[least]] = [queue[least]!, queue[at]!];
      at = least;
    }
  }
}

const numbers = new Map<string, number>();
/** A text as a number, by what it says alone. */
function numberOf(text: string): number {
  let number = numbers.get(text);
  if (number === undefined) {
    number = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) number = Math.imul(number ^ text.charCodeAt(at), 0x01000193);
    numbers.set(text, number);
  }
  return number;
}

const nothing: Step = { what: 'nothing', work: () => undefined, owner: undefined, tail: '' };
const before = (one: { at: number; order: number }, other: { at: number; order: number }): boolean => one.at < other.at || (one.at === other.at && one.order < other.order);
const immediate = setImmediate;
/** Whatever can go on without a step has done so when the loop comes round: promises are all that the code in this world waits with. */
const microtasks = async (): Promise<void> => new Promise((resolve) => { immediate(resolve); });
