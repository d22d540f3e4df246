import { Injectable } from '@nestjs/common';
import { DeliverySucceeded, podTopic, type Event, type EventDefinition } from '@vocloop/contracts';
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
  constructor(
    private readonly publisher: Publisher,
    private readonly topics: Topics,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  /** In the running transaction: what is told here is told if and only if it commits. */
  async tell(messages: readonly Message[], inForce: ReadonlyMap<string, RulesInForce>): Promise<void> {
    await this.makeTopics(messages.map(({ tenant, pod }) => [tenant, pod]));
    const at = this.clock.now().toISOString();
    const webhooks: DeliveryRequest[] = [];
    for (const { tenant, pod, about, deliveryId, causedBy, definition, data } of messages) {
      const { traceparent } = this.publisher.publish(definition, tenant, data, { id: deliveryId, topic: podTopic(tenant, pod), causedBy });
      const webhook = inForce.get(tenant)?.rules.pods.get(pod)?.webhook;
      if (webhook) webhooks.push({ id: deliveryId, tenant, about, ...webhook, type: definition.type, body: data, traceparent });
      this.publisher.publish(DeliverySucceeded, tenant, { deliveryId, about, pod, channel: 'topic', attempts: 1, at }, { id: derivedId(deliveryId, 'on the topic'), causedBy });
    }
    await this.deliveries.sendAll(webhooks);
  }

  /** Topics must be there before the relay writes to them, and before pods look for them. One partition each: a pod reads in order. */
  async makeTopics(pods: readonly (readonly [tenant: string, pod: string])[]): Promise<void> {
    await this.topics.ensure(pods.map(([tenant, pod]) => ({ name: podTopic(tenant, pod).name, partitions: 1 })));
  }
}
