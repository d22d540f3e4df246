import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { storable } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, Egress, EgressError, durationBuckets, meter } from '@vocloop/service';
import { Queue, type Claim } from '../queue/queue.js';
import { judge, retryAfterMs, type Delivery, type DeliveryAttempt, type Result, type Verdict } from './delivery.js';
import { DeliveryRepository, type Outgoing } from './delivery.repository.js';
import { signedHeaders } from './webhook.js';

/** Told, in a transaction of the delivery's tenant, when a delivery ends. Provide one: `{ provide: DeliveryOutcome, useClass: … }`. */
export abstract class DeliveryOutcome {
  abstract arrived(delivery: Delivery): Promise<void>;
  abstract gaveUp(delivery: Delivery): Promise<void>;
}

export interface CourierOptions {
  readonly service: string;
  /** Seconds before each further try. */
  readonly delays: readonly number[];
  readonly timeoutMs: number;
  /** Tries at one time in this process. */
  readonly concurrency: number;
  /** How often to look for what is due when nothing wakes it. */
  readonly pollMs: number;
}

/** What a courier works with. */
export interface CourierParts {
  readonly database: Database;
  readonly repository: DeliveryRepository;
  readonly queue: Queue;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly outcome: () => DeliveryOutcome | undefined;
  readonly chance?: () => number;
}

/**
 * Claims what is due and tries it. A try is recorded together with what follows from it and with the end of its claim;
 * a process that dies before that leaves a claim that runs out, and the same webhook-id is sent again: twice perhaps, never not at all.
 */
@Injectable()
export class DeliveryCourier {
  private readonly log = new Logger('delivery');
  private readonly working = new Set<Promise<void>>();
  private readonly duration;
  private running: Promise<void> | undefined;
  private stopping = false;
  private alarm = new AbortController();

  constructor(private readonly parts: CourierParts, private readonly options: CourierOptions) {
    this.duration = meter('@vocloop/delivery').createHistogram('voc_delivery_duration_seconds', {
      unit: 's', description: 'Time of one try of a delivery, by what came of it.', advice: { explicitBucketBoundaries: durationBuckets },
    });
  }

  start(): void {
    this.running ??= this.work();
  }

  /** Looks for work now. */
  wake(): void {
    this.alarm.abort();
  }

  /** Claims no more, and waits for the tries that are under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    await Promise.all(this.working);
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      this.alarm = new AbortController();
      const free = this.options.concurrency - this.working.size;
      const claims = free > 0 ? await this.claim(free) : [];
      for (const claim of claims) this.begin(claim);
      if (claims.length === 0) await sleep(this.options.pollMs, undefined, { signal: this.alarm.signal }).catch(() => undefined);
    }
  }

  private async claim(most: number): Promise<Claim[]> {
    try {
      return await this.parts.queue.claim(most);
    } catch (err) {
      this.log.warn({ err }, 'the queue of deliveries cannot be read for now');
      return [];
    }
  }

  private begin(claim: Claim): void {
    const work = this.attempt(claim)
      .catch(async (err: unknown) => {
        this.log.error({ err, delivery: claim.data.id }, 'a delivery could not be worked on; it comes back soon');
        await this.parts.queue.giveBack(claim, err as Error).catch(() => undefined);
      })
      .finally(() => {
        this.working.delete(work);
        this.wake();
      });
    this.working.add(work);
  }

  private async attempt(claim: Claim): Promise<void> {
    const { database, repository, queue } = this.parts;
    const { tenant, id, attempts } = claim.data;
    const outgoing = await database.transaction([tenant], () => repository.findOutgoing(tenant, id));
    // The record of an earlier claim may be newer than this one.
    if (!outgoing || outgoing.state !== 'queued' || outgoing.attempts !== attempts) return database.transaction([], () => queue.done(claim));
    const { attempt, result } = await this.try(outgoing);
    const verdict = judge(result, attempts - outgoing.attemptsBefore + 1, this.options.delays, (this.parts.chance ?? Math.random)());
    this.duration.record(attempt.ms / 1000, { service: this.options.service, outcome: verdict.then });
    await database.transaction([tenant], () => this.settle(claim, outgoing, attempt, verdict));
  }

  private async settle(claim: Claim, outgoing: Outgoing, attempt: DeliveryAttempt, verdict: Verdict): Promise<void> {
    const { repository, queue, outcome } = this.parts;
    const nextAt = verdict.then === 'again' ? new Date(this.parts.clock.now().getTime() + verdict.afterMs) : undefined;
    const delivery = await repository.record(outgoing, attempt, verdict, nextAt);
    if (delivery && nextAt) await queue.put([{ turn: { tenant: outgoing.tenant, id: outgoing.id, attempts: outgoing.attempts + 1 }, host: new URL(outgoing.url).host, at: nextAt }]);
    if (delivery?.state === 'arrived') await outcome()?.arrived(delivery);
    if (delivery?.state === 'gave_up') await outcome()?.gaveUp(delivery);
    await queue.done(claim);
  }

  private async try({ id, url, secret, body, traceparent }: Outgoing): Promise<{ attempt: DeliveryAttempt; result: Result }> {
    const at = this.parts.clock.now();
    const begun = performance.now();
    const took = (): number => Math.round(performance.now() - begun);
    const trace = propagation.extract(ROOT_CONTEXT, traceparent ? { traceparent } : {});
    try {
      const headers = signedHeaders(id, secret, body, at);
      const answer = await context.with(trace, () => this.parts.egress.post(url, { headers, body, timeoutMs: this.options.timeoutMs }));
      const wait = answer.headers['retry-after'];
      const result: Result = { kind: 'answered', status: answer.status, retryAfterMs: retryAfterMs(typeof wait === 'string' ? wait : undefined, this.parts.clock.now()) };
      return { result, attempt: { at, status: answer.status, error: null, ms: took(), answer: storable(answer.body).slice(0, 500) } };
    } catch (error) {
      const blocked = !(error instanceof EgressError) || error.code === 'blocked';
      const result: Result = { kind: 'unanswered', error: (error as Error).message, blocked };
      return { result, attempt: { at, status: null, error: (error as Error).message.slice(0, 500), ms: took(), answer: null } };
    }
  }
}
