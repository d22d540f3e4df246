import { Injectable } from '@nestjs/common';
import type { EventOf, FactObserved, FeedbackReceived, FeedbackRevised, FeedbackScored } from '@vocloop/contracts';
import { FlowService } from '../flow/flow.service.js';
import { passage, StageTally, type Passage } from '../flow/stage.js';
import { MetricService } from '../metric/metric.service.js';
import { contribution } from './contribution.js';
import { FeedbackRepository, type KnownReading, type ObservedFact } from './feedback.repository.js';
import { merge, scoredOf, spokenOf, type Reading } from './reading.js';
import { Rollup } from './rollup.js';

/** What a batch tells of one feedback. */
export interface Told {
  readonly tenant: string;
  readonly id: string;
  readonly part: Reading;
}

/** Keeps what is known of every feedback, and the figures in step with it. Runs in the consumer's transaction. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly metrics: MetricService,
    private readonly flows: FlowService,
  ) {}

  async receive(events: readonly (EventOf<typeof FeedbackReceived> | EventOf<typeof FeedbackRevised>)[]): Promise<void> {
    await this.learn(events.map(({ tenantid, time, data: { feedback } }) => ({ tenant: tenantid, id: feedback.id, part: { spoken: spokenOf(feedback), receivedAt: feedback.revision === 1 ? time : undefined } })));
    await this.flows.record(events);
  }

  async score(events: readonly EventOf<typeof FeedbackScored>[]): Promise<void> {
    const told = events.map(({ tenantid, time, data: { feedback, score } }) => ({ tenant: tenantid, id: feedback.id, part: { spoken: spokenOf(feedback), scored: scoredOf(feedback.revision, score), scoredAt: time } }));
    await this.learn(told);
    await this.flows.record(events);
  }

  async observe(events: readonly EventOf<typeof FactObserved>[]): Promise<void> {
    const last = new Map<string, ObservedFact>();
    for (const { tenantid: tenant, data } of events) {
      const key = `${tenant} ${data.id}`;
      if ((last.get(key)?.revision ?? 0) < data.revision) last.set(key, { ...data, tenant });
    }
    await this.feedback.saveFacts([...last.values()]);
    await this.flows.record(events);
  }

  /** Joins what is told with what is known, and moves every figure by the difference. */
  async learn(told: readonly Told[]): Promise<void> {
    const parts = new Map<string, { tenant: string; id: string; part: Reading }>();
    for (const it of told) {
      const key = `${it.tenant} ${it.id}`;
      parts.set(key, { ...it, part: merge(parts.get(key)?.part ?? {}, it.part) });
    }
    if (parts.size === 0) return;
    const known = await this.feedback.lock([...parts.values()]);
    const rollup = new Rollup();
    const stages = new StageTally();
    const next = known.map(({ tenant, id, reading }): KnownReading => {
      const after = merge(reading, parts.get(`${tenant} ${id}`)?.part ?? {});
      rollup.replace(tenant, contribution(reading), contribution(after));
      stages.replace(tenant, passagesOf(reading), passagesOf(after));
      return { tenant, id, reading: after };
    });
    await this.feedback.save(next);
    await this.metrics.add(rollup.changes());
    await this.flows.count(stages.changes());
  }
}

function passagesOf({ spoken, receivedAt, scoredAt, gatheredAt, dueAt, answeredAt }: Reading): Passage[] {
  return [
    passage('received', spoken?.occurredAt, receivedAt),
    passage('scored', receivedAt, scoredAt),
    passage('gathered', scoredAt, gatheredAt),
    passage('due', gatheredAt, dueAt),
    passage('answered', dueAt, answeredAt),
  ].filter((it) => it !== undefined);
}
