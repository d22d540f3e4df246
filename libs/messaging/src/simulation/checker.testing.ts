/** What a client knows of its request: answered, refused, or never heard of again. */
export interface Request { readonly id: string; readonly key: string; readonly outcome: 'ok' | 'refused' | 'unknown' }

/** A record of the log; `event` is null where it is none that can be read. `of` is the request, or the event, that led to it. */
export interface Logged { readonly partition: number; readonly offset: bigint; readonly event: string | null; readonly of: string; readonly key: string; readonly n: number }

export interface Letter { readonly partition: number; readonly offset: bigint; readonly event: string | null; readonly state: string }

/** What an event did, in the order in which it was done. */
export interface Done { readonly event: string; readonly cause: string | null; readonly key: string; readonly outcome: 'done' | 'dropped' }

export interface Counts { readonly done: number; readonly dropped: number; readonly duplicates: number; readonly deadLettered: number; readonly parked: number; readonly skipped: number }

/** One handler's topic with all that came of it. */
export interface Taken {
  readonly handler: string;
  readonly ordered: boolean;
  readonly log: readonly Logged[];
  readonly effects: readonly Done[];
  readonly letters: readonly Letter[];
  readonly counts: Counts;
  readonly lag: number;
  readonly balanced: boolean;
}

/** All that is to be judged once the world has come to rest. */
export interface Ledger {
  readonly settled: string | undefined;
  readonly requests: readonly Request[];
  /** Requests in the first topic. */
  readonly asked: readonly Logged[];
  readonly taken: readonly Taken[];
  /** Events that one handler's effects led to: `of` names the cause. */
  readonly derived: readonly { readonly from: string; readonly log: readonly Logged[] }[];
  readonly outboxes: readonly { readonly service: string; readonly rows: number }[];
  readonly inboxes: readonly { readonly service: string; readonly events: number; readonly seen: number }[];
  readonly told: readonly { readonly service: string; readonly letters: number; readonly records: number }[];
}

export type Fault =
  | 'not at rest' | 'request lost' | 'request twice' | 'effect of a refused request' | 'effect from nowhere' | 'effect lost' | 'effect twice' | 'order broken'
  | 'derived event lost' | 'derived event twice' | 'derived from nothing' | 'offsets do not grow' | 'lag' | 'unbalanced' | 'counts differ' | 'outbox not empty' | 'inbox differs' | 'dead letter not told';

export interface Violation { readonly fault: Fault; readonly what: string }

/** Judges what a run left behind: I1 to I4 of docs/reliability.md. It knows nothing of how the run was made. */
export function check(ledger: Ledger): Violation[] {
  return [
    ...(ledger.settled ? [{ fault: 'not at rest', what: ledger.settled } as const] : []),
    ...requests(ledger),
    ...ledger.taken.flatMap((it) => [...effects(it), ...order(it), ...account(it)]),
    ...derived(ledger),
    ...ledger.outboxes.filter(({ rows }) => rows > 0).map(({ service, rows }) => ({ fault: 'outbox not empty' as const, what: `${service} keeps ${rows} rows` })),
    ...ledger.inboxes.filter(({ events, seen }) => events !== seen).map(({ service, events, seen }) => ({ fault: 'inbox differs' as const, what: `${service} had effects of ${events} events and remembers ${seen}` })),
    ...ledger.told.filter(({ letters, records }) => letters !== records).map(({ service, letters, records }) => ({ fault: 'dead letter not told' as const, what: `${service} has ${letters} dead letters and told of ${records}` })),
  ];
}

const groups = <T>(of: readonly T[], by: (it: T) => string): Map<string, T[]> => {
  const result = new Map<string, T[]>();
  for (const it of of) result.set(by(it), [...(result.get(by(it)) ?? []), it]);
  return result;
};

/** I1. Twice in the log is once by effect where both have the same event id: the inboxes drop the second. */
function requests({ requests: all, asked }: Ledger): Violation[] {
  const events = groups(asked, ({ of }) => of);
  const ids = (id: string): number => new Set((events.get(id) ?? []).map(({ event }) => event)).size;
  const known = new Set(all.map(({ id }) => id));
  return [
    ...all.flatMap(({ id, outcome }): Violation[] => {
      if (outcome === 'ok' && ids(id) === 0) return [{ fault: 'request lost', what: `${id} was answered and is not in the log` }];
      if (outcome === 'refused' && ids(id) > 0) return [{ fault: 'effect of a refused request', what: `${id} was refused and is in the log` }];
      return ids(id) > 1 ? [{ fault: 'request twice', what: `${id} is ${ids(id)} events in the log` }] : [];
    }),
    ...[...events.keys()].filter((id) => !known.has(id)).map((id): Violation => ({ fault: 'effect from nowhere', what: `nobody asked ${id}` })),
  ];
}

/** I2. */
function effects({ handler, log, effects: done, letters }: Taken): Violation[] {
  const times = groups(done, ({ event }) => event);
  const events = new Set(log.flatMap(({ event }) => event ?? []));
  // What was discarded by hand is accounted for; so is what waits for a hand.
  const accounted = new Set(letters.filter(({ state }) => state !== 'replayed').flatMap(({ event }) => event ?? []));
  const unread = log.filter(({ event, partition, offset }) => event === null && !letters.some((it) => it.partition === partition && it.offset === offset));
  return [
    ...[...events].filter((it) => !times.has(it) && !accounted.has(it)).map((it): Violation => ({ fault: 'effect lost', what: `${handler}: event ${it} had none` })),
    ...unread.map(({ partition, offset }): Violation => ({ fault: 'effect lost', what: `${handler}: record [${partition}]@${offset} cannot be read and is no dead letter` })),
    ...[...times].filter(([, them]) => them.length > 1).map(([it, them]): Violation => ({ fault: 'effect twice', what: `${handler}: event ${it} had ${them.length}` })),
    ...[...times.keys()].filter((it) => !events.has(it)).map((it): Violation => ({ fault: 'effect from nowhere', what: `${handler}: event ${it} is not in the log` })),
  ];
}

/** I3. The log's order of a key is that of the first record of each event; the requests of a key are numbered, so that order is the true one. */
function order({ handler, ordered, log, effects: done }: Taken): Violation[] {
  const firsts = new Map<string, Logged>();
  for (const it of log) if (it.event !== null && !firsts.has(it.event)) firsts.set(it.event, it);
  const inverted = <T>(of: readonly T[], by: (it: T) => number): T | undefined => of.find((it, at) => at > 0 && by(it) < by(of[at - 1]!));
  const faults: Violation[] = [];
  for (const [key, them] of groups([...firsts.values()], (it) => it.key)) {
    const wrong = inverted(them, ({ n }) => n);
    if (wrong) faults.push({ fault: 'order broken', what: `the log that ${handler} reads has ${wrong.event} of ${key} too late` });
  }
  for (const [key, them] of ordered ? groups(done, (it) => it.key) : []) {
    const wrong = inverted(them, ({ event }) => Number(firsts.get(event)?.offset ?? 0n));
    if (wrong) faults.push({ fault: 'order broken', what: `${handler}: ${wrong.event} of ${key} had its effect too late` });
  }
  return faults;
}

/** I4. */
function account({ handler, log, effects: done, letters, counts, lag, balanced }: Taken): Violation[] {
  const open = (state: string): number => letters.filter((it) => it.state === state).length;
  const expected = [done.filter(({ outcome }) => outcome === 'done').length, done.filter(({ outcome }) => outcome === 'dropped').length + open('discarded'), open('dead'), open('parked')];
  const told = [counts.done, counts.dropped, counts.deadLettered, counts.parked];
  const grow = [...groups(log, ({ partition }) => String(partition)).values()].every((them) => them.every(({ offset }, at) => at === 0 || offset > them[at - 1]!.offset));
  return [
    ...(grow ? [] : [{ fault: 'offsets do not grow', what: `${handler}: an offset comes again, or after a higher one` } as const]),
    ...(lag === 0 ? [] : [{ fault: 'lag', what: `${handler} is ${lag} behind` } as const]),
    ...(balanced ? [] : [{ fault: 'unbalanced', what: `${handler}: what became of the events is not as many as there were: ${JSON.stringify(counts)}` } as const]),
    ...(String(expected) === String(told) ? [] : [{ fault: 'counts differ', what: `${handler} counts done, dropped, dead, parked as ${told.join(', ')}; they are ${expected.join(', ')}` } as const]),
  ];
}

/** Each effect that leads to an event leads to one. */
function derived({ derived: all, taken }: Ledger): Violation[] {
  return all.flatMap(({ from, log }) => {
    const causes = new Set(taken.find(({ handler }) => handler === from)?.effects.filter(({ outcome }) => outcome === 'done').map(({ event }) => event));
    const results = groups(log, ({ of }) => of);
    return [
      ...[...causes].filter((it) => !results.has(it)).map((it): Violation => ({ fault: 'derived event lost', what: `what ${from} made of ${it} is not in the log` })),
      ...[...results].filter(([, them]) => new Set(them.map(({ event }) => event)).size > 1).map(([it]): Violation => ({ fault: 'derived event twice', what: `${from} made two events of ${it}` })),
      ...[...results.keys()].filter((it) => !causes.has(it)).map((it): Violation => ({ fault: 'derived from nothing', what: `${from} had no effect of ${it}` })),
    ];
  });
}
