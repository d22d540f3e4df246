import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, Shutdown, isDatabaseAway, problemOf, unavailable, type FieldError } from '@vocloop/service';
import { inTurns } from '@vocloop/text';
import type { IngestionSettings } from '../config.js';
import { RequestService } from '../request/request.service.js';
import { sqlStateOf, takeApart, type Outcome } from './apart.js';
import { FairQueue } from './fair-queue.js';
import { FeedbackService, type Prepared } from './feedback.service.js';
import type { Receipt, Submission } from './submission.js';

interface Waiting {
  readonly prepared: Prepared;
  readonly tell: (outcome: Outcome<Receipt>) => void;
}

/** So many share a commit: more would cost little less each, and whoever comes next waits for all of them. */
const MOST_IN_A_FLUSH = 200;

/**
 * Commits in groups: what arrives while one commit is on its way waits and shares the next. Each caller is told of its own
 * submissions after their commit.
 */
@Injectable()
export class FeedbackCollector {
  private readonly queue = new FairQueue<Waiting>();
  private readonly refused = new Map<string, { tenant: string; reason: string; count: number }>();
  private readonly log = new Logger('collector');
  /** Flushes belong to no request: without this, all of them would be part of the first one's trace. */
  private readonly outside = new AsyncResource('collector');
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly service: FeedbackService,
    private readonly requests: RequestService,
    @Inject(SETTINGS) private readonly settings: IngestionSettings,
    @Inject(Shutdown) shutdown: Shutdown,
  ) {
    shutdown.register('collector', async () => this.flushing);
  }

  /** Hands in a tenant's submissions; resolves, in their order, to what became of each. Throws 503 where too many of his wait already. */
  async submit(submissions: readonly Submission[]): Promise<Outcome<Receipt>[]> {
    if (submissions[0] === undefined) return [];
    if (!this.queue.hasRoom(submissions[0].tenant, submissions.length, this.settings.VOC_INTAKE_QUEUE)) {
      throw unavailable('More feedback waits for its commit than this process takes; try again.', 1);
    }
    const outcomes: Promise<Outcome<Receipt>>[] = [];
    for await (const slice of inTurns(submissions)) {
      outcomes.push(...slice.map(async (submission) => new Promise<Outcome<Receipt>>((tell) => this.enqueue(submission, tell))));
      this.begin();
    }
    return Promise.all(outcomes);
  }

  /** Masks before it waits, while another group is on its way; what cannot be masked costs nobody else anything. */
  private enqueue(submission: Submission, tell: Waiting['tell']): void {
    try {
      this.queue.push(submission.tenant, { prepared: this.service.prepare(submission), tell });
    } catch (error) {
      this.log.warn({ err: error, submissions: 1 }, 'submissions could not be stored');
      tell({ error });
    }
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
    while (this.queue.size > 0) await this.flush(this.queue.take(MOST_IN_A_FLUSH));
    await this.flushRefused();
    this.flushing = undefined;
    if (this.queue.size > 0) this.begin();
  }

  private async flushRefused(): Promise<void> {
    if (this.refused.size === 0) return;
    const refused = [...this.refused.values()];
    this.refused.clear();
    await this.service.countRefused(refused).catch((err: unknown) => this.log.warn({ err }, 'refused inputs were not counted'));
  }

  private async flush(group: readonly Waiting[]): Promise<void> {
    const outcomes = await takeApart(group.map(({ prepared }) => prepared), (it) => this.requests.takeOnce(it, (fresh) => this.service.take(fresh)), isDatabaseAway);
    const failed = outcomes.flatMap((it) => ('error' in it ? [it.error] : []));
    if (failed.length > 0) this.log.warn({ err: failed[0], submissions: failed.length }, 'submissions could not be stored');
    group.forEach(({ tell }, index) => tell(outcomes[index]!));
  }
}

/** What the caller of a batch is told of a submission that failed alone. */
export function errorsOf(error: unknown): FieldError[] {
  if (/^2[23]/.test(sqlStateOf(error) ?? '')) return [{ pointer: '', code: 'not_storable', detail: 'a value of this item cannot be stored; look for dates before the year 1 and for broken characters' }];
  const { code, detail, title } = problemOf(error);
  return [{ pointer: '', code, detail: `${detail ?? title} Send this item again.` }];
}
