import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { FeedbackScored, DataOf } from '@vocloop/contracts';
import { DataSource } from 'typeorm';
import { whyNot } from '../../../../services/issues/dist/issue/intake.js';
import { Evidence, Issue } from './entities.js';
import { Events } from './providers.js';

const threshold = 5;

/** Groups by touchpoint and theme, in a transaction for each feedback that tells of a problem. A touchpoint's feedback share a partition, so two never begin one issue. */
@Controller()
export class IssuesController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Events) private readonly events: Events,
  ) {}

  @EventPattern('peer.insight')
  async gather(@Payload() insight: DataOf<typeof FeedbackScored>) {
    if (whyNot(insight)) return;
    const { feedback, score } = insight;
    const theme = score.themes[0]?.id ?? 'other';
    const fingerprint = `${feedback.touchpoint}/${theme}`;
    const at = new Date(feedback.occurredAt);
    const issue = await this.dataSource.transaction(async (manager) => {
      const found = await manager.findOneBy(Issue, { fingerprint });
      const known = found ?? manager.create(Issue, { fingerprint, touchpoint: feedback.touchpoint, theme, open: false, feedbackCount: 0, polaritySum: 0, firstSeenAt: at, lastSeenAt: at });
      known.feedbackCount++;
      known.polaritySum += score.polarity;
      if (at > known.lastSeenAt) known.lastSeenAt = at;
      known.open ||= known.feedbackCount >= threshold;
      const saved = await manager.save(known);
      await manager.save(Evidence, { feedbackId: feedback.id, issueId: saved.id, customer: feedback.customer ?? null, text: feedback.text ?? '', occurredAt: at });
      return saved;
    });
    if (issue.open) await this.events.emit('peer.issue', issue.id, { issue, evidence: [feedback.id] });
  }
}
