import { Injectable, Logger } from '@nestjs/common';
import { DeliverySucceeded, podTopic, type Event, type EventDefinition } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Deliveries, type DeliveryRequest } from '@vocloop/delivery';
import { derivedId, Publisher, Topics } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import type { RulesInForce } from '../rules/rules.service.js';

/** What a pod is to be told. */
export interface Message {
  readonly tenant: string;
  readonly pod: string;
  /** The issue or the conversation. */
  readonly about: string;
  readonly deliveryId: string;
  readonly causedBy?: Event | undefined;
  readonly definition: EventDefinition;
  readonly data: object;
}

/** Tells pods: always on their topic, and by webhook where they have one, under the same id. */
@Injectable()
export class PodService {
  private readonly log = new Logger('pods');

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly topics: Topics,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  /** In the running transaction: what is told here is told if and only if it commits. */
  async tell(messages: readonly Message[], inForce: ReadonlyMap<string, RulesInForce>): Promise<void> {
    const at = this.clock.now().toISOString();
    const webhooks: DeliveryRequest[] = [];
    for (const { tenant, pod, about, deliveryId, causedBy, definition, data } of messages) {
      const { traceparent } = this.publisher.publish(definition, tenant, data, { id: deliveryId, topic: podTopic(tenant, pod), causedBy });
      const webhook = inForce.get(tenant)?.rules.pods.get(pod)?.webhook;
      if (webhook) webhooks.push({ id: deliveryId, tenant, about, ...webhook, type: definition.type, body: data, tag: pod, traceparent });
      this.publisher.publish(DeliverySucceeded, tenant, { deliveryId, about, pod, channel: 'topic', attempts: 1, at }, { id: derivedId(deliveryId, 'on the topic'), causedBy });
    }
    await this.deliveries.sendAll(webhooks);
  }

  /**
   * Pods look for their topics before anything is in them. One partition each: a pod reads in order. Never within a transaction, whose locks
   * would be held for as long as the log is away; nor does anybody wait for it: the relay makes what is missing before it writes.
   */
  makeTopicsAfterCommit(tenant: string, pods: readonly string[]): void {
    const topics = pods.map((pod) => ({ name: podTopic(tenant, pod).name, partitions: 1 }));
    this.database.afterCommit(this, () => {
      this.topics.ensure(topics).catch((error: Error) => this.log.warn(`topics of pods will be made with their first message: ${error.message}`));
    });
  }
}
