import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Repository } from 'typeorm';
import { Assignment, type Issue } from './entities.js';
import { Events } from './providers.js';

const owners: Record<string, string> = {
  delivery: 'logistics', returns: 'logistics', app: 'app', website: 'app', checkout: 'payments', billing: 'payments', 'support-chat': 'care', 'support-phone': 'care',
  product: 'product-design', assembly: 'product-design', store: 'stores', account: 'membership', loyalty: 'membership', workplace: 'workplace',
};
export const pods = [...new Set(Object.values(owners)), 'triage'];

/** Gives an issue its pod by its touchpoint, and tells the pod when it is new and whenever it has doubled. */
@Controller()
export class RoutingController {
  constructor(
    @Inject(Assignment) private readonly assignments: Repository<Assignment>,
    @Inject(Events) private readonly events: Events,
  ) {}

  @EventPattern('peer.issue')
  async route(@Payload() { issue }: { issue: Issue }) {
    const pod = owners[issue.touchpoint] ?? 'triage';
    const known = await this.assignments.findOneBy({ issueId: issue.id });
    const news = !known || issue.feedbackCount >= 2 * known.toldCount;
    await this.assignments.save({ issueId: issue.id, pod, reason: `touchpoint "${issue.touchpoint}" belongs to ${pod}`, issue, toldCount: news ? issue.feedbackCount : known.toldCount });
    if (news) await this.events.emit(`peer.pod.${pod}`, issue.id, { pod, issue });
  }
}
