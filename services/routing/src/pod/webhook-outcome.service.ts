import { Injectable } from '@nestjs/common';
import { DeliveryFailed, DeliverySucceeded } from '@vocloop/contracts';
import { DeliveryOutcome, type Delivery } from '@vocloop/delivery';
import { Publisher } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import { PodRepository } from './pod.repository.js';

/** Tells the log what became of a webhook to a pod. */
@Injectable()
export class WebhookOutcomeService extends DeliveryOutcome {
  constructor(
    private readonly repository: PodRepository,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {
    super();
  }

  async arrived(delivery: Delivery): Promise<void> {
    this.publisher.publish(DeliverySucceeded, delivery.tenant, await this.outcomeOf(delivery));
  }

  async gaveUp(delivery: Delivery): Promise<void> {
    this.publisher.publish(DeliveryFailed, delivery.tenant, { ...(await this.outcomeOf(delivery)), error: delivery.reason ?? 'it was given up' });
  }

  private async outcomeOf({ tenant, id, about, attempts }: Delivery) {
    const pod = (await this.repository.podOfDelivery(tenant, id)) ?? 'unknown';
    return { deliveryId: id, about, pod, channel: 'webhook' as const, attempts: Math.max(1, attempts.length), at: this.clock.now().toISOString() };
  }
}
