import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, Shutdown, isDatabaseAway, problemOf, unavailable, type FieldError } from '@vocloop/service';
import type { IngestionSettings } from '../config.js';
import { Collision, FeedbackService } from './feedback.service.js';
import type { Receipt, Submission } from './submission.js';

/** What a caller learns of each submission: its receipt, or the error that it alone caused. */
export type Outcome = { readonly receipt: Receipt } | { readonly error: unknown };

interface Waiting {
  readonly submission: Submission;
  readonly tell: (outcome: Outcome) => void;
}

const MOST_IN_A_FLUSH = 500;
const ATTEMPTS = 5;

/**
 * Commits in groups: what arrives while one commit is on its way waits and shares the next. Each caller is told of its own
 * submissions after their commit.
 */
@Injectable()
export class FeedbackCollector {
  private readonly queue: Waiting[] = [];
  private readonly refused = new Map<string, { tenant: string; reason: string; count: number }>();
  private readonly log = new Logger('collector');
  /** Flushes belong to no request: without this, all of them would be part of the first one's trace. */
  private readonly outside = new AsyncResource('collector');
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly service: FeedbackService,
    @Inject(SETTINGS) private readonly settings: IngestionSettings,
    @Inject(Shutdown) shutdown: Shutdown,
  ) {
    shutdown.register('collector', async () => this.flushing);
  }

  /** Hands in submissions; resolves, in their order, to what became of each. Throws 503 where too many wait already. */
  async submit(submissions: readonly Submission[]): Promise<Outcome[]> {
    if (this.queue.length > 0 && this.queue.length + submissions.length > this.settings.VOC_INTAKE_QUEUE) {
      throw unavailable('More feedback waits for its commit than this process takes; try again.', 1);
    }
    const outcomes = Promise.all(submissions.map((submission) => new Promise<Outcome>((tell) => this.queue.push({ submission, tell }))));
    this.begin();
    return outcomes;
  }

  /** Counts an input that was refused for a reason (an error's code), with the next flush. */
  refuse(tenant: string, reason: string): void {
    const key = `${tenant}\n${reason}`;
    this.refused.set(key, { tenant, reason, count: (this.refused.get(key)?.count ?? 0) + 1 });
    this.begin();
  }

  private begin(): void {
    this.flushing ??= this.outside.runInAsyncScope(() => this.flushAll());
  }

  private async flushAll(): Promise<void> {
    // A tick, so that requests that arrived together are committed together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) await this.flush(this.queue.splice(0, MOST_IN_A_FLUSH));
    await this.flushRefused();
    this.flushing = undefined;
    if (this.queue.length > 0) this.begin();
  }

  private async flushRefused(): Promise<void> {
    if (this.refused.size === 0) return;
    const refused = [...this.refused.values()];
    this.refused.clear();
    await this.service.countRefused(refused).catch((err: unknown) => this.log.warn({ err }, 'refused inputs were not counted'));
  }

  /** Stores a group; where that fails by the fault of one, halves find it, and the others go through. */
  private async flush(group: Waiting[]): Promise<void> {
    try {
      const receipts = await this.take(group.map(({ submission }) => submission));
      group.forEach(({ tell }, index) => tell({ receipt: receipts[index]! }));
    } catch (error) {
      if (group.length === 1 || isDatabaseAway(error)) {
        this.log.warn({ err: error, submissions: group.length }, 'submissions could not be stored');
        for (const { tell } of group) tell({ error });
        return;
      }
      const half = Math.ceil(group.length / 2);
      await this.flush(group.slice(0, half));
      await this.flush(group.slice(half));
    }
  }

  /** Again, where another process was in the way. */
  private async take(submissions: readonly Submission[], attempt = 1): Promise<Receipt[]> {
    try {
      return await this.service.take(submissions);
    } catch (error) {
      if (attempt >= ATTEMPTS || !metAnother(error)) throw error;
      return this.take(submissions, attempt + 1);
    }
  }
}

const metAnother = (error: unknown): boolean => error instanceof Collision || /^40(001|P01)$/.test(sqlStateOf(error) ?? '');

const sqlStateOf = (error: unknown): string | undefined => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return [code, driverError?.code].find((it): it is string => typeof it === 'string');
};

/** What the caller of a batch is told of a submission that failed alone. */
export function errorsOf(error: unknown): FieldError[] {
  if (/^2[23]/.test(sqlStateOf(error) ?? '')) return [{ pointer: '', code: 'not_storable', detail: 'a value of this item cannot be stored; look for dates before the year 1 and for broken characters' }];
  const { code, detail, title } = problemOf(error);
  return [{ pointer: '', code, detail: `${detail ?? title} Send this item again.` }];
}
