/** The steps of the loop that are counted and timed, in order. The first four and the last two are steps of a feedback, the others of an issue. */
export const stages = ['received', 'scored', 'gathered', 'routed', 'delivered', 'acknowledged', 'resolved', 'due', 'answered'] as const;
export type Stage = (typeof stages)[number];

/** From what a stage's latency is counted. */
export const since: Record<Stage, string> = {
  received: 'the customer spoke',
  scored: 'it was received',
  gathered: 'it was scored, so it holds the wait for more evidence',
  routed: 'the issue was opened',
  delivered: 'the issue was routed',
  acknowledged: 'the issue was routed',
  resolved: 'the issue was opened',
  due: 'it was gathered: how long its customer waited for the issue to be resolved',
  answered: 'the answer was due',
};

/** One subject's passing of a stage. */
export interface Passage {
  readonly stage: Stage;
  readonly day: string;
  readonly bucket: number;
}

/** The passage from one moment (ISO 8601, UTC) to another; none while either is unknown. Clocks of sources may run ahead: never below 0. */
export function passage(stage: Stage, from: string | undefined, to: string | undefined): Passage | undefined {
  if (!from || !to) return undefined;
  return { stage, day: to.slice(0, 10), bucket: bucketOf(Math.max(0, Date.parse(to) - Date.parse(from))) };
}

/** Buckets of a latency in milliseconds: bucket 0 is below 1 ms, then four to each doubling, so that a quantile is good to a tenth. */
export const bucketOf = (ms: number): number => (ms < 1 ? 0 : 1 + Math.floor(4 * Math.log2(ms)));
const floorOf = (bucket: number): number => (bucket <= 0 ? 0 : 2 ** ((bucket - 1) / 4));

/** A quantile of bucketed latencies in milliseconds, or null where there are none; linear within its bucket. */
export function quantile(counts: readonly (readonly [bucket: number, n: number])[], q: number): number | null {
  const sorted = counts.filter(([, n]) => n > 0).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, n]) => sum + n, 0);
  let before = 0;
  for (const [bucket, n] of sorted) {
    if (before + n >= q * total) return Math.round((floorOf(bucket) + ((q * total - before) / n) * (floorOf(bucket + 1) - floorOf(bucket))) * 10) / 10;
    before += n;
  }
  return null;
}

/** What a batch changes of the counts of stages, by tenant. */
export interface StageChange extends Passage {
  readonly tenant: string;
  readonly n: number;
}

/** Sums what a batch changes: passages that became known, less those that turned out otherwise; in one order for all. */
export class StageTally {
  private readonly changed = new Map<string, { -readonly [Key in keyof StageChange]: StageChange[Key] }>();

  replace(tenant: string, before: readonly Passage[], after: readonly Passage[]): void {
    for (const it of before) this.add(tenant, it, -1);
    for (const it of after) this.add(tenant, it, 1);
  }

  changes(): StageChange[] {
    return [...this.changed.entries()]
      .filter(([, it]) => it.n !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, it]) => it);
  }

  private add(tenant: string, it: Passage, n: number): void {
    const key = `${tenant} ${it.day} ${it.stage} ${it.bucket}`;
    const known = this.changed.get(key);
    if (known) known.n += n;
    else this.changed.set(key, { ...it, tenant, n });
  }
}
