import { Controller } from '@nestjs/common';
import { HandoffRequested, type EventOf } from '@vocloop/contracts';
import { On, type Dropped } from '@vocloop/messaging';
import { HandoffService } from './handoff.service.js';

@Controller()
export class HandoffHandler {
  constructor(private readonly handoffs: HandoffService) {}

  @On(HandoffRequested)
  async deliver(events: EventOf<typeof HandoffRequested>[]): Promise<Dropped[] | void> {
    await this.handoffs.deliver(events);
  }
}
