import { Injectable } from '@nestjs/common';
import { DeliveryFailed, DeliverySucceeded } from '@vocloop/contracts';
import { DeliveryOutcome, type Delivery } from '@vocloop/delivery';
import { Publisher } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';

/** Tells the log what became of a webhook to a pod. */
@Injectable()
export class WebhookOutcomeService extends DeliveryOutcome {
  constructor(
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {
    super();
  }

  async arrived(delivery: Delivery): Promise<void> {
    this.publisher.publish(DeliverySucceeded, delivery.tenant, this.outcomeOf(delivery));
  }

  async gaveUp(delivery: Delivery): Promise<void> {
    this.publisher.publish(DeliveryFailed, delivery.tenant, { ...this.outcomeOf(delivery), error: delivery.reason ?? 'it was given up' });
  }

  private outcomeOf({ id, about, tag, attempts }: Delivery) {
    return { deliveryId: id, about, pod: tag ?? 'unknown', channel: 'webhook' as const, attempts: Math.max(1, attempts.length), at: this.clock.now().toISOString() };
  }
}
