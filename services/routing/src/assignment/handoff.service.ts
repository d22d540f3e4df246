import { Injectable } from '@nestjs/common';
import { HandoffDelivered, type EventOf, type HandoffRequested } from '@vocloop/contracts';
import { derivedId } from '@vocloop/messaging';
import { Clock, newId } from '@vocloop/service';
import { PodService } from '../pod/pod.service.js';
import { decide } from '../rules/decide.js';
import { factsOfHandoff } from '../rules/rules.js';
import { RulesService } from '../rules/rules.service.js';
import { AssignmentRepository } from './assignment.repository.js';

/** Conversations that need a human: their pod is told at once. */
@Injectable()
export class HandoffService {
  constructor(
    private readonly repository: AssignmentRepository,
    private readonly rules: RulesService,
    private readonly pods: PodService,
    private readonly clock: Clock,
  ) {}

  async deliver(events: readonly EventOf<typeof HandoffRequested>[]): Promise<void> {
    const inForce = await this.rules.inForce([...new Set(events.map(({ tenantid }) => tenantid))]);
    const at = this.clock.now().toISOString();
    const decided = events.map((event) => {
      const { rules, version } = inForce.get(event.tenantid)!;
      return { event, decision: decide(rules, version, factsOfHandoff(event.data)) };
    });
    await this.repository.remember(decided.map(({ event, decision }) => ({ tenant: event.tenantid, id: newId(), about: event.data.conversation, by: 'rules', decision, at })));
    await this.pods.tell(
      decided.map(({ event, decision }) => {
        const { pod } = decision;
        const deliveryId = derivedId(event.id, `tell ${pod}`);
        return { tenant: event.tenantid, pod, about: event.data.conversation, deliveryId, causedBy: event, definition: HandoffDelivered, data: { deliveryId, pod, handoff: event.data, decision } };
      }),
      inForce,
    );
  }
}
