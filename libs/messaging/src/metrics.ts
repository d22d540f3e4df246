import { type Histogram, type Meter, metrics } from '@opentelemetry/api';
import type { Progress } from './consumer.repository.js';

const outcomes = ['done', 'dropped', 'duplicates', 'deadLettered', 'parked', 'skipped'] as const;

/** What a service's consumers count, under names that carry their units. Labels are bounded: service, topic, outcome. */
export class ConsumerMetrics {
  private readonly meter: Meter = metrics.getMeter('@vocloop/messaging');
  private readonly events = this.meter.createCounter('voc_consumer_events_total', { description: 'Events taken, by outcome' });
  private readonly seconds: Histogram = this.meter.createHistogram('voc_consumer_effect_seconds', {
    description: 'From the publishing of an event to its effect',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
  });

  private readonly letters = this.meter.createCounter('voc_dead_letters_total', { description: 'Events that became dead letters, by the code of their error' });
  private readonly retries = this.meter.createCounter('voc_consumer_retries_total', { description: 'Batches tried again: because something they need was away, or because an event in them failed' });

  constructor(private readonly service: string) {}

  died(topic: string, code: string): void {
    this.letters.add(1, { service: this.service, topic, code });
  }

  retried(topic: string, reason: 'away' | 'failed'): void {
    this.retries.add(1, { service: this.service, topic, reason });
  }

  settled(topic: string, progress: Progress): void {
    for (const outcome of outcomes) if (progress[outcome] > 0) this.events.add(progress[outcome], { service: this.service, topic, outcome });
  }

  effect(topic: string, times: readonly string[]): void {
    const now = Date.now();
    for (const time of times) this.seconds.record(Math.max(0, now - Date.parse(time)) / 1000, { service: this.service, topic });
  }

  /** Registers what is read when somebody looks: backlog of the outbox, lag, dead letters. */
  observe(name: string, description: string, read: () => Promise<readonly { value: number; labels: Record<string, string> }[]>): void {
    this.meter.createObservableGauge(name, { description }).addCallback(async (result) => {
      for (const { value, labels } of await read()) result.observe(value, { service: this.service, ...labels });
    });
  }
}
