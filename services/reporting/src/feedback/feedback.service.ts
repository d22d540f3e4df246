import { Injectable } from '@nestjs/common';
import type { EventOf, FactObserved, FeedbackReceived, FeedbackRevised, FeedbackScored } from '@vocloop/contracts';
import { FlowService } from '../flow/flow.service.js';
import { passage, StageTally, type Passage } from '../flow/stage.js';
import { MetricService } from '../metric/metric.service.js';
import { contribution } from './contribution.js';
import { FeedbackRepository, type FeedbackKey, type KnownReading, type ObservedFact } from './feedback.repository.js';
import { merge, scoredOf, spokenOf, type Reading } from './reading.js';
import { Rollup } from './rollup.js';

/** Keeps what is known of every feedback, and the figures in step with it. Runs in the consumer's transaction. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly metrics: MetricService,
    private readonly flows: FlowService,
  ) {}

  async receive(events: readonly (EventOf<typeof FeedbackReceived> | EventOf<typeof FeedbackRevised>)[]): Promise<void> {
    await this.learn(events.map(({ tenantid, time, data: { feedback } }) => ({ tenant: tenantid, id: feedback.id, reading: { spoken: spokenOf(feedback), receivedAt: feedback.revision === 1 ? time : undefined } })));
    this.flows.record(events);
  }

  async score(events: readonly EventOf<typeof FeedbackScored>[]): Promise<void> {
    await this.learn(events.map(({ tenantid, time, data: { feedback, score } }) => ({ tenant: tenantid, id: feedback.id, reading: { spoken: spokenOf(feedback), scored: scoredOf(feedback.revision, score), scoredAt: time } })));
    this.flows.record(events);
  }

  async observe(events: readonly EventOf<typeof FactObserved>[]): Promise<void> {
    const last = new Map<string, ObservedFact>();
    for (const { tenantid: tenant, data } of events) {
      const key = `${tenant} ${data.id}`;
      if ((last.get(key)?.revision ?? 0) < data.revision) last.set(key, { ...data, tenant });
    }
    await this.feedback.saveFacts([...last.values()]);
    this.flows.record(events);
  }

  /** Joins what is told with what is known, and moves every figure by the difference. */
  async learn(told: readonly KnownReading[]): Promise<void> {
    const parts = joined(told);
    if (parts.size === 0) return;
    const made = new Set((await this.feedback.make([...parts.values()])).map(keyOf));
    const others = [...parts.values()].filter((it) => !made.has(keyOf(it)));
    const known = others.length > 0 ? await this.feedback.lock(others) : [];
    const next = known.map((it): KnownReading => ({ ...it, reading: merge(it.reading, parts.get(keyOf(it))!.reading) }));
    if (next.length > 0) await this.feedback.save(next);
    const before = new Map(known.map((it) => [keyOf(it), it.reading]));
    const rollup = new Rollup();
    const stages = new StageTally();
    for (const it of [...[...parts.values()].filter((part) => made.has(keyOf(part))), ...next]) {
      const old = before.get(keyOf(it)) ?? {};
      rollup.replace(it.tenant, contribution(old), contribution(it.reading));
      stages.replace(it.tenant, passagesOf(old), passagesOf(it.reading));
    }
    this.metrics.add(rollup.changes());
    this.flows.count(stages.changes());
  }
}

const keyOf = ({ tenant, id }: FeedbackKey): string => `${tenant} ${id}`;

/** What a batch tells, once for each feedback. */
function joined(told: readonly KnownReading[]): Map<string, KnownReading> {
  const parts = new Map<string, KnownReading>();
  for (const it of told) parts.set(keyOf(it), { ...it, reading: merge(parts.get(keyOf(it))?.reading ?? {}, it.reading) });
  return parts;
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
