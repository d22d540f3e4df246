import { Injectable } from '@nestjs/common';
import { IssueDelivered, IssueRouted } from '@vocloop/contracts';
import { derivedId, Publisher } from '@vocloop/messaging';
import { newId } from '@vocloop/service';
import { PodService, type Message } from '../pod/pod.service.js';
import type { RulesInForce } from '../rules/rules.service.js';
import type { Done } from './assignment.js';
import { AssignmentRepository } from './assignment.repository.js';

/** Stores what steps came to, and tells the log and the pods of it, in the running transaction. */
@Injectable()
export class AnnouncementService {
  constructor(
    private readonly repository: AssignmentRepository,
    private readonly publisher: Publisher,
    private readonly pods: PodService,
  ) {}

  async carryOut(done: readonly Done[], inForce: ReadonlyMap<string, RulesInForce>): Promise<void> {
    const last = new Map(done.map(({ step: { assignment } }) => [`${assignment.tenant}/${assignment.issueId}`, assignment]));
    for (const it of done) this.announce(it);
    await Promise.all([
      this.repository.save([...last.values()]),
      this.repository.remember(
        done.flatMap(({ step: { assignment, decided } }) => (decided ? [{ tenant: assignment.tenant, id: newId(), about: assignment.issueId, by: assignment.by, decision: assignment.decision, ...decided }] : [])),
      ),
      this.pods.tell(done.flatMap(messagesOf), inForce),
    ]);
  }

  /** Makes ready to tell these pods, once the running transaction has committed. */
  prepare(tenant: string, pods: readonly string[]): void {
    this.pods.makeTopicsAfterCommit(tenant, pods);
  }

  private announce({ step: { assignment, decided }, cause }: Done): void {
    if (!decided || decided.previousPod === assignment.pod) return;
    const { tenant, issueId, pod, by, decision } = assignment;
    this.publisher.publish(IssueRouted, tenant, { issueId, pod, by, decision, ...decided }, { id: derivedId(cause.id, `route ${issueId}`), causedBy: cause.event });
  }
}

const messagesOf = ({ step, cause }: Done): Message[] =>
  step.notices.map(({ tenant, pod, change, issue, decision }) => {
    const deliveryId = derivedId(cause.id, `tell ${pod} ${issue.id}`);
    return { tenant, pod, about: issue.id, deliveryId, causedBy: cause.event, definition: IssueDelivered, data: { deliveryId, pod, change, issue, decision } };
  });

